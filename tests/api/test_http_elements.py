"""Elements of documents over HTTP; what is expected was read in the source documents."""

import csv
import io
import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import TypeAdapter

from graph_service.model.element import Element, ElementEntry, ElementHrefs

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

BASE = "https://w3id.org/redthread/id/"
ELEMENTS = "/api/v1/elements"
GOAL = "fyrbodal-2020-2022/effektmal/4B"


def _element(client: httpx.Client, name: str, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{ELEMENTS}/{name}", params=asked).json()["element"]
    return found


def test_the_effect_goals_of_a_plan_are_listed_in_order(client: httpx.Client) -> None:
    """A list of one kind and plan has just those, ordered by code, as the plan's chapter 3 has them."""
    listed = client.get(ELEMENTS, params={"kind": "EffectGoal", "plan": "fyrbodal-2020-2022"}).json()["items"]
    TypeAdapter(list[ElementEntry]).validate_python(listed)
    assert [goal["code"] for goal in listed] == ["1A", "1B", "1C", "2A", "2B", "3A", "3B", "4A", "4B", "5A", "5B"]
    assert {goal["level"] for goal in listed} == {"subregional"}


def test_a_class_has_the_elements_of_its_sub_classes(client: httpx.Client) -> None:
    """Goals are effect goals, delivery goals, visions and overall goals too; an element says its own class."""
    goals = client.get(ELEMENTS, params={"kind": "Goal", "limit": "1000"}).json()["items"]
    assert {"EffectGoal", "DeliveryGoal", "Vision", "OverallGoal"} <= {goal["kind"] for goal in goals}
    for kind in ("EffectGoal", "Vision"):
        listed = client.get(ELEMENTS, params={"kind": kind, "limit": "1000"}).json()["items"]
        assert {one["iri"] for one in listed} < {goal["iri"] for goal in goals}


def test_the_pages_of_the_list_are_the_list(client: httpx.Client) -> None:
    """Following the links gives every element once; the same list in CSV has the same elements in the same order."""
    url: str | None = f"{ELEMENTS}?limit=500"
    gathered: list[dict[str, Any]] = []
    while url:
        answer = client.get(url)
        gathered += answer.json()["items"]
        url = next(iter(re.findall(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))), None)
    assert len(gathered) == len({one["iri"] for one in gathered}) == answer.json()["meta"]["total"] > 1000
    rows = list(csv.DictReader(io.StringIO(client.get(f"{ELEMENTS}.csv").text)))
    assert [(row["iri"], row["title"]) for row in rows] == [(one["iri"], one["title"]) for one in gathered]


@pytest.mark.parametrize("name", [GOAL, quote(GOAL, safe=""), BASE + GOAL, quote(BASE + GOAL, safe=""), "4B", "4b"])
def test_an_element_can_be_named_in_many_ways(client: httpx.Client, name: str) -> None:
    """A short path, an IRI or a code leads to the same element, encoded or not."""
    assert _element(client, name)["iri"] == BASE + GOAL


def test_an_element_says_what_it_is_and_where_it_stands(client: httpx.Client) -> None:
    """The text is the source's own, with the plan, the place in it, and where more is."""
    answer = client.get(f"{ELEMENTS}/4B").json()
    goal = TypeAdapter(Element).validate_python(answer["element"])
    assert goal.title == (
        "En digital infrastruktur som möjliggör informationsutbyte inom kommunal sektor och med annan offentlig och "
        "privat sektor"
    )
    assert (goal.kinds, goal.kind_label, goal.code, goal.level) == (("EffectGoal",), "Effektmål", "4B", "subregional")
    assert goal.source.locator == "avsnitt 3.4, rubrik EFFEKT MÅL"
    hrefs = TypeAdapter(ElementHrefs).validate_python(answer["hrefs"])
    assert hrefs.linked_data == f"/id/{GOAL}"
    assert client.get(hrefs.linked_data, headers={"Accept": "text/turtle"}).status_code == 200
    assert client.get(hrefs.thread).json()["start"]["iri"] == goal.iri
    assert client.get(hrefs.plan or "").json()["plan"]["iri"] == BASE + "fyrbodal-2020-2022"


def test_links_say_what_they_rest_on(client: httpx.Client) -> None:
    """Initiatives 4.1 and 4.2 print goal 4B under their heading EFFEKT MÅL; the goal stands under focus area 3.4."""
    links = _element(client, "4B", lang="en")["links"]
    told = {(one["direction"], one["relation"], one["other"]["code"]): one for one in links}
    assert set(told) == {("out", "inArea", "3.4"), ("in", "contributesTo", "4.1"), ("in", "contributesTo", "4.2")}
    initiative = told["in", "contributesTo", "4.2"]
    assert (initiative["basis"], initiative["validity"]) == ("stated", "valid")
    assert initiative["relation_label"] == "contributes to"
    assert initiative["other"]["title"] == "Digitala processer inom socialtjänst"
    assert initiative["source"]["locator"] == "avsnitt 4.2, rubrik EFFEKT MÅL"
    assert initiative["quote"].startswith("4B: En digital infrastruktur")


def test_efforts_and_budgets_are_told_as_printed_and_as_read(client: httpx.Client) -> None:
    """Row 9 of the template gives two measures of which one holds; row 8 none that can be counted."""
    nine = _element(client, "e-halsa-mall-2016/aktivitet/9")["resources"]
    assert {one["printed"] for one in nine} == {"200 timmar eller 3 tillfällen/nämndsmöte"}
    assert {(one["amount"], one["unit"]) for one in nine} == {(200, "hour"), (3, "occasionPerBoardMeeting")}
    assert {one["alternative_to"][0] for one in nine} == {one["iri"] for one in nine}
    (eight,) = _element(client, "e-halsa-mall-2016/aktivitet/8")["resources"]
    assert (eight["printed"], eight["amount"], eight["no_amount"]) == ("Egen uträkning", None, "ownCalculation")
    (holder,) = _element(client, "vastkom-2018/projekt/valfardsteknik")["resources"]
    assert (holder["amount"], holder["unit_label"]) == (40, "procent av helårstjänst")
    assert [one["title"] for one in holder["held_by"]] == ["eSamordnare"]


def test_a_time_is_told_as_printed_and_as_read(client: httpx.Client) -> None:
    """A year stands for its first and last day; a time without dates says that it has none."""
    (dated,) = _element(client, "e-halsa-mall-2016/aktivitet/24")["periods"]
    assert (dated["start"], dated["end"], dated["precision"]) == ("2018-01-01", "2018-12-31", "yearPrecision")
    (undated,) = _element(client, "e-halsa-mall-2016/aktivitet/ansluta-till-ssbtek")["periods"]
    assert (undated["printed"], undated["start"], undated["end"]) == (["Utifrån behov"], None, None)
    assert undated["precision"] == "undated"


def test_what_later_documents_say_is_told_of_the_earlier_goal(client: httpx.Client) -> None:
    """The goal of 20 municipalities for 2018 goes on as one of 49, and is judged by the words of Resultat 2019."""
    goal = _element(client, "vastkom-2018/mal/gits-6")
    (later,) = (link for link in goal["links"] if link["relation"] == "continues")
    assert (later["direction"], later["match"]) == ("in", "changed")
    (told,) = goal["follow_ups"]
    assert told["follows"]["title"].startswith("49 kommuner nyttjar NPÖ")
    assert (told["verdict"], told["basis"]) == ("notMet", "inferred")
    assert told["quote"].startswith("Projektet som tillsattes för detta uppdrag har avslutats utan att lyckas")
    assert told["source"]["title"] == "Resultat 2019"


def test_time_that_was_spent_is_told_beside_the_verdict(client: httpx.Client) -> None:
    """The first row of Resultat 2019 says that more than the planned 30 per cent was spent."""
    (told,) = _element(client, "vastkom-2019/mal/nationellt-1")["follow_ups"]
    assert (told["time"], told["time_comparison"]) == ("Mer än 30%", "moreThanPlanned")
    assert told["verdict"] == "notRecoverable"


def test_what_is_wrong_in_the_source_is_told(client: httpx.Client) -> None:
    """Goal 2A is worded in two ways in the plan; both wordings are quoted, and what was done is said."""
    (defect,) = _element(client, "2A", lang="en")["defects"]
    assert (defect["kind"], defect["title"]) == ("twoWordings", "Effect goal 2A has two wordings")
    assert len(defect["quotes"]) == 2
    assert defect["treatment"]


def test_what_the_source_leaves_empty_is_told(client: httpx.Client) -> None:
    """Row 1 of the template has empty cells, which is not the same as nothing being known."""
    silences = _element(client, "e-halsa-mall-2016/aktivitet/1")["silences"]
    assert {(one["state"], one["property"]) for one in silences} >= {("statedEmpty", "responsible")}


def test_an_element_of_two_kinds_says_both(client: httpx.Client) -> None:
    """A sub-goal of the national strategy is a goal and an area, and is listed as both."""
    name = "nationell-digitaliseringsstrategi-2017/delmal/d-ledning"
    assert _element(client, name)["kinds"] == ["FocusArea", "Goal"]
    for kind in ("FocusArea", "Goal"):
        listed = client.get(ELEMENTS, params={"kind": kind, "level": "national", "limit": "1000"}).json()["items"]
        assert BASE + name in {one["iri"] for one in listed}


def test_a_code_of_several_things_lists_them_and_a_kind_chooses(client: httpx.Client) -> None:
    """The code 7 is an activity's and a principle's; each candidate, and each kind, means one of them."""
    answer = client.get(f"{ELEMENTS}/7")
    assert (answer.status_code, answer.json()["code"]) == (409, "ambiguous_code")
    candidates = {one["id"] for one in answer.json()["candidates"]}
    assert candidates == {"e-halsa-mall-2016/aktivitet/7", "svenskt-ramverk-digital-samverkan/princip/7"}
    for name in candidates:
        assert _element(client, name)["iri"] == BASE + name
    assert _element(client, "7", kind="Activity")["iri"].endswith("/aktivitet/7")
    assert _element(client, "7", kind="Principle")["iri"].endswith("/princip/7")


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("?kind=effektmal", 400, "parameter_choice", "EffectGoal"),
        ("?plan=4B", 404, "unknown_document", "/api/v1/plans"),
        ("?plan=handlingsplan+digitalisering", 409, "ambiguous_code", "vastkom-2018"),
        (f"?plan={'a' * 2000}", 400, "parameter_long", "1000"),
        ("?level=", 400, "parameter_choice", "national"),
        ("?limit=0", 400, "parameter_least", "1"),
        ("/4B?kind=Activity", 404, "unknown_of_kind", "»Aktivitet« heter »4B«"),
        ("/1?kind=EffectGoal&lang=en", 404, "unknown_of_kind", "»Effect goal« is called »1«"),
        ("/fyrbodal-2020-2022", 404, "unknown_of_kind", "fyrbodal-2020-2022"),
        ("/4B?kind=goal", 400, "parameter_choice", "Goal"),
        ("/org/skr", 404, "unknown_of_kind", "org/skr"),
        ("/", 404, "empty_name", ""),
        ("/4B.csv", 406, "not_acceptable", "application/json"),
        (f"/{'a' * 2000}", 400, "parameter_long", "1000"),
        ("/%E5", 404, "unknown_of_kind", ""),
        ("/http:%2F%2F%5Bx", 404, "unknown_of_kind", ""),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """What is unknown, ambiguous, too long or no element is a problem that says what would be right."""
    answer = client.get(ELEMENTS + asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
