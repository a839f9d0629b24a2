"""What of the plans was in force on a day: worked out by reading the sources, and rules that hold on every day."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.model.as_of import LeftOut
from graph_service.model.verdict import Severity
from graph_service.plans.in_force import Selection, in_force
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot
from graph_service.validation.engine import validate
from graph_service.vocabulary import RT

BASE: Final = Settings().base
PREFIXES: Final = """
    @prefix rt: <https://w3id.org/redthread/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix prov: <http://www.w3.org/ns/prov#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <http://x.example/> .
"""

# Read in the sources: »Handlingsplan – Digitalisering 2018«; »Resultat 2019« with the goals of the plan of 2019;
# »2020-04-03 1.0 Publicerad på Fyrbodals hemsida.« for »2020–2022«; »beslutats av den regionala arbetsgruppen
# 2016-04-15«; »Den 20 januari 2017 beslutade SKL:s styrelse att rekommendera«; »under perioden 2017–2019«. Besides, in
# data/: the vision was agreed on in March 2016, the strategy is for 2020–2022, and the one of 2017 has no day.
PLANS: Final = (
    *("e-halsa-mall-2016", "fyrbodal-2020-2022", "nationell-digitaliseringsstrategi-2017", "vastkom-2018"),
    *("skl-rekommendation-natt-2017", "vastkom-2019", "vision-e-halsa-2025", "vision-e-halsa-strategi-2020-2022"),
    "vision-e-halsa-handlingsplan-2017-2019",
)
ALWAYS: Final = {"nationell-digitaliseringsstrategi-2017"}
TEMPLATE: Final = ALWAYS | {"vision-e-halsa-2025", "e-halsa-mall-2016"}
RECOMMENDED: Final = TEMPLATE | {"skl-rekommendation-natt-2017"}
GOLDEN: Final = {
    "2016-02-29": ALWAYS,
    "2016-03-01": ALWAYS | {"vision-e-halsa-2025"},
    "2016-04-14": ALWAYS | {"vision-e-halsa-2025"},
    "2016-04-15": TEMPLATE,
    "2017-01-19": TEMPLATE | {"vision-e-halsa-handlingsplan-2017-2019"},
    "2017-01-20": RECOMMENDED | {"vision-e-halsa-handlingsplan-2017-2019"},
    "2018-06-30": RECOMMENDED | {"vision-e-halsa-handlingsplan-2017-2019", "vastkom-2018"},
    "2019-12-31": RECOMMENDED | {"vision-e-halsa-handlingsplan-2017-2019", "vastkom-2019"},
    "2020-01-01": RECOMMENDED | {"vision-e-halsa-strategi-2020-2022"},
    "2020-04-02": RECOMMENDED | {"vision-e-halsa-strategi-2020-2022"},
    "2020-04-03": RECOMMENDED | {"vision-e-halsa-strategi-2020-2022", "fyrbodal-2020-2022"},
    "2021-01-01": RECOMMENDED | {"vision-e-halsa-strategi-2020-2022", "fyrbodal-2020-2022"},
    "2023-01-01": RECOMMENDED,
}
"""Of which of the loaded plans something is in force on some days, or may be."""


@pytest.fixture(scope="module")
def files() -> tuple[GraphFile, ...]:
    """Give the shipped plans."""
    return snapshot.shipped_files(Settings())


def _on(files: tuple[GraphFile, ...], day: str) -> Selection:
    return in_force(files, date.fromisoformat(day))


def _said(files: Iterable[GraphFile], subject: str, name: str) -> set[str]:
    return {
        str(quad.object.value)  # type: ignore[union-attr]
        for file in files
        for quad in file.quads
        if quad.subject == ox.NamedNode(subject) and quad.predicate.value == name
    }


def _owners(files: Iterable[GraphFile]) -> set[str]:
    owner = ox.NamedNode("http://purl.org/dc/terms/isPartOf")
    return {
        quad.object.value.removeprefix(BASE)  # type: ignore[union-attr]
        for file in files
        for quad in file.quads
        if quad.predicate == owner
    }


def _subjects(files: Iterable[GraphFile]) -> set[str]:
    return {str(quad.subject.value) for file in files for quad in file.quads}  # type: ignore[union-attr]


@pytest.mark.parametrize("day", GOLDEN)
def test_plans_in_force_are_those_that_the_sources_say(files: tuple[GraphFile, ...], day: str) -> None:
    """On each day elements are there of just the plans that the sources say were in force, or do not date."""
    chosen = _on(files, day)
    assert _owners(chosen.files) & set(PLANS) == GOLDEN[day]
    assert {one.iri.removeprefix(BASE) for one in chosen.left_out} & set(PLANS) == set(PLANS) - GOLDEN[day]


def test_what_is_not_dated_is_told_as_not_known(files: tuple[GraphFile, ...]) -> None:
    """What is kept though its time is not known is told: the strategy of 2017 always, the vision in March 2016 only."""
    for day, wanted in {
        "2016-02-29": {"nationell-digitaliseringsstrategi-2017"},
        "2016-03-15": {"nationell-digitaliseringsstrategi-2017", "vision-e-halsa-2025"},
        "2016-03-31": {"nationell-digitaliseringsstrategi-2017"},
        "2021-01-01": {"nationell-digitaliseringsstrategi-2017"},
    }.items():
        assert {one.iri.removeprefix(BASE) for one in _on(files, day).unknown} & set(PLANS) == wanted


def test_why_a_document_is_left_out_is_told(files: tuple[GraphFile, ...]) -> None:
    """Each document that is left out has its title, and why: not issued yet, not begun, or over."""
    told = {one.iri.removeprefix(BASE): one for one in _on(files, "2020-02-01").left_out}
    title = "Handlingsplan för digitalisering i Fyrbodal 2020–2022"
    assert told["fyrbodal-2020-2022"] == LeftOut(f"{BASE}fyrbodal-2020-2022", title, "not_issued", date(2020, 4, 3))
    assert (told["vastkom-2018"].why, told["vastkom-2018"].when) == ("over", date(2018, 12, 31))
    assert _on(files, "2017-06-01").left_out[1].why == "not_begun"


def test_goals_go_with_the_plan_that_owns_them_not_with_where_they_are_quoted(files: tuple[GraphFile, ...]) -> None:
    """Goals of VG2020 that the report of 2015 quotes are there while VG2020 is in force, and no longer."""
    for day, there in {"2013-12-31": False, "2014-01-01": True, "2020-12-31": True, "2021-01-01": False}.items():
        assert ("vg2020" in _owners(_on(files, day).files)) is there
    assert "regional-digital-agenda-bakgrund" in _owners(_on(files, "2021-01-01").files)


def test_a_follow_up_is_there_when_its_time_is_over_and_its_plan_in_force(files: tuple[GraphFile, ...]) -> None:
    """What »Resultat 2019« says of goals of 2019 is there on the last day of that year only."""
    for day, there in {"2019-12-30": False, "2019-12-31": True, "2020-01-01": False}.items():
        said = _subjects(_on(files, day).files)
        assert (f"{BASE}vastkom-resultat-2019/uppfoljning/mal-nationellt-1" in said) is there


def test_a_document_stays_on_record_with_its_content_told_as_not_loaded(files: tuple[GraphFile, ...]) -> None:
    """What is left out keeps its title, editions and period, for others cite it; its content is told as not loaded."""
    chosen = _on(files, "2018-06-30").files
    edition = f"{BASE}fyrbodal-2020-2022/utgava/1.0"
    assert _said(chosen, edition, f"{RT}content") == {f"{RT}notLoaded"}
    assert _said(chosen, edition, "http://purl.org/dc/terms/issued") == {"2020-04-03"}
    assert _said(chosen, f"{BASE}vastkom-2018/utgava/2018", f"{RT}content") == {f"{RT}loaded"}


@settings(max_examples=12)
@given(st.sampled_from(sorted(GOLDEN)) | st.dates(date(2010, 1, 1), date(2024, 1, 1)).map(str))
def test_on_no_day_does_a_statement_name_what_is_left_out(files: tuple[GraphFile, ...], day: str) -> None:
    """Whatever the day, nothing that is chosen names what was left out, and choosing again changes nothing."""
    chosen = _on(files, day).files
    gone = _subjects(files) - _subjects(chosen)
    named = {str(quad.object.value) for file in chosen for quad in file.quads if isinstance(quad.object, ox.NamedNode)}
    assert not gone & named
    assert [file.quads for file in _on(chosen, day).files] == [file.quads for file in chosen]


@pytest.mark.parametrize("day", ["1900-01-01", "2016-03-15", "2018-06-30", "2020-04-03", "2023-01-01"])
def test_what_was_in_force_breaks_no_rule_that_the_whole_keeps(
    files: tuple[GraphFile, ...], shipped: Snapshot, day: str
) -> None:
    """A snapshot of another day has no violation; it has the graphs of the whole, and the texts of their files."""
    chosen = _on(files, day).files
    assert validate(shipped).conforms
    verdict = validate(snapshot.build(chosen))
    assert [one for one in verdict.findings if one.severity is Severity.VIOLATION] == []
    assert [(file.graph, file.path, file.text) for file in chosen] == [(f.graph, f.path, f.text) for f in files]


# ---- made-up plans


def _files(tmp_path: Path, **texts: str) -> tuple[GraphFile, ...]:
    for name, text in texts.items():
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return snapshot.read_files([tmp_path], Settings())


_TWO_EDITIONS = {
    "old": """
        <d> a rt:Plan ; dcterms:title "Plan"@sv .
        <d/1> a rt:PlanEdition ; rt:editionOf <d> ; rt:version "1" ; rt:editionStatus rt:superseded ;
            rt:content rt:loaded ; dcterms:issued "2019-01-10"^^xsd:date .
        <goal> a rt:EffectGoal ; dcterms:isPartOf <d> ; dcterms:title "Då"@sv ; rt:period [ a dcterms:PeriodOfTime ] .
        <gone> a rt:EffectGoal ; dcterms:isPartOf <d> ; rt:effort <effort> .
        <effort> a rt:Effort .
        <link> a rt:Link ; rt:from <gone> ; rt:to <goal> .
        <about-link> a rt:Link ; rt:from <goal> ; rt:to <link> .
        <defect> a rt:SourceDefect ; rt:concerns <gone> .
    """,
    "new": """
        <d> a rt:Plan ; dcterms:title "Plan"@sv .
        <d/2> a rt:PlanEdition ; rt:editionOf <d> ; rt:version "2" ; rt:editionStatus rt:current ;
            rt:content rt:loaded ; dcterms:issued "2020-01-10"^^xsd:date ; prov:wasRevisionOf <d/1> .
        <goal> a rt:EffectGoal ; dcterms:isPartOf <d> ; dcterms:title "Nu"@sv .
    """,
    "register": """
        <r> a rt:Register ; rt:content rt:loaded .
        <here> a rt:Link ; rt:from <goal> ; rt:to <body> .
        <there> a rt:Link ; rt:from <gone> ; rt:to <body> .
        <body> a <http://www.w3.org/ns/org#Organization> ; dcterms:isReferencedBy <d/1>, <gone> .
        <early> a rt:Assessment ; rt:assesses <goal> ; dcterms:date "2019-05-01"^^xsd:date .
        <late> a rt:Assessment ; rt:assesses <goal> ; dcterms:date "2021-05-01"^^xsd:date .
        <spring> a dcterms:PeriodOfTime ; dcat:startDate "2022-03-01"^^xsd:date .
        <later> a rt:FollowUp ; rt:follows <goal> ; rt:period <spring> .
    """,
}


def test_of_two_editions_the_one_in_force_counts(tmp_path: Path) -> None:
    """Of an element in two editions the words of the one in force are there; what only the other has is not."""
    files = _files(tmp_path, **_TWO_EDITIONS)
    title = "http://purl.org/dc/terms/title"
    for day, words in {"2019-06-01": {"Då"}, "2020-01-09": {"Då"}, "2020-01-10": {"Nu"}, "2018-06-01": set()}.items():
        assert _said(_on(files, day).files, "http://x.example/goal", title) == words
    told = _on(files, "2020-06-01").left_out
    assert told == (LeftOut("http://x.example/d", "Plan", "replaced", date(2020, 1, 10), "2"),)


def test_what_hangs_on_what_is_gone_goes_too(tmp_path: Path) -> None:
    """Links, defects, efforts and blank nodes go with what they hang on, links to links too; a register stays."""
    files = _files(tmp_path, **_TWO_EDITIONS)
    before, after = _on(files, "2019-06-01").files, _on(files, "2020-06-01").files
    names = {f"http://x.example/{name}" for name in ("gone", "effort", "link", "about-link", "defect", "there")}
    assert names <= _subjects(before)
    assert not names & _subjects(after)
    assert {
        "http://x.example/here",
        "http://x.example/body",
        "http://x.example/r",
        "http://x.example/d/1",
    } <= _subjects(after)
    assert _said(after, "http://x.example/body", "http://purl.org/dc/terms/isReferencedBy") == {"http://x.example/d/1"}
    nameless = [quad for file in after for quad in file.quads if isinstance(quad.subject, ox.BlankNode)]
    assert nameless == []


def test_what_has_a_date_of_its_own_is_not_there_before_it(tmp_path: Path) -> None:
    """An assessment is there from its date on, and a follow-up from the first day of its period."""
    files = _files(tmp_path, **_TWO_EDITIONS)
    wanted = {"2019-04-30": set(), "2019-05-01": {"early"}, "2021-05-01": {"early", "late"}}
    wanted["2022-03-01"] = {"early", "late", "later"}
    for day, names in wanted.items():
        there = {
            name
            for name in ("early", "late", "later")
            if f"http://x.example/{name}" in _subjects(_on(files, day).files)
        }
        assert there == names


def test_drafts_are_never_in_force(tmp_path: Path) -> None:
    """A draft is left out on every day, whatever date it has, and said to be a draft."""
    files = _files(
        tmp_path,
        draft="""
            <d> a rt:Plan ; dcterms:title "Plan"@sv .
            <d/1> a rt:PlanEdition ; rt:editionOf <d> ; rt:version "0.1" ; rt:editionStatus rt:draft ;
                rt:content rt:loaded ; dcterms:issued "2019-01-10"^^xsd:date .
            <goal> a rt:EffectGoal ; dcterms:isPartOf <d> .
        """,
    )
    chosen = _on(files, "2019-06-01")
    assert chosen.left_out == (LeftOut("http://x.example/d", "Plan", "draft"),)
    assert "http://x.example/goal" not in _subjects(chosen.files)


def test_what_cannot_be_dated_is_kept(tmp_path: Path) -> None:
    """Dates that are none, documents that nobody describes, and revisions that go in circles leave all as it is."""
    files = _files(
        tmp_path,
        odd="""
            <d> a rt:Plan ; rt:period <p> .
            <p> a dcterms:PeriodOfTime ; dcat:startDate "våren"^^xsd:date .
            <d/1> a rt:PlanEdition ; rt:editionOf <d> ; rt:content rt:loaded ; prov:wasRevisionOf <d/2> .
            <d/2> a rt:PlanEdition ; rt:editionOf <d> ; prov:wasRevisionOf <d/1> ; dcterms:issued "2019"^^xsd:gYear .
            <goal> a rt:EffectGoal ; dcterms:isPartOf <d>, <nowhere> .
            <link> a rt:Link ; rt:from <goal> ; rt:to <nothing> .
            [] a rt:EffectGoal ; dcterms:isPartOf <nowhere> .
        """,
    )
    chosen = _on(files, "2019-06-01")
    assert chosen.files == files
    assert [one.iri for one in chosen.unknown] == ["http://x.example/d"]
    assert chosen.left_out == ()


def test_a_review_goes_with_its_link(tmp_path: Path) -> None:
    """A decision on a link, in a graph of its own, is there as long as the link is."""
    files = _files(
        tmp_path,
        plan="""
            <d> a rt:Plan .
            <d/1> a rt:PlanEdition ; rt:editionOf <d> ; rt:content rt:loaded ; dcterms:issued "2019-01-10"^^xsd:date .
            <goal> a rt:EffectGoal ; dcterms:isPartOf <d> .
        """,
        links="<link> a rt:Link ; rt:from <goal> ; rt:to <elsewhere> .",
        review="<review> a rt:Review ; rt:reviews <link> ; rt:validity rt:valid .",
    )
    assert "http://x.example/review" in _subjects(_on(files, "2019-06-01").files)
    assert _subjects(_on(files, "2018-06-01").files).isdisjoint(
        {f"http://x.example/{name}" for name in ("link", "review")}
    )
