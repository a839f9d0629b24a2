"""Comparing verdicts, and asking pySHACL for one."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor

from graph_service.model.verdict import Finding
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.validation import pyshacl_engine
from graph_service.validation.raw import RawVerdict

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

Key = tuple[object, ...]
"""What tells a finding apart."""
_prepared: Final[Callable[..., "Query"]] = cache(
    lambda query, names, base: prepareQuery(query, initNs=dict(names), base=base)
)


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
    """Judge a dataset by the shapes of the service with pySHACL, each of whose queries rdflib parses once.

    pySHACL gives each query as text, once for each node; parsing takes most of its time. What rdflib makes of the text
    depends on nothing else, and can be asked as many times as anyone likes: see
    https://rdflib.readthedocs.io/en/stable/intro_to_sparql/#prepared-queries.
    """
    ask = SPARQLProcessor.query

    def asked(
        self: SPARQLProcessor,
        query: "str | Query",
        bindings: Mapping[str, object] | None = None,
        names: Mapping[str, object] | None = None,
        base: str | None = None,
        DEBUG: bool = False,  # noqa: FBT001, FBT002, N803 -- rdflib's own
    ) -> object:
        if isinstance(query, str):
            query = _prepared(query, tuple(sorted((names or {}).items())), base)
        return ask(self, query, bindings, names, base, DEBUG)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SPARQLProcessor, "query", asked)
        return keys(pyshacl_engine.run(store))
