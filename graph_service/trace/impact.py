"""What follows for others if something disappears, or if its text changes.

If it disappears, its links go with it. If its text changes, they have to be reviewed, for whoever linked it had the old
text before their eyes: the idea of the OSLC Link Validity Service (https://github.com/oslc-op/oslc-specs). So both ask
the same: how would everything stand without those links? What stands worse has lost something, or has it in doubt.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast, get_args

import numpy as np

from graph_service import messages
from graph_service.messages import Lang
from graph_service.model.impact import Change, Kind, KindCount
from graph_service.model.terms import Iri, Literal
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_parts import with_subquery, with_values_everywhere
from graph_service.store.sparql_text import with_values
from graph_service.trace.facts import Facts
from graph_service.trace.neighbours import Neighbours
from graph_service.trace.standing import RULES, STATES, Mask, Standings, members, named, of_document, on_level

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""All kinds, in the order in which consequences are listed."""
_KINDS_OF_STANDING: Final[dict[Change, tuple[Kind, Kind, Kind]]] = {
    "remove": ("losesNational", "losesVision", "losesCoverage"),
    "alter": ("doubtfulNational", "doubtfulVision", "doubtfulCoverage"),
}
"""What it is called to stand worse: on the way to the nation, on the way to a vision, in coverage."""
_POINTING: Final = frozenset(KINDS) - {kind for kinds in _KINDS_OF_STANDING.values() for kind in kinds}
"""What follows without regard to how anything stands."""
_BELOW_NATIONAL: Final = ("regional", "subregional", "local")


@dataclass(frozen=True, slots=True)
class Away:
    """What is to be thought away.

    Attributes:
        start: IRI of the thing that changes.
        change: What happens to it.
        gone: IRIs of the things that disappear: it, and of a document all that it holds; none if only its text changes.
        links: IRIs of the links that disappear because a document states them.
    """

    start: str
    change: Change
    gone: frozenset[str]
    links: frozenset[str]

    @property
    def apart(self) -> frozenset[str]:
        """IRIs of the things whose links are thought away."""
        return self.gone | {self.start}


@dataclass(frozen=True, slots=True)
class Following:
    """A consequence by IRIs.

    Attributes:
        kind: What follows.
        thing: IRI of the thing for which it follows.
        rule: For coverage, the rule's IRI; else empty.
        before: For coverage, the state now; else empty.
        after: For coverage, the state then; else empty.
        relation: Local name of the property by which it points, or is pointed at; else empty.
        link: IRI of the link that states that, or empty.
        basis: What the link rests on, or empty.
    """

    kind: Kind
    thing: str
    rule: str = ""
    before: str = ""
    after: str = ""
    relation: str = ""
    link: str = ""
    basis: str = ""


class Impact:
    """Tells what follows from changes to one snapshot.

    Attributes:
        facts: What the threads and the statements about things are.
        neighbours: What is next to each thing.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> store = snapshot.build(snapshot.shipped_files(Settings())).store
        >>> from graph_service.trace.graph import Graph
        >>> impact = Impact(Facts.build(store, Graph.build(store)))
        >>> away = impact.away(store, f"{Settings().base}fyrbodal-2020-2022/effektmal/4B", "remove")
        >>> [(one.kind, one.count) for one in count(impact.find(store, away), "en")]
        [('losesNational', 11), ('pointsAtNothing', 3)]
    """

    def __init__(self, facts: Facts) -> None:
        """Look at how everything stands.

        Args:
            facts: What the threads and the statements about things are.
        """
        self.facts = facts
        self.neighbours = Neighbours(facts.graph)
        self._graph = facts.graph
        self._standings = Standings(facts)
        self._before = self._standings.without()

    def away(self, store: Store, start: str, change: Change) -> Away:
        """Tell what is to be thought away.

        Args:
            store: The dataset.
            start: IRI of the thing that changes.
            change: What happens to it.

        Returns:
            What disappears, or is in doubt.
        """
        if change == "alter":
            return Away(start, change, frozenset(), frozenset())
        held = np.flatnonzero(of_document(self._graph, named(self._graph, [start])))
        gone = frozenset({start, *(self._graph.things.iri[part] for part in held.tolist())})
        links = frozenset(row["link"].value for row in store.select(_at("impact-links", start)).rows)
        return Away(start, change, gone, links)

    def find(self, store: Store, away: Away) -> tuple[Following, ...]:
        """Find what follows for others.

        Args:
            store: The dataset, for what is said outside threads.
            away: What is thought away.

        Returns:
            The consequences: by kind, then by the IRI of the thing.
        """
        found = [*self._standing(away), *_pointing(store, away)]
        return tuple(sorted(found, key=lambda f: (KINDS.index(f.kind), f.thing, f.rule, f.relation, f.link)))

    def _standing(self, away: Away) -> Iterator[Following]:
        after = self._standings.without(gone=away.gone, cut=away.apart, links=away.links)
        others = ~named(self._graph, away.gone)
        national, vision, coverage = _KINDS_OF_STANDING[away.change]
        low = on_level(self._graph, *_BELOW_NATIONAL)
        yield from self._each(national, self._before.to_national & ~after.to_national & others & low)
        no_vision = ~members(self._graph, "Vision")
        yield from self._each(vision, self._before.to_vision & ~after.to_vision & others & no_vision)
        for rule, states in self._before.covered.items():
            then = after.covered[rule]
            for number in np.flatnonzero((then < states) & others).tolist():
                iri = self._graph.things.iri[number]
                yield Following(coverage, iri, RULES + rule, STATES[states[number]], STATES[then[number]])

    def _each(self, kind: Kind, where: Mask) -> Iterator[Following]:
        return (Following(kind, self._graph.things.iri[number]) for number in np.flatnonzero(where).tolist())


def count(found: Iterable[Following], lang: Lang) -> tuple[KindCount, ...]:
    """Count consequences by kind.

    Args:
        found: The consequences.
        lang: The language of the kinds' names.

    Returns:
        One count for each kind that there is, in their order.
    """
    counts = Counter(following.kind for following in found)
    return tuple(
        KindCount(kind, messages.text(f"impact.kind_{kind}", lang), counts[kind]) for kind in KINDS if counts[kind]
    )


def impact_query(away: Away, kind: Kind | None = None) -> str | None:
    """Give the query whose rows are the consequences of a change, in their order.

    Args:
        away: What is thought away.
        kind: What follows; None for anything.

    Returns:
        SPARQL text that can be asked anywhere; None if a document takes anything with it, for no query can look for
        ways around several things at once. What points at it or rests on it is found without looking for ways.
    """
    alone = len(away.gone) <= 1 and not away.links
    if not alone and kind not in _POINTING:
        return None
    query = internal_query("impact")
    for part in ("standing", "pointing") if alone else ("pointing",):
        query = with_subquery(query, part, _at(f"impact-{away.change}-{part}", away.start))
    return query if kind is None else with_values(query, "kind", [Literal(kind)])


def _pointing(store: Store, away: Away) -> Iterator[Following]:
    for row in store.select(_at(f"impact-{away.change}-pointing", away.start)).rows:
        text = {column: term.value for column, term in row.items()}
        kind, link, basis = cast("Kind", text["kind"]), text.get("link", ""), text.get("basis", "")
        yield Following(kind, text["thing"], relation=text["relation"], link=link, basis=basis)


def _at(name: str, start: str) -> str:
    return with_values_everywhere(internal_query(name), "start", [Iri(start)])
