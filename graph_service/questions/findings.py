"""What validation found, with what each finding is about and the document that it belongs to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from graph_service import resources
from graph_service.messages import Lang
from graph_service.model.finding import FindingSeen, Group, SeverityName
from graph_service.model.terms import Iri, Literal
from graph_service.model.verdict import Finding, Verdict
from graph_service.questions import views
from graph_service.store import labels
from graph_service.store.port import Store
from graph_service.store.sparql_parts import renamed, with_subquery
from graph_service.validation.compiler import Check, compile_shapes
from graph_service.validation.shapes import load

_NAMES: Final[Mapping[str, SeverityName]] = {"VIOLATION": "violation", "WARNING": "warning", "INFO": "info"}


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
    names = labels.describe(store, focuses | set(plans.values()))

    def title(iri: str) -> str:
        return names[iri].title(lang) if iri in names else iri

    return tuple(_seen(finding, plans.get(finding.focus.value), title, lang) for finding in verdict.findings)


def findings_query(
    shapes: Iterable[str], *, severity: SeverityName | None = None, plan: str | None = None
) -> str | None:
    """Give the query whose rows are the findings of some shapes, in their order.

    Args:
        shapes: Local names of the shapes.
        severity: Only findings as bad as this.
        plan: IRI of a document: only findings about it.

    Returns:
        SPARQL text that can be asked anywhere; None if no shape is left.
    """
    wanted = frozenset(shapes)
    checks = [
        check
        for check in _checks()
        if _local(check.shape.iri) in wanted and severity in {None, _NAMES[check.severity.name]}
    ]
    if not checks:
        return None
    found = "\nUNION\n".join(_branch(check) for check in checks)
    query = views.query("findings", plan_asked=views.given(plan))
    return with_subquery(query, "found", f"SELECT ?severity ?rank ?shape ?component ?iri ?path ?value {{\n{found}\n}}")


def groups(found: Iterable[FindingSeen]) -> tuple[Group, ...]:
    """Count findings by severity and shape.

    Args:
        found: The findings, the worst first.

    Returns:
        The groups, the worst first.
    """
    counts = Counter((finding.severity, finding.shape) for finding in found)
    return tuple(Group(severity, shape, count) for (severity, shape), count in counts.items())


@cache
def _checks() -> tuple[Check, ...]:
    return compile_shapes(load())


def _branch(check: Check) -> str:
    """Write as a SPARQL pattern what one constraint finds, as the engine of validation reads its rows."""
    shape, constraint = check.shape, check.constraint
    whole = constraint.parameter == "sparql" and not shape.path
    bound = {
        "iri": "?focus",
        "path": str(Literal(shape.path)) if shape.path else 'CONCAT("<", STR(?at), ">")',
        "value": "COALESCE(?wrong, ?focus)" if whole else "?wrong",
        "severity": str(Literal(_NAMES[check.severity.name])),
        "rank": str(check.severity.value),
        "shape": str(Literal(_local(shape.iri))),
        "component": str(Literal(_local(constraint.component))),
    }
    inner = renamed(check.query, {"value": "wrong", "path": "at"})
    return "\n".join(("{", f"  {{ {inner} }}", *(f"  BIND ({term} AS ?{name})" for name, term in bound.items()), "}"))


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]


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
        mend=finding.mend.get(lang),
        iri=finding.focus.value,
        title=title(finding.focus.value),
        plan=plan,
        plan_title=title(plan) if plan else None,
        path=finding.path or None,
        value=finding.value.value if finding.value else None,
        shape=_local(finding.shape),
        component=_local(finding.component),
        file=_below(Path(finding.place.file)) if finding.place else None,
        line=finding.place.line if finding.place else None,
        column=finding.place.column if finding.place else None,
        graph=(finding.place.graph or None) if finding.place else None,
    )


def _below(file: Path) -> str:
    folder = resources.folder("data")
    return str(file.relative_to(folder)) if file.is_relative_to(folder) else file.name
