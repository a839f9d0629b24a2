"""What validation found, with the document that each finding is about and what would mend it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from graph_service import resources
from graph_service.messages import Lang, text
from graph_service.model.finding import FindingSeen, Group, SeverityName
from graph_service.model.terms import Iri
from graph_service.model.verdict import Finding, Verdict
from graph_service.questions import views
from graph_service.store import labels
from graph_service.store.port import Store
from graph_service.vocabulary import SH

_PROPERTY: Final = re.compile(r"(\^?)<([^>]+)>")
_NAMES: Final[Mapping[str, SeverityName]] = {"VIOLATION": "violation", "WARNING": "warning", "INFO": "info"}
_COMPONENT: Final = re.compile(rf"{re.escape(SH)}(\w+)ConstraintComponent")
_MENDED: Final[Mapping[str, str]] = {
    "MinCount": "add",
    "MaxCount": "keep_one",
    "UniqueLang": "keep_one",
    "Datatype": "change",
    "Class": "change",
    "In": "change",
    "NodeKind": "change",
    "Pattern": "change",
    "MinInclusive": "change",
    "MinLength": "change",
    "LanguageIn": "change",
    "HasValue": "change",
    "LessThanOrEquals": "change",
    "Disjoint": "change",
}
"""What would mend a finding, by the constraint that was not met; of the others only their message can tell."""


def findings(store: Store, verdict: Verdict, lang: Lang) -> tuple[FindingSeen, ...]:
    """Give all findings of a verdict.

    Args:
        store: The dataset that was judged.
        verdict: The verdict.
        lang: The language of messages.

    Returns:
        The findings, the worst first.
    """
    focuses = {finding.focus.value for finding in verdict.findings if isinstance(finding.focus, Iri)}
    plans = _plans(store, focuses)
    properties = {iri for finding in verdict.findings for _, iri in _PROPERTY.findall(finding.path)}
    names = labels.describe(store, focuses | properties | set(plans.values()))

    def title(iri: str) -> str:
        return names[iri].title(lang) if iri in names else iri

    return tuple(_seen(finding, plans.get(finding.focus.value), title, lang) for finding in verdict.findings)


def groups(found: Iterable[FindingSeen]) -> tuple[Group, ...]:
    """Count findings by severity and shape.

    Args:
        found: The findings, the worst first.

    Returns:
        The groups, the worst first.
    """
    counts = Counter((finding.severity, finding.shape) for finding in found)
    return tuple(Group(severity, shape, count) for (severity, shape), count in counts.items())


def _plans(store: Store, things: set[str]) -> dict[str, str]:
    query = views.query("owners", thing=[Iri(thing) for thing in sorted(things)])
    owned: dict[str, str] = {}
    for row in store.select(query).rows:
        owned.setdefault(row["thing"].value, row["plan"].value)
    return owned


def _seen(finding: Finding, plan: str | None, title: Callable[[str], str], lang: Lang) -> FindingSeen:
    severity: SeverityName = _NAMES[finding.severity.name]
    return FindingSeen(
        severity=severity,
        message=finding.messages[lang],
        mend=_mend(finding, title, lang),
        iri=finding.focus.value,
        title=title(finding.focus.value),
        plan=plan,
        plan_title=title(plan) if plan else None,
        path=finding.path or None,
        value=finding.value.value if finding.value else None,
        shape=finding.shape.rsplit("#", 1)[-1],
        component=finding.component.rsplit("#", 1)[-1],
        file=_below(Path(finding.place.file)) if finding.place else None,
        line=finding.place.line if finding.place else None,
    )


def _mend(finding: Finding, title: Callable[[str], str], lang: Lang) -> str | None:
    matched = _COMPONENT.fullmatch(finding.component)
    way = _MENDED.get(matched[1]) if matched else None
    path = _PROPERTY.findall(finding.path)
    if way is None or not path:
        return None
    named = ", ".join(dict.fromkeys(f"»{title(iri)}«" for _, iri in path))
    inverse = any(sign for sign, _ in path)
    if way == "add" and inverse:
        way = "add_inverse"
    return text(f"mend.{way}", lang, properties=named, value=finding.value.value if finding.value else "–")


def _below(file: Path) -> str:
    folder = resources.folder("data")
    return str(file.relative_to(folder)) if file.is_relative_to(folder) else file.name
