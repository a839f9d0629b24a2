"""The shipped plans and the gate."""

from pathlib import Path

import pytest

from graph_service.model.terms import Iri
from graph_service.model.verdict import Severity
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.snapshot import Snapshot
from graph_service.validation import shapes
from graph_service.validation.engine import validate

EXAMPLE = """\
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/redthread/id/> .

<exempelplan> a rt:Plan ;
    dcterms:title "Exempelplan"@sv ;
    rt:level rt:local .

<exempelplan/utgava/1> a rt:PlanEdition ;
    rt:editionOf <exempelplan> ;
    rt:version "1" ;
    rt:editionStatus rt:current ;
    rt:content rt:loaded .

<exempelplan/aktivitet/8> a rt:Activity ;
    dcterms:isPartOf <exempelplan> ;
    dcterms:identifier "8" ;
    dcterms:title "Exempelaktivitet"@sv ;
    rt:position 1 ;
    dcterms:source <exempelplan/utgava/1> ;
    rt:locator "rad 8"@sv .
"""


def _with_example(tmp_path: Path, text: str) -> snapshot.Snapshot:
    path = tmp_path / "exempel.ttl"
    path.write_text(text, encoding="utf-8")
    settings = Settings()
    file = files.read(path, limit=settings.file_bytes, base=settings.base)
    return snapshot.build((*snapshot.shipped_files(settings), file))


def test_shipped_plans_have_no_violation(shipped: Snapshot) -> None:
    """What is shipped passes its own gate."""
    verdict = validate(shipped)
    assert [f.messages["en"] for f in verdict.findings if f.severity is Severity.VIOLATION] == []
    assert verdict.conforms


def test_warnings_are_the_known_weaknesses_of_the_plans(shipped: Snapshot) -> None:
    """The warnings are the weaknesses that docs/weaknesses.md explains, and no others."""
    verdict = validate(shipped)
    kinds = {f.shape.rsplit("#", 1)[-1] for f in verdict.findings if f.severity is Severity.WARNING}
    page = Path(__file__).parent.parent.parent / "docs" / "weaknesses.md"
    text = page.read_text(encoding="utf-8")
    assert kinds
    assert {kind for kind in kinds if f"`{kind}`" not in text} == set()


def test_effect_goals_without_initiative_are_found(shipped: Snapshot, base: str) -> None:
    """Of Fyrbodal's goals, 1C, 2B and 3B are taken up by no initiative (chapter 3 against chapter 4)."""
    found = {
        f.focus.value.removeprefix(base) for f in validate(shipped).findings if f.shape.endswith("#EffectGoal-covered")
    }
    assert found == {f"fyrbodal-2020-2022/effektmal/{code}" for code in ("1C", "2B", "3B")}


def test_finding_names_the_thing_and_its_line(tmp_path: Path) -> None:
    """A finding is told as a planner would tell it, in both languages, with file and line."""
    verdict = validate(_with_example(tmp_path, EXAMPLE))
    finding = next(
        f for f in verdict.findings if f.shape.endswith("#Activity-responsible") and "exempel" in str(f.focus)
    )
    assert finding.messages == {"sv": "Aktivitet 8 saknar ansvarig.", "en": "Activity 8 has no one responsible."}
    assert finding.place is not None
    assert finding.place.line == EXAMPLE[: EXAMPLE.index("<exempelplan/aktivitet/8> a")].count("\n") + 1


def test_only_the_graphs_asked_for_are_told(tmp_path: Path, base: str) -> None:
    """Findings can be limited to some graphs, while the rest is still there to judge them by."""
    dataset = _with_example(tmp_path, EXAMPLE)
    graph = f"{base}exempelplan/utgava/1"
    verdict = validate(dataset, only=frozenset({graph}))
    assert verdict.findings
    assert {f.focus.value.split("/id/")[1].split("/")[0] for f in verdict.findings} == {"exempelplan"}


@pytest.mark.parametrize(
    ("change", "shape"),
    [
        (("rt:level rt:local", "rt:level rt:lokal"), "Document-level"),
        (('dcterms:identifier "8"', "dcterms:identifier 8"), "Element-code"),
        (("rt:position 1", "rt:position 0"), "Element-position-value"),
        (("dcterms:isPartOf <exempelplan>", "dcterms:isPartOf <ingen-plan>"), "Element-document"),
        (('rt:locator "rad 8"@sv', 'rt:locator "rad 8"'), "Element-locator"),
        (('"Exempelaktivitet"@sv', '"Ring 0701-23 45 67"@sv'), "Text-number"),
    ],
)
def test_damaged_plan_is_refused(tmp_path: Path, base: str, change: tuple[str, str], shape: str) -> None:
    """One wrong word in a plan gives a violation of just the shape that guards it."""
    before, after = change
    assert before in EXAMPLE
    dataset = _with_example(tmp_path, EXAMPLE.replace(before, after))
    verdict = validate(dataset, only=frozenset({f"{base}exempelplan/utgava/1"}))
    violations = {f.shape.rsplit("#", 1)[-1] for f in verdict.findings if f.severity is Severity.VIOLATION}
    assert violations == {shape}


def test_findings_come_in_a_stable_order(shipped: Snapshot) -> None:
    """Two runs give the same findings in the same order, the worst first."""
    first, second = validate(shipped), validate(shipped)
    assert first == second
    severities = [finding.severity for finding in first.findings]
    assert severities == sorted(severities, reverse=True)


def test_every_message_is_in_both_languages_and_names_its_subject(shipped: Snapshot) -> None:
    """No finding is told with a field left open, and each names what it is about."""
    names = shapes.load()
    assert names
    for finding in validate(shipped).findings:
        assert set(finding.messages) == {"sv", "en"}
        assert "{" not in "".join(finding.messages.values())
        assert isinstance(finding.focus, Iri)
