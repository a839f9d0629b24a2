"""What validation found, over HTTP."""

import base64
import csv
import hashlib
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from rdflib import SH, Graph

from graph_service.api.formats import REPORT_MEDIA, REPORTS
from graph_service.model.finding import FindingSeen, Group

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

VALIDATION = "/api/v1/validation"
DATA = Path(__file__).resolve().parents[2] / "data"


def _listed(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(VALIDATION, params={"limit": "1000", **asked}).json()["items"]
    TypeAdapter(list[FindingSeen]).validate_python(items)
    return items


def test_the_findings_are_those_of_the_verdict(client: httpx.Client) -> None:
    """There are as many findings of each severity as every answer's meta part says, the worst first."""
    answer = client.get(VALIDATION, params={"limit": "1000"}).json()
    severities = [one["severity"] for one in answer["items"]]
    verdict = answer["meta"]["verdict"]
    assert verdict == client.get("/health").json()["verdict"]
    for severity in ("violation", "warning", "info"):
        assert severities.count(severity) == verdict[f"{severity}s"] == len(_listed(client, severity=severity))
    assert severities == sorted(severities, key=("violation", "warning", "info").index)


def test_the_goals_without_initiative_are_found_in_their_place(client: httpx.Client) -> None:
    """Effect goals 1C, 2B and 3B stand under no initiative; each finding leads to the goal's block in the file."""
    items = _listed(client, plan="fyrbodal-2020-2022", severity="warning", lang="en")
    assert [one["message"] for one in items] == [
        f"Effect goal {code} has no initiative or activity that contributes to it." for code in ("1C", "2B", "3B")
    ]
    for one in items:
        line = (DATA / one["file"]).read_text(encoding="utf-8").splitlines()[one["line"] - 1]
        assert line.startswith(f"<{one['iri'].removeprefix('https://w3id.org/redthread/id/')}> a rt:EffectGoal")
        assert one["mend"] == "Add a link with rt:contributesTo from the initiative or activity that contributes."
        assert one["column"] == 1
        assert one["plan_title"] == "Handlingsplan för digitalisering i Fyrbodal 2020–2022"


def test_every_finding_is_of_a_document_and_in_a_file(client: httpx.Client) -> None:
    """Each finding says which document it is about, and where it is written; no path of the machine is told."""
    for one in _listed(client):
        assert one["plan"]
        assert (DATA / one["file"]).is_file()
        assert str(DATA.parent) not in str(one)


def test_the_documents_divide_the_findings(client: httpx.Client) -> None:
    """Asked for one document, there are its findings and no others."""
    items = _listed(client)
    plans = Counter(one["plan"] for one in items)
    for plan in ("e-halsa-mall-2016", "vastkom-2018", "fyrbodal-2020-2022", "vg2020"):
        iri = f"https://w3id.org/redthread/id/{plan}"
        assert [one for one in items if one["plan"] == iri] == _listed(client, plan=plan)
        assert len(_listed(client, plan=plan)) == plans[iri]


def test_the_findings_are_counted_by_kind(client: httpx.Client) -> None:
    """Each group counts the findings of one shape, whatever page is shown; asking for a shape gives its group."""
    answer = client.get(VALIDATION, params={"limit": "5"}).json()
    groups = TypeAdapter(list[Group]).validate_python(answer["groups"])
    counts = Counter((one["severity"], one["shape"]) for one in _listed(client))
    assert {(group.severity, group.shape): group.count for group in groups} == counts
    for group in groups:
        assert len(_listed(client, shape=group.shape, severity=group.severity)) == group.count


def test_messages_are_in_the_language_asked_for(client: httpx.Client) -> None:
    """The same finding is told in Swedish or in English, with what would mend it."""
    swedish, english = (_listed(client, shape="Edition-issued-missing", lang=lang)[0] for lang in ("sv", "en"))
    assert swedish["iri"] == english["iri"]
    assert swedish["message"].endswith("saknar utgivningsdatum.")
    assert swedish["mend"] == "Ange utgivningsdagen med dcterms:issued, om den är känd."
    assert english["message"].endswith("has no date of issue.")
    assert english["mend"] == "Give the day of issue with dcterms:issued, if it is known."


def test_a_shape_that_found_nothing_is_known(client: httpx.Client) -> None:
    """A shape that is met everywhere has no findings; one that does not exist is a problem."""
    assert _listed(client, shape="Element-title") == []
    answer = client.get(VALIDATION, params={"shape": "Element-titel"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_shape")
    assert "Element-title" in answer.json()["detail"]


def test_csv_has_the_same_rows(client: httpx.Client) -> None:
    """The table for a spreadsheet has a row for each finding."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"{VALIDATION}.csv?severity=warning").text)))
    assert [(row["iri"], row["message"], row["line"]) for row in rows] == [
        (one["iri"], one["message"], str(one["line"])) for one in _listed(client, severity="warning")
    ]


@pytest.mark.parametrize("media", sorted(REPORTS.keys() - {"application/json"}))
def test_a_report_of_all_that_is_chosen_comes_in_the_format_that_is_accepted(client: httpx.Client, media: str) -> None:
    """The three warnings of Fyrbodal's plan: in each format, with nothing of others, and no path of the machine."""
    chosen = {"plan": "fyrbodal-2020-2022", "severity": "warning", "lang": "en"}
    answer = client.get(VALIDATION, params=chosen, headers={"Accept": media})
    form = REPORTS[media]
    assert answer.headers["content-type"].partition(";")[0] == REPORT_MEDIA[form].partition(";")[0]
    assert str(DATA.parent) not in answer.text
    if form in {"turtle", "jsonld"}:
        graph = Graph().parse(data=answer.text, format=answer.headers["content-type"].partition(";")[0])
        foci = {str(focus) for focus in graph.objects(None, SH.focusNode)}
        assert foci == {one["iri"] for one in _listed(client, **chosen)}
    elif form == "sarif":
        messages = [one["message"]["text"] for one in answer.json()["runs"][0]["results"]]
        assert [re.findall("Effect goal (..) has no", message) for message in messages] == [["1C"], ["2B"], ["3B"]]
    else:  # what has one cause is told once, with the titles of all that it concerns
        for one in _listed(client, **chosen):
            assert one["title"] in answer.text
        assert "EffectGoal-covered" in answer.text
        assert "vastkom" not in answer.text


def test_a_report_is_asked_for_by_name_too(client: httpx.Client) -> None:
    """Annotations for GitHub have no media type of their own; a report that does not exist is a problem."""
    lines = client.get(VALIDATION, params={"plan": "fyrbodal-2020-2022", "format": "github"}).text.splitlines()
    assert [line for line in lines if line.startswith("::warning file=subregional/fyrbodal-2020-2022.ttl")]
    answer = client.get(VALIDATION, params={"format": "pdf"})
    assert (answer.status_code, answer.json()["code"]) == (400, "parameter_choice")
    assert "sarif" in answer.json()["detail"]


def test_the_style_of_a_page_is_followed_and_no_other(client: httpx.Client) -> None:
    """The policy of the answer names the page's own style by its hash, as CSP Level 3 has it."""
    answer = client.get(VALIDATION, params={"format": "html"})
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "status", "code", "mentions"),
    [
        ("severity=error", 400, "parameter_choice", "violation, warning, info"),
        ("plan=nothing", 404, "unknown_document", "nothing"),
        (f"shape={'a' * 2000}", 400, "parameter_long", "1000"),
        ("shape=%00", 404, "unknown_shape", "shapes.md"),
        ("message=x", 400, "parameter_unexpected", "severity, plan, shape"),
    ],
)
def test_a_wrong_request_is_told_with_the_way_out(
    client: httpx.Client, asked: str, status: int, code: str, mentions: str
) -> None:
    """A severity, document or shape that does not exist is a problem that says what does."""
    answer = client.get(f"{VALIDATION}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert mentions in answer.json()["detail"]
