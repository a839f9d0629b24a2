"""The SPARQL in the meta part of an answer: asked as it stands, it gives what the answer says, in the same order."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

API = "/api/v1/"
LISTS = [
    "plans",
    "plans?lang=en&level=national",
    "plans?loaded=partlyLoaded&limit=3&offset=2",
    "elements",
    "elements?kind=EffectGoal&plan=fyrbodal-2020-2022",
    "elements?level=national&kind=FocusArea&limit=4&offset=4",
    "timeline",
    "timeline?year=2017&plan=e-halsa-mall-2016&lang=en",
    "timeline?year=2021&limit=10&offset=5",
    "effort",
    "effort?by=project&lang=en",
    "effort?by=area&plan=e-halsa-mall-2016",
    "effort?by=unit",
    "effort?by=organisation&limit=7&offset=7",
    "outcomes",
    "outcomes?verdict=notRecoverable&lang=en",
    "outcomes?project=vastkom-2018/projekt/gits&limit=2",
    "lika",
    "lika?area=likaUse&lang=en&limit=5&offset=1",
    "validation?limit=1000",
    "validation?lang=en&severity=info&limit=30&offset=25",
    "validation?plan=vastkom-2018",
    "validation?plan=e-halsa-mall-2016&severity=warning&limit=7",
    "validation?shape=EffectGoal-covered",
    "links?limit=30&offset=700",
    "links?plan=fyrbodal-2020-2022&basis=inferred",
    "snapshot",
    "snapshot?lang=en&limit=3&offset=18",
    "questions/dokument?level=national",
    "questions/pagar-under-ar?year=2018&limit=4&offset=3&lang=en",
]
THINGS = [
    "elements/fyrbodal-2020-2022/effektmal/4B",
    "elements/e-halsa-mall-2016/aktivitet/9?lang=en",
    "elements/vastkom-2018/projekt/kommunikation",
    "elements/vastkom-2018/mal/gits-6?lang=en",
    "elements/fyrbodal-2020-2022/effektmal/2A",
    "elements/nationell-digitaliseringsstrategi-2017/delmal/d-ledning",
    "plans/fyrbodal-2020-2022",
    "plans/vg2020?lang=en",
    "plans/vastkom-resultat-2019",
]
NAMES = ("_title", "_label")
LOOKED_UP = {"other", "title", "follows", "plan", "held_by", "actors", "named_in", "sections", "kinds", "neighbours"}
"""Members that hold names, which are looked up besides, or counts with addresses of their own."""


def _rows(client: httpx.Client, sparql: str) -> tuple[list[str], list[dict[str, str]]]:
    answer = client.post("/sparql", data={"query": sparql}, headers={"Accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    table = answer.json()
    rows = [{name: cell["value"] for name, cell in row.items()} for row in table["results"]["bindings"]]
    return table["head"]["vars"], rows


def _written(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can hold
    """Write a value of an answer as SPARQL does; what is not there is empty, as is a text that is unbound."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


@pytest.mark.parametrize("address", LISTS)
def test_the_sparql_of_a_list_gives_its_entries(client: httpx.Client, address: str) -> None:
    """Every column of every row is what the entry at the same place says, page by page, in either language."""
    answer = client.get(API + address).json()
    assert answer["items"]
    columns, rows = _rows(client, answer["meta"]["sparql"])
    expected = [[row.get(column, "") for column in columns] for row in rows]
    assert [[_written(item[column]) for column in columns] for item in answer["items"]] == expected
    assert answer["meta"]["count"] == len(rows)


def test_what_no_query_gives_says_so(client: httpx.Client) -> None:
    """What lies in files has no SPARQL; nor have all the shapes that found nothing, whose query nobody would take."""
    for address in ("questions", "validation?severity=violation"):
        assert client.get(API + address).json()["meta"]["sparql"] is None


def test_a_shape_that_found_nothing_can_be_asked(client: httpx.Client) -> None:
    """The SPARQL of a shape that is met everywhere gives no rows, which anybody can see."""
    answer = client.get(f"{API}validation?shape=Element-title").json()
    assert answer["items"] == []
    assert _rows(client, answer["meta"]["sparql"])[1] == []


def _leaves(value: Any, name: str = "") -> Iterator[str]:  # noqa: ANN401 -- whatever JSON can hold
    if name.endswith(NAMES):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in LOOKED_UP:
                yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif value is not None and name not in {"direction", "version"}:
        yield _written(value)


@pytest.mark.parametrize("address", THINGS)
def test_the_sparql_of_a_thing_gives_all_that_is_said_of_it(client: httpx.Client, address: str) -> None:
    """Everything in the answer but names stands in the rows; the parts have the rows' things in the rows' order."""
    answer = client.get(API + address).json()
    thing = answer.get("element") or answer["plan"]
    _, rows = _rows(client, answer["meta"]["sparql"])
    said = {cell for row in rows for cell in row.values()}
    known = said | {cell.replace("#", "/").rsplit("/", 1)[-1] for cell in said} | {"notLoaded"}
    assert set(_leaves(thing)) <= known
    for part in ("periods", "resources", "links", "follow_ups", "defects", "editions", "events"):
        if part in thing:
            in_order = list(dict.fromkeys(row["iri"] for row in rows if row["part"] == part))
            assert [entry["iri"] for entry in thing[part]] == in_order
