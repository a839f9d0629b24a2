"""Following a thread: breadth first along the links, every hop with its evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, cast

from graph_service.messages import Lang
from graph_service.model.terms import Literal, Row
from graph_service.model.thread import Basis, Direction, Evidence, Hop, Node, Thread
from graph_service.store import labels
from graph_service.store.internal import internal_query
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import RT

COUNTED: Final[frozenset[Basis]] = frozenset({"stated", "inferred"})
"""The bases that count unless something else is asked for."""


def trace(
    store: Store,
    start: str,
    *,
    direction: Direction = "both",
    depth: int = 12,
    basis: frozenset[Basis] = COUNTED,
    lang: Lang = "sv",
) -> Thread:
    """Follow the thread of one element.

    Args:
        store: The dataset.
        start: IRI of the element.
        direction: ``"up"`` for what it leads to, ``"down"`` for what leads to it, or ``"both"``.
        depth: Most steps in each direction, at least 0.
        basis: Which links to follow.
        lang: Language of names and reasons; texts of plans keep theirs.

    Returns:
        The thread.
    """
    hops = all_hops(store, basis, lang)
    up, up_cut = _follow(start, _by(hops, "lower"), "upper", depth) if direction != "down" else ([], False)
    down, down_cut = _follow(start, _by(hops, "upper"), "lower", depth) if direction != "up" else ([], False)
    reached = {start} | {end for hop in (*up, *down) for end in (hop.lower, hop.upper)}
    nodes = {iri: node(label, lang) for iri, label in labels.describe(store, reached).items()}
    return Thread(start, direction, nodes, tuple(up), tuple(down), up_cut or down_cut)


def all_hops(store: Store, basis: frozenset[Basis] = COUNTED, lang: Lang = "sv") -> tuple[Hop, ...]:
    """Give every hop that a thread can take.

    Args:
        store: The dataset.
        basis: Which links count.
        lang: Language of reasons.

    Returns:
        The hops, by the IRI of their links.
    """
    hops = {hop.link: hop for row in store.select(hops_query(lang)).rows if (hop := _hop(row)).evidence.basis in basis}
    return tuple(hops.values())


def hops_query(lang: Lang) -> str:
    """Give the query whose rows are every hop that a thread can take.

    Args:
        lang: Language of reasons.

    Returns:
        SPARQL text that can be asked anywhere.
    """
    return with_values(internal_query("hops"), "lang", [Literal(lang)])


def node(label: Label, lang: Lang) -> Node:
    """Make a thread's node of what a thing is called.

    Args:
        label: What it is called.
        lang: The language of its title, where there is a choice.

    Returns:
        The node.
    """
    kind = label.kind.removeprefix(RT).rsplit("#", 1)[-1]
    return Node(label.iri, label.title(lang), kind, label.code, label.plan, label.plan_title, label.level)


def _hop(row: Row) -> Hop:
    def text(column: str) -> str:
        return row[column].value if column in row else ""

    basis = cast("Basis", text("basis").removeprefix(RT))
    evidence = Evidence(basis, text("source"), text("locator"), text("quote"), text("rationale"))
    return Hop(text("link"), text("from"), text("to"), text("relation").removeprefix(RT), evidence)


def _by(hops: Iterable[Hop], end: str) -> Mapping[str, list[Hop]]:
    grouped: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        grouped[getattr(hop, end)].append(hop)
    return grouped


def _follow(start: str, hops_at: Mapping[str, list[Hop]], far_end: str, depth: int) -> tuple[list[Hop], bool]:
    taken: list[Hop] = []
    seen = {start}
    frontier = [start]
    for _ in range(depth):
        following: list[str] = []
        for here in frontier:
            for hop in hops_at.get(here, ()):
                taken.append(hop)
                there = getattr(hop, far_end)
                if there not in seen:
                    seen.add(there)
                    following.append(there)
        frontier = following
        if not frontier:
            return taken, False
    return taken, any(hops_at.get(here) for here in frontier)
