"""Comparing verdicts, and asking pySHACL for one."""

from collections.abc import Iterable

from graph_service.model.verdict import Finding
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import pyshacl_engine
from graph_service.validation.raw import RawVerdict

Key = tuple[object, ...]
"""What tells a finding apart."""


def everything(verdict: RawVerdict) -> list[tuple[str, ...]]:
    """Give all that is found, check by check, in an order."""
    return sorted(
        (str(number), str(focus), str(one.finding), str(sorted((name, str(term)) for name, term in one.row.items())))
        for number, found in enumerate(verdict.by_check)
        for focus, raws in found.items()
        for one in raws
    )


def keys(findings: Iterable[Finding]) -> set[Key]:
    """Tell findings apart as a validation report does.

    A path that is more than one property is a blank node there; it is told apart by its shape.
    """
    return {
        (f.severity, f.focus, f.path if f.path.startswith("<") else "", f.value, f.component, f.shape) for f in findings
    }


def of_pyshacl(store: EmbeddedStore) -> set[Key]:
    """Judge a dataset by the shapes of the service with pySHACL."""
    return keys(pyshacl_engine.run(store))
