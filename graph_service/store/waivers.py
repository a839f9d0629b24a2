"""The declared exceptions from rules that some files state."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

import pyoxigraph as ox

from graph_service.model.waiver import Waived
from graph_service.store.files import GraphFile
from graph_service.vocabulary import PREFIXES, RDF, RDFS, RT

TYPE: Final = ox.NamedNode(f"{RDF}type")
WAIVER: Final = ox.NamedNode(f"{RT}Waiver")
EXPIRED: Final = ox.NamedNode(f"{RT}ExpiredWaiver")
_KINDS: Final = frozenset({WAIVER, EXPIRED})
_CONCERNS, _RULE, _DECIDED, _WHY, PERIOD = (
    ox.NamedNode(f"{RT}{name}") for name in ("concerns", "rule", "decidedBy", "rationale", "period")
)
_WHO: Final = ox.NamedNode(f"{PREFIXES['prov']}wasAttributedTo")
_END: Final = ox.NamedNode(f"{PREFIXES['dcat']}endDate")
_NAMES: Final = tuple(ox.NamedNode(iri) for iri in (f"{RDFS}label", f"{PREFIXES['skos']}prefLabel"))
_WANTED: Final = frozenset({TYPE, _CONCERNS, _RULE, _DECIDED, _WHY, PERIOD, _WHO, _END, *_NAMES})

_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def read(files: Iterable[GraphFile]) -> tuple[Waived, ...]:
    """Read the exceptions that some files declare.

    Args:
        files: The files, each with a graph of its own.

    Returns:
        The exceptions, sorted by IRI; those without one cannot be told apart, and are left out. Of several last days
        the first counts.
    """
    said: dict[_Node, dict[ox.NamedNode, set[_Node]]] = defaultdict(lambda: defaultdict(set))
    graphs: dict[str, str] = {}
    for file in files:
        for quad in file.quads:
            if quad.predicate not in _WANTED:
                continue
            if quad.predicate != TYPE:
                said[quad.subject][quad.predicate].add(quad.object)
            elif quad.object in _KINDS and isinstance(quad.subject, ox.NamedNode):
                graphs.setdefault(quad.subject.value, file.graph)

    def first(node: _Node, *names: ox.NamedNode) -> _Node | None:
        return min((value for name in names for value in said[node][name]), key=str, default=None)

    def text(node: _Node | None) -> str:
        return node.value if isinstance(node, ox.NamedNode | ox.Literal) else ""

    def waived(iri: str) -> Waived:
        node = ox.NamedNode(iri)
        who = first(node, _DECIDED, _WHO)
        days = [day for period in said[node][PERIOD] for end in said[period][_END] if (day := _day(text(end)))]
        return Waived(
            iri=iri,
            graph=graphs[iri],
            thing=text(first(node, _CONCERNS)),
            rule=text(first(node, _RULE)),
            who=text(first(who, *_NAMES) or who) if who is not None else "",
            why=text(first(node, _WHY)),
            until=min(days, default=None),
        )

    return tuple(waived(iri) for iri in sorted(graphs))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:  # no date, which the shapes find
        return None
