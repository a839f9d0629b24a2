"""Reports of invented findings whose texts are as strange as those of strangers can be."""

from dataclasses import dataclass, replace
from typing import Final

from hypothesis import strategies as st

from graph_service.messages import text as message
from graph_service.model.finding import FindingSeen
from graph_service.model.said import Named
from graph_service.model.terms import BlankNode, Iri, Literal, Term
from graph_service.model.thread import Node
from graph_service.model.verdict import Finding, Place, Severity, Verdict
from graph_service.plans.told import Because, Findings, JudgementTold, Told
from graph_service.reports import report
from graph_service.reports.report import Earlier, Report, Rule
from graph_service.vocabulary import RT, SH, SHAPES, XSD

_SNIPPETS: Final = (
    *("<script>alert(1)</script>", "<!--", "]]>", "<![CDATA[", "&amp;", "&#x41;", '"', "'", "\\", "\\n"),
    *("::error::x", "\n::error file=a::x", "\r::set-output::", "##[error]x", "%0A::error::", "%25", ",line=1", ":"),
    *("\n", "\r\n", "\t", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufffe", "[a](javascript:b)", "{0}", "{{"),
)
TEXTS: Final = st.lists(
    st.sampled_from(_SNIPPETS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=5
).map("".join)
"""Texts as plans and services could hold them."""
FILES: Final = TEXTS.map(lambda text: f"{text.replace(chr(0), '')}.ttl") | st.sampled_from(
    ["plan.ttl", "/plans/mål 1.ttl", "::error::x.ttl", "pl\udce5n.ttl", "a,b:c%0A.ttl"]
)
PATHS: Final = st.sampled_from(["", f"<{RT}level>", f"^<{RT}follows>", f"(<{RT}to>/(^<{RT}a>|<{RT}b>))", "no path"])
_TAGS: Final = st.sampled_from(["", "sv", "en-GB"])
_DATATYPES: Final = st.sampled_from([f"{XSD}string", "urn:x:t"])
TERMS: Final[st.SearchStrategy[Term]] = st.one_of(
    st.sampled_from([Iri("urn:x:a"), Iri("https://w3id.org/redthread/id/mål/1"), BlankNode("0f"), BlankNode("é")]),
    st.builds(Literal, TEXTS, _TAGS),
    st.builds(Literal, TEXTS, st.just(""), _DATATYPES),
    st.sampled_from([Literal("7", datatype=f"{XSD}integer"), Literal("true", datatype=f"{XSD}boolean")]),
)
_PLACES: Final = st.none() | st.builds(Place, FILES, st.integers(1, 9), st.none() | st.integers(1, 9))


@dataclass(frozen=True, slots=True)
class _Told:
    finding: Finding
    seen: FindingSeen


@st.composite
def _told(draw: st.DrawFn) -> _Told:
    shape = draw(st.sampled_from([f"{SHAPES}Plan-level", "urn:other#<shape>", "0f"]))
    finding = Finding(
        draw(st.sampled_from(Severity)),
        draw(TERMS),
        draw(PATHS),
        draw(st.none() | TERMS),
        draw(st.sampled_from([f"{SH}MinCountConstraintComponent", f"{SH}no component"])),
        shape,
        {"sv": draw(TEXTS), "en": draw(TEXTS)},
        draw(_PLACES),
        draw(st.just({}) | st.fixed_dictionaries({"sv": TEXTS, "en": TEXTS})),
    )
    return _Told(finding, seen(finding, draw(TEXTS), draw(st.none() | TEXTS)))


def seen(finding: Finding, title: str = "Mål 1", plan_title: str | None = "Plan") -> FindingSeen:
    """Give a finding as it is told."""
    plan = None if plan_title is None else "https://w3id.org/redthread/id/plan"
    return FindingSeen("info", "", None, finding.focus.value, title, plan, plan_title, None, None, "", "", None, None)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Give reports in both languages, strict or not, compared with an earlier report or not, on a change or not."""
    told = draw(st.lists(_told(), max_size=3))
    verdict = Verdict(tuple(one.finding for one in told), shapes=1, triples=2, engine="set")
    earlier = st.builds(Earlier, TEXTS, st.sampled_from(["violation", "warning", "info"]), TEXTS, st.none() | FILES)
    rule = Rule(f"{SHAPES}Plan-level", Severity.VIOLATION, {"sv": "… saknar.", "en": "… lacks."}, {"en": "Mend [it]."})
    made = report.make(
        verdict,
        [one.seen for one in told],
        lang=draw(st.sampled_from(["sv", "en"])),
        rules=draw(st.sampled_from([(), (rule,)])),
        files=draw(st.lists(FILES, max_size=1)),
        strict=draw(st.booleans()),
        baseline=draw(st.none() | st.lists(earlier, max_size=2).map(tuple)),
    )
    broken = st.lists(st.builds(breaking, TEXTS, TEXTS, TEXTS), max_size=3)
    changes = st.builds(lambda broken, accepted: change(*broken, accepted=accepted), broken, st.booleans())
    return made if made.gone is None else replace(made, change=draw(st.none() | changes))


def breaking(text: str, cause: str, plan: str = "Plan", body: str = "Body") -> Told:
    """Give one thing that breaks, with its cause."""
    thing = Named("urn:x:cause", cause)
    return Told(
        kind="losesEvidence",
        kind_text="Loses its evidence",
        thing=Node("urn:x:a", "Title", "EffectGoal", "", "", "", ""),
        plan=Named("urn:x:plan", plan),
        elsewhere=True,
        text=text,
        rule="",
        before="",
        after="",
        relation="",
        link="",
        basis="",
        path=(),
        through=(),
        cause=Because("removed", cause, thing, "", ""),
        ends=(),
        bodies=(Named("urn:x:body", body),),
    )


def change(*broken: Told, accepted: bool = True) -> JudgementTold:
    """Give what is told in English of a change that breaks something."""
    return JudgementTold(
        lang="en",
        accepted=accepted,
        strict=not accepted,
        text=message(f"judgement.{'accepted' if accepted else 'refused'}", "en"),
        reasons=() if accepted else (message("judgement.brings_warning_one", "en", count=1),),
        findings=Findings((), (), 0),
        breaks=broken,
        gains=(),
        concerned=(),
    )


def judged(*findings: Finding) -> Report:
    """Give a report on a change that is refused, which brings some findings and breaks two things of one cause."""
    broken = breaking("A rested on it.", "It is gone."), breaking("B rested on it.", "It is gone.")
    return replace(plain(*findings, baseline=(), strict=True), change=change(*broken, accepted=False))


def finding(
    name: str = "a", *, severity: Severity = Severity.VIOLATION, file: str = "plan.ttl", line: int = 4, value: str = ""
) -> Finding:
    """Give one plain finding about a thing with a name."""
    return Finding(
        severity,
        Iri(f"urn:x:{name}"),
        f"<{RT}level>",
        Literal(value) if value else None,
        f"{SH}MinCountConstraintComponent",
        f"{SHAPES}Plan-level",
        {"sv": f"Plan »{name}« saknar nivå.", "en": f"Plan »{name}« has no level."},
        Place(file, line, 3),
        {"sv": "Ange nivån.", "en": "Give the level."},
    )


def plain(*findings: Finding, baseline: tuple[Earlier, ...] | None = None, strict: bool = False) -> Report:
    """Give a report in English of some findings."""
    verdict = Verdict(findings, shapes=1, triples=2, engine="set")
    told = [seen(one, f"Title of {one.focus.value}") for one in findings]
    return report.make(verdict, told, lang="en", files=("plan.ttl",), strict=strict, baseline=baseline)


def known(report_of: Report) -> tuple[Earlier, ...]:
    """Give the findings of a report as those of an earlier one."""
    return tuple(Earlier(entry.fingerprint, "violation", "Known.", "plan.ttl") for entry in report_of.entries)


def letters(text: str) -> str:
    """Give what is left of a text whatever is done to its white space, control characters and signs."""
    return "".join(character for character in text if character.isalnum())
