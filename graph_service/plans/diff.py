"""What differs between two versions of some plans, thing by thing: never a difference between serialisations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Final, get_args

from graph_service.model import names
from graph_service.model.difference import (
    Aspect,
    Changed,
    Changes,
    Difference,
    Move,
    Moved,
    PropertyChange,
    Statement,
    Way,
    Whole,
)
from graph_service.model.terms import BlankNode, Iri, Term
from graph_service.plans import descriptions
from graph_service.plans.meaning import Version, by_value
from graph_service.plans.rewording import reworded
from graph_service.plans.sayings import Said, Sayings, gather, natural, values
from graph_service.plans.words import Work
from graph_service.vocabulary import DCTERMS, RDF, RT

_TYPE: Final = f"{RDF}type"
_LINK: Final = f"{RT}Link"
_KINDS: Final = frozenset(f"{RT}{kind}" for kind in get_args(names.Kind))
_PLACES: Final[Mapping[str, Way]] = {f"{DCTERMS}isPartOf": "document", f"{RT}position": "position"}
_ASPECTS: Final[Mapping[str, Aspect]] = {
    **{f"{RT}{name}": "ends" for name in ("from", "to")},
    **{f"{RT}{name}": "relation" for name in ("relation", "match")},
    **{f"{RT}{name}": name for name in ("basis", "validity")},
    **{f"{RT}{name}": "evidence" for name in ("locator", "quote", "rationale")},
    f"{DCTERMS}source": "evidence",
}


def compare(before: Version, after: Version) -> Difference:
    """Tell what differs between two versions of one or more graphs.

    Things are matched by their IRIs. One that stands in another graph is the same thing moved, so that two editions of
    one plan are told apart element by element; what names the old graph then names the new one. Blank nodes are
    matched by what is said of them: one that says something else is another one, told among all else; blank nodes that
    lead back to themselves are matched by their labels.

    Args:
        before: The earlier statements, by the IRI of the graph that they stand in.
        after: The later ones.

    Returns:
        The difference, which is false just when the statements are the same.

    Example:
        >>> from graph_service.model.terms import Literal
        >>> title = Iri("http://purl.org/dc/terms/title")
        >>> earlier = {"urn:g": [(Iri("urn:a"), title, Literal("Fler mål", "sv"))]}
        >>> later = {"urn:g": [(Iri("urn:a"), title, Literal("Fler tjänster", "sv"))]}
        >>> change = compare(earlier, later).others.changed[0].properties[0].texts[0]
        >>> [run.text for run in change.runs]
        ['Fler ', 'mål', 'tjänster']
    """
    old, new = gather(by_value(before)), gather(by_value(after))
    sorts: dict[str, _Sort] = {"elements": _Sort(), "links": _Sort(), "others": _Sort()}
    headings = _headings(old), _headings(new)
    work = Work()
    for thing in sorted({*old, *new}, key=natural):
        sort = sorts[_sort_of(old.get(thing, {}), new.get(thing, {}))]
        if thing not in old:
            sort.added.append(_whole(thing, new[thing]))
        elif thing not in new:
            sort.removed.append(_whole(thing, old[thing]))
        elif old[thing] != new[thing] or headings[0].get(thing) != headings[1].get(thing):
            moves, properties = _changes(old[thing], new[thing], work)
            moves += _heading(headings[0].get(thing, set()), headings[1].get(thing, set()))
            if moves and (sort is sorts["elements"] or any(move.way != "heading" for move in moves)):
                sort.moved.append(Moved(_written(thing), tuple(moves)))
            if properties:
                aspects = _aspects(properties) if sort is sorts["links"] else ()
                sort.changed.append(Changed(_written(thing), tuple(properties), aspects))
    found = {name: sort.frozen() for name, sort in sorts.items()}
    ends = descriptions.ends(found["links"], old, new)
    return Difference(**found, described=descriptions.described(found.values(), ends, old, new), ends=ends)


class _Sort:
    def __init__(self) -> None:
        self.added: list[Whole] = []
        self.removed: list[Whole] = []
        self.changed: list[Changed] = []
        self.moved: list[Moved] = []

    def frozen(self) -> Changes:
        return Changes(tuple(self.added), tuple(self.removed), tuple(self.changed), tuple(self.moved))


def _sort_of(old: Sayings, new: Sayings) -> str:
    kinds = {kind.value for said in (old, new) for kind in values(said, _TYPE)}
    return "links" if _LINK in kinds else "elements" if kinds & _KINDS else "others"


def _written(thing: Term) -> str:
    return str(thing) if isinstance(thing, BlankNode) else thing.value


def _whole(thing: Term, sayings: Sayings) -> Whole:
    found = (Statement(graph, p, o) for graph, said in sorted(sayings.items()) for p, o in _sorted(said))
    return Whole(_written(thing), tuple(found))


def _sorted(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda one: (one[0], natural(one[1])))


def _changes(old: Sayings, new: Sayings, work: Work) -> tuple[list[Move], list[PropertyChange]]:
    moves: list[Move] = []
    properties: list[PropertyChange] = []
    for left, right in _paired(old, new):
        earlier, later = old.get(left, frozenset()), new.get(right, frozenset())
        if left and right and left != right:
            there = Iri(right)
            moves.append(Move("edition", right, (Iri(left),), (there,)))
            earlier = frozenset((p, there if o == Iri(left) else o) for p, o in earlier)
        for name, removed, added in _by_property(earlier - later, later - earlier):
            if name in _PLACES and removed and added:
                moves.append(Move(_PLACES[name], right, removed, added))
            else:
                texts, gone, come = reworded(removed, added, work)
                properties.append(PropertyChange(name, right or left, texts, gone, come))
    return moves, sorted(properties, key=lambda change: (change.property, change.graph))


def _paired(old: Sayings, new: Sayings) -> Iterator[tuple[str, str]]:
    """Give each graph of before with that of after; where a thing left one and came into another, those two."""
    yield from ((graph, graph) for graph in sorted(old.keys() & new.keys()))
    yield from zip_longest(sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys()), fillvalue="")


def _by_property(
    removed: Collection[Said], added: Collection[Said]
) -> Iterator[tuple[str, tuple[Term, ...], tuple[Term, ...]]]:
    found: dict[str, tuple[list[Term], list[Term]]] = defaultdict(lambda: ([], []))
    for side, said in enumerate((removed, added)):
        for p, o in _sorted(said):
            found[p][side].append(o)
    return ((name, tuple(gone), tuple(come)) for name, (gone, come) in found.items())


def _aspects(properties: Iterable[PropertyChange]) -> tuple[Aspect, ...]:
    met = {_ASPECTS.get(change.property, "other") for change in properties}
    return tuple(aspect for aspect in get_args(Aspect) if aspect in met)


def _headings(sayings: Mapping[Term, Sayings]) -> dict[Term, set[Term]]:
    """Give what each thing stands under, as the links say that count."""
    under: dict[Term, set[Term]] = defaultdict(set)
    for said in sayings.values():
        relations = {relation.value for relation in values(said, f"{RT}relation")}
        if not relations & {f"{RT}partOf", f"{RT}inArea"} or not descriptions.counts(said):
            continue
        for start in values(said, f"{RT}from"):
            under[start] |= values(said, f"{RT}to")
    return under


def _heading(old: set[Term], new: set[Term]) -> list[Move]:
    if not old or not new or old == new:
        return []
    return [Move("heading", "", tuple(sorted(old - new, key=natural)), tuple(sorted(new - old, key=natural)))]
