"""Each plan and register speaks of its own things alone: what is another's is found before a change is judged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

from graph_service.errors import ForeignError
from graph_service.model.terms import BlankNode, Iri, Term
from graph_service.plans import versions
from graph_service.plans.side import editions, stated
from graph_service.store import files
from graph_service.store.excerpts import shortened
from graph_service.store.files import GraphFile
from graph_service.store.port import Triple
from graph_service.store.snapshot import Snapshot
from graph_service.vocabulary import DCTERMS, RDF, RT

EDITION: Final = "/utgava/"
"""What stands between a plan's IRI and the name of one of its editions."""
Said = Sequence[Triple]
"""What a file says."""
_TYPE: Final = Iri(f"{RDF}type")
_EDITION_OF: Final = Iri(f"{RT}editionOf")
_BELONGS: Final = frozenset({Iri(f"{DCTERMS}isPartOf"), _EDITION_OF})
_ABOUT_OTHERS: Final = frozenset(Iri(f"{RT}{name}") for name in ("Link", "Review", "Waiver", "SourceDefect"))
"""What registers hold about the things of plans; it may lie below the IRI of the plan that it is about."""


def by_owner(put: Iterable[GraphFile]) -> dict[str, tuple[GraphFile, ...]]:
    """Tell whose graphs some files hold: a plan's, if they hold editions of it, else their own.

    Args:
        put: The files.

    Returns:
        The files, by the IRI of the plan or register.
    """
    found: dict[str, list[GraphFile]] = defaultdict(list)
    for file in put:
        found[_plan(file.graph) or _stated_plan(file)].append(file)
    return {owner: tuple(of) for owner, of in found.items()}


def refuse(put: Mapping[str, Collection[GraphFile]], taken_out: Collection[str], plans: Snapshot) -> None:
    """Refuse a change in which a plan or register speaks of what is another's.

    Looked at is only what its own graphs have not said before. It says nothing of a thing of which another graph says
    what it is, nothing new of one that lies below another plan's IRI, except that a register may hold links, reviews,
    waivers and defects there, and puts nothing into another's document. What another graph gives up in the same change
    may be taken over.

    Args:
        put: What is put, by the IRI of the plan or register whose it is.
        taken_out: IRIs of graphs that are to go.
        plans: The plans as they are.

    Raises:
        ForeignError: If one does; names the file, the line, the thing and its owner.
    """
    owners = _Owners.after(put, taken_out, plans)
    said = versions.of_files(chain.from_iterable(put.values()))
    after = {graph: frozenset(_typed(its)) for graph, its in said.items()} | dict.fromkeys(taken_out, frozenset())
    for target, of in put.items():
        for file in of:
            _check(file, said[file.graph], target, owners, after, plans)


@dataclass(frozen=True, slots=True)
class _Owners:
    """Whose graphs there are.

    Attributes:
        of: The plan or register that each graph belongs to; a register to itself.
        plans: Those of them that are plans.
        new: Those that have had no graph before the change.
    """

    of: Mapping[str, str]
    plans: frozenset[str]
    new: frozenset[str]

    @classmethod
    def after(cls, put: Mapping[str, Collection[GraphFile]], taken_out: Collection[str], plans: Snapshot) -> Self:
        """Tell whose graphs there are after a change."""
        of = {graph: _plan(graph) or graph for graph in plans.files}
        of |= editions(plans.store, [graph for graph, owner in of.items() if owner == graph])
        new = frozenset(put) - frozenset(of.values())
        for target, its in put.items():
            of |= {file.graph: target for file in its}
        of = {graph: owner for graph, owner in of.items() if graph not in taken_out}
        return cls(of, frozenset(owner for graph, owner in of.items() if owner != graph), new)

    def are(self, graph: str, target: str) -> bool:
        """Tell whether a graph is a plan's or register's own."""
        return graph == target or self.of.get(graph, _plan(graph)) == target

    def below(self, thing: str, target: str) -> str:
        """Give the plan, other than the target, below whose IRI a thing lies; empty if there is none."""
        at = thing
        while at and (at != target or target in self.new):  # what is new makes no room for itself below another
            if at in self.plans and at != target:
                return at
            at = _above(at)
        return ""


def _check(
    file: GraphFile,
    said: Said,
    target: str,
    owners: _Owners,
    after: Mapping[str, frozenset[str]],
    plans: Snapshot,
) -> None:
    own = versions.of_files(
        one for graph, one in plans.files.items() if graph == file.graph or owners.are(graph, target)
    )
    before = frozenset(map(_key, chain.from_iterable(own.values())))
    known = frozenset(subject for subject, _, _ in before)
    new = [one for one in said if _key(one) not in before]
    subjects = dict.fromkeys(s.value for s, _, _ in new if isinstance(s, Iri))
    parts = [(s, o.value) for s, p, o in new if p in _BELONGS and isinstance(o, Iri)]
    found = stated(plans.store, {*subjects, *(whole for _, whole in parts)})
    others = {
        thing: [graph for graph in graphs if graph != file.graph and not owners.are(graph, target)]
        for thing, graphs in found.items()
    }
    about = frozenset() if target in owners.plans else _about_others(said)
    for thing in subjects:
        elsewhere = others.get(thing, [])
        keeping = [graph for graph in elsewhere if graph not in after or thing in after[graph]]
        owner = keeping[0] if keeping else "" if elsewhere else owners.below(thing, target)
        if owner and (keeping or (Iri(thing) not in known and thing not in about)):
            raise _foreign("foreign_thing", file, thing, owner)
    for part, whole in parts:
        if others.get(part.value):  # taken over as it is
            continue
        holders = (owners.of[graph] for graph in others.get(whole, ()) if owners.of.get(graph) in owners.plans)
        owner = owners.below(whole, target) or next(holders, "")
        if owner:
            raise _foreign("foreign_part", file, part.value, owner)


def _above(iri: str) -> str:
    """Cut off the last part of an IRI's path, its query or its fragment; empty if there is none of these."""
    return iri[: max(0, *map(iri.rfind, "/#?"))]


def _about_others(said: Said) -> frozenset[str]:
    """Give what is nothing but a link, a decision or the like."""
    types: dict[str, set[Term]] = defaultdict(set)
    for subject, predicate, value in said:
        if predicate == _TYPE:
            types[subject.value].add(value)
    return frozenset(thing for thing, its in types.items() if its <= _ABOUT_OTHERS)


def _foreign(key: str, file: GraphFile, thing: str, owner: str) -> ForeignError:
    line, _ = files.place_of(file, thing) or (1, 1)
    return ForeignError(key, path=file.path, line=line, thing=shortened(thing), owner=shortened(owner))


def _plan(graph: str) -> str:
    """Give the plan that a graph is an edition of by its name; empty if it is none."""
    plan, edition, _ = graph.partition(EDITION)
    return plan if edition else ""


def _stated_plan(file: GraphFile) -> str:
    """Give the plan that a file says its graph is an edition of; the graph itself if it does not."""
    (said,) = versions.of_files([file]).values()
    name = Iri(file.graph)
    return next((o.value for s, p, o in said if s == name and p == _EDITION_OF and isinstance(o, Iri)), file.graph)


def _typed(said: Said) -> Iterator[str]:
    return (s.value for s, p, _ in said if p == _TYPE and isinstance(s, Iri))


def _key(said: Triple) -> Triple:
    """Give a statement as it can be found again: blank nodes have other names each time a file is read."""
    subject, predicate, value = said
    nameless = BlankNode("")
    return (
        nameless if isinstance(subject, BlankNode) else subject,
        predicate,
        nameless if isinstance(value, BlankNode) else value,
    )
