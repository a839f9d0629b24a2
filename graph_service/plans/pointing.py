"""What points at something that is gone, and what was made with another text before the eyes.

Both are looked up from what the change did: which things are gone, and which are reworded.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.model.validity import End
from graph_service.plans.around import Around
from graph_service.plans.effect import BreakKind, Cause, Crossing, Effect, Rewording
from graph_service.plans.side import Said, Side
from graph_service.vocabulary import DCTERMS, PREFIXES, RDF, RT

_FROM: Final = f"{RT}from"
_TO: Final = f"{RT}to"
_ENDS: Final[Mapping[str, End]] = {_FROM: "from", _TO: "to"}
_SOURCE: Final = f"{DCTERMS}source"
_MADE_OF_A_TEXT: Final = frozenset({f"{RT}follows", f"{RT}assesses"})
"""Properties by which something other than a link says its word of a text."""
_BODIES: Final = (
    *(f"{RT}{name}" for name in ("responsible", "assessedFor", "decidedBy", "heldBy", "expectedOf")),
    f"{PREFIXES['prov']}wasAttributedTo",
)
"""Properties of a thing that name the bodies that what happens to it concerns."""
_REVIEWED: Final = (
    *(f"{RT}{name}" for name in ("quote", "rationale", "comment", "verdict", "status")),
    f"{PREFIXES['prov']}generatedAtTime",
)
"""Properties that change when someone has looked at a link, a follow-up or an assessment anew."""
_RELATION: Final = f"{RT}relation"
_BASIS: Final = f"{RT}basis"
_VALIDITY: Final = f"{RT}validity"
_VALID: Final = frozenset({f"{RT}valid"})
_REJECTED: Final = f"{RT}invalid"


def effects(before: Side, after: Side, around: Around, reworded: Mapping[str, Rewording]) -> Iterator[Effect]:
    """Find what points at something gone, and what has become suspect.

    A link is suspect if an end has another text than before. It is not if it was reviewed since, which shows in its
    quote, its reason or its time being others too; nor if it has been suspect or rejected already. Follow-ups and
    assessments are looked at in the same way.

    Args:
        before: The graph before the change.
        after: The graph after it.
        around: What is around things.
        reworded: What has another text than before.

    Returns:
        What breaks so, in no particular order.
    """
    gone = before.graphs.keys() - after.graphs.keys()
    pointers: dict[str, _Pointer] = {}
    for thing, relation, target, graph in after.pointing(gone | reworded.keys()):
        if relation != f"{RDF}type" and thing in after.graphs:
            pointers.setdefault(thing, _Pointer(thing)).add(relation, target, graph)
    now = after.said(pointers.keys())
    then = before.said({thing for thing, pointer in pointers.items() if pointer.names(reworded)})
    finder = _Finder(gone, around, reworded, before, after)
    for thing, pointer in pointers.items():
        yield from finder.of(pointer, then.get(thing, {}), now.get(thing, {}))


class _Pointer:
    """Something that names what is gone or reworded: by which property, which of it, and in which graphs."""

    def __init__(self, thing: str) -> None:
        self.thing = thing
        self.targets: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, relation: str, target: str, graph: str) -> None:
        self.targets[relation][target].add(graph)

    def names(self, things: Mapping[str, object]) -> bool:
        return any(not targets.keys().isdisjoint(things) for targets in self.targets.values())


@dataclass(frozen=True, slots=True)
class _Finder:
    gone: set[str]
    around: Around
    reworded: Mapping[str, Rewording]
    before: Side
    after: Side

    def of(self, pointer: _Pointer, then: Said, now: Said) -> Iterator[Effect]:
        if not pointer.targets.keys().isdisjoint(_ENDS):
            yield from self._link(pointer.thing, then, now)
        for relation, targets in sorted(pointer.targets.items()):
            missing = sorted(self.gone & targets.keys())
            if relation == _SOURCE:
                missing = missing[:1] if now[_SOURCE] <= self.gone else []
            if relation not in _ENDS:
                for target in missing:
                    yield self._statement(pointer, now, relation, target)
            if relation in _MADE_OF_A_TEXT:
                for target in sorted((targets.keys() - self.gone) & then.get(relation, frozenset())):
                    if not _reviewed(then, now):
                        yield self._statement(pointer, now, relation, target)

    def _link(self, link: str, then: Said, now: Said) -> Iterator[Effect]:
        lower, upper = _one(now, _FROM), _one(now, _TO)
        missing = [end for end in (upper, lower) if end in self.gone]
        if missing:
            thing = next((end for end in (lower, upper) if end and end not in self.gone), link)
            yield self._of_link(link, now, thing, Cause("removed", self.before.whole(missing[0], self.after)))
            return
        named: tuple[tuple[End, str], ...] = (("from", lower), ("to", upper))
        ends = tuple((end, self.reworded[thing]) for end, thing in named if thing in self.reworded)
        same = all(then.get(one) == now.get(one) for one in (_FROM, _TO, _RELATION))
        if ends and same and not _reviewed(then, now):
            thing = next((thing for _, thing in named if thing not in self.reworded), lower)
            yield self._of_link(link, now, thing, Cause("reworded", ends[-1][1].thing), ends)

    def _of_link(
        self, link: str, now: Said, thing: str, cause: Cause, ends: tuple[tuple[End, Rewording], ...] = ()
    ) -> Effect:
        lower, upper, relation = _one(now, _FROM), _one(now, _TO), local(_one(now, _RELATION))
        graphs = self.after.graphs[link]
        plan = self._document(graphs, now) or self.around.plan(lower)
        return Effect(
            kind="becomesSuspect" if ends else "pointsAtNothing",
            thing=thing,
            plan=plan,
            elsewhere=self.around.untouched(graphs),
            cause=cause,
            bodies=self._bodies(now, thing, plan),
            path=(Crossing(link, lower, upper, relation, not ends),),
            relation=relation,
            link=link,
            basis=local(_one(now, _BASIS)),
            ends=ends,
        )

    def _statement(self, pointer: _Pointer, now: Said, relation: str, target: str) -> Effect:
        kind: BreakKind = "losesEvidence" if relation == _SOURCE else "pointsAtNothing"
        there = target not in self.gone
        graphs = pointer.targets[relation][target]
        plan = self.around.plan(pointer.thing) or self._document(graphs, now)
        return Effect(
            kind="becomesSuspect" if there else kind,
            thing=pointer.thing,
            plan=plan,
            elsewhere=self.around.untouched(graphs),
            cause=Cause("reworded", target) if there else Cause("removed", self.before.whole(target, self.after)),
            bodies=self._bodies(now, pointer.thing, plan),
            path=(Crossing("", pointer.thing, target, local(relation), not there),),
            relation=local(relation),
            ends=(("to", self.reworded[target]),) if there else (),
        )

    def _document(self, graphs: Iterable[str], now: Said) -> str:
        return self.around.document((*sorted(graphs), *sorted(now.get(_SOURCE, ()))))

    def _bodies(self, now: Said, *things: str) -> tuple[str, ...]:
        named = (body for one in _BODIES for body in sorted(now.get(one, ())))
        return tuple(dict.fromkeys((*self.around.bodies(*things), *named)))


def local(iri: str) -> str:
    """Give the last part of an IRI.

    Example:
        >>> local("https://w3id.org/redthread/ns#follows")
        'follows'
    """
    return re.split(r"[/#]", iri)[-1]


def _reviewed(then: Said, now: Said) -> bool:
    """Tell whether something needs no review: it was looked at anew, or has been in doubt or rejected already."""
    validity = then.get(_VALIDITY, _VALID)
    anew = any(then.get(one) != now.get(one) for one in _REVIEWED)
    return anew or not validity <= _VALID or _REJECTED in now.get(_VALIDITY, _VALID)


def _one(said: Said, name: str) -> str:
    """Give the first of a thing's values; empty if it has none."""
    return min(said.get(name, ()), default="")
