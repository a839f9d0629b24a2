"""The links of the plans with how they stand, and of the suspect ones what their ends said when they were reviewed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Final, Self

from graph_service.ledger.gathering import Rows
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang
from graph_service.model.link import LinkEnd, LinkSeen, Reviewed, Reworded
from graph_service.model.terms import Literal, Term
from graph_service.model.texts import Wording
from graph_service.model.validity import ENDS, End, Kept, Standing, Stated
from graph_service.plans.rewording import reworded
from graph_service.store import labels
from graph_service.store.labels import Label
from graph_service.store.links import Links
from graph_service.store.port import Store
from graph_service.vocabulary import PREFIXES, RT

Earlier = MutableMapping[tuple[str, str], frozenset[Wording] | None]
"""What ends of links said when they were reviewed, by the link and the hash of the end; None if nobody knows it."""
_OF_ORGANISATIONS: Final = frozenset({"memberOf", "subOrganizationOf"})


@dataclass(frozen=True)
class Now:
    """The plans of some moment, as links are read from them.

    Attributes:
        links: The links and the texts of what they join.
        rows: What the ends of links said when what the links state came in.
        ledger: Where earlier texts are; None where there is no ledger.
        number: The last change that counts.
        earlier: What has been looked up of earlier changes already; that never becomes another.
    """

    links: Links
    rows: Rows
    ledger: Ledger | None = None
    number: int = 0
    earlier: Earlier = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, ledger: Ledger, number: int) -> Self:
        """Read the plans after a change.

        Args:
            ledger: The ledger.
            number: The change's number.

        Returns:
            The plans.
        """
        return cls(Links(ledger.files(number)), ledger.reviewed(number), ledger, number)

    def look_up(self, standings: Iterable[Standing]) -> None:
        """Look up what the ends of links said when they were reviewed; each change is read once, for all of them.

        Args:
            standings: How the links stand.
        """
        wanted: dict[int, set[tuple[str, str, str]]] = {}
        for standing in standings:
            ends = {(standing.link.iri, then, thing) for _, thing, then in _ends(standing)}
            ends = {(link, then, thing) for link, then, thing in ends if (link, then) not in self.earlier}
            for number in self._candidates(standing) if ends else ():
                wanted.setdefault(number, set()).update(ends)
        for number in sorted(wanted, reverse=True):
            for links in self._at(number, wanted[number]):
                for link, then, thing in wanted[number]:
                    if links.fingerprint(thing) == then:
                        self.earlier[link, then] = links.texts(thing)
        for link, then, _ in set[tuple[str, str, str]]().union(*wanted.values()):
            self.earlier.setdefault((link, then))

    @property
    def kept(self) -> Kept:
        """What the ends of links said when what the links state came in."""
        return {of: row.hashes for of, row in self.rows.items()}

    def reworded(self, standing: Standing) -> tuple[Reworded, ...]:
        """Tell how the ends of a link were reworded since it was reviewed.

        Args:
            standing: How the link stands.

        Returns:
            Each end that says something else.
        """
        self.look_up((standing,))
        found = []
        for end, thing, then in _ends(standing):
            before, after = self.earlier.get((standing.link.iri, then)), self.links.texts(thing)
            gone, come = _literals((before or frozenset()) - after), _literals(after - (before or frozenset()))
            names = sorted({*gone, *come}) if before is not None else ()
            pairs = [(name, *reworded(gone.get(name, ()), come.get(name, ()))) for name in names]
            one = Reworded(
                end=end,
                thing=thing,
                then=then,
                now=self.links.fingerprint(thing),
                known=before is not None,
                texts=tuple(text for _, texts, _, _ in pairs for text in texts),
                removed=tuple(text for name, _, removed, _ in pairs for text in _wordings(name, removed)),
                added=tuple(text for name, _, _, added in pairs for text in _wordings(name, added)),
            )
            found.append(one)
        return tuple(found)

    def _candidates(self, standing: Standing) -> Iterator[int]:
        """Give the changes with which a link came in or was reviewed."""
        row = self.rows.get(Stated(standing.link.iri, standing.link.address))
        if standing.review is None:
            yield from (row.number,) if row else ()
        elif self.ledger is not None:
            graphs = (standing.review.graph,)
            yield from (one.number for one in self.ledger.log(self.number, before=self.number + 1, graphs=graphs))

    def _at(self, number: int, wanted: Collection[tuple[str, str, str]]) -> Iterator[Links]:
        """Read what was said after a change: first the graphs that are others now, then, if need be, all."""
        if self.ledger is None:
            return
        then, now = self.ledger.state(number), self.ledger.state(self.number)
        others = [graph for graph, one in then.items() if graph not in now or now[graph].content != one.content]
        for graphs in (others, None):
            if any((link, hash_) not in self.earlier for link, hash_, _ in wanted):
                yield Links(self.ledger.files(number, graphs=graphs))


def chosen(
    now: Now, among: Iterable[Standing] | None = None, *, suspect: bool = False, bases: Collection[str] = ()
) -> tuple[Standing, ...]:
    """Choose links.

    Args:
        now: The plans.
        among: How those stand that there are to choose from; None for all of the plans.
        suspect: Whether only suspect ones are wanted.
        bases: What they may rest on; anything if empty.

    Returns:
        How they stand, in the order of their IRIs.
    """
    return tuple(
        standing
        for standing in (now.links.standings(now.kept) if among is None else among)
        if (not suspect or standing.validity == "suspect") and (not bases or standing.link.basis in bases)
    )


def tell(now: Now, standings: Iterable[Standing], store: Store, lang: Lang, plan: str = "") -> tuple[LinkSeen, ...]:
    """Tell of links.

    Args:
        now: The plans.
        standings: How the links stand.
        store: The dataset, which knows what things are called.
        lang: The language.
        plan: IRI of the document that an end has to stand in, or be; empty for any.

    Returns:
        The links in the order given.
    """
    listed = tuple(standings)
    now.look_up(listed)
    ends = {end for standing in listed for end in (standing.link.lower, standing.link.upper)} - {""}
    words = {_relation(standing.link.relation) for standing in listed} | {f"{RT}{one.validity}" for one in listed}
    named = labels.describe(store, ends | words)
    return tuple(
        _seen(now, standing, named, lang)
        for standing in listed
        if not plan or any(_in(named, end, plan) for end in (standing.link.lower, standing.link.upper))
    )


def _seen(now: Now, standing: Standing, named: Mapping[str, Label], lang: Lang) -> LinkSeen:
    link, review = standing.link, standing.review
    row = now.rows.get(Stated(link.iri, link.address))
    return LinkSeen(
        iri=link.iri,
        lower=end_of(link.lower, named, lang),
        upper=end_of(link.upper, named, lang),
        relation=link.relation,
        relation_label=named[_relation(link.relation)].title(lang),
        basis=link.basis,
        validity=standing.validity,
        validity_label=named[f"{RT}{standing.validity}"].title(lang),
        review=None if review is None else Reviewed(review.decision, review.who, review.why, review.at),
        since=None if row is None else row.number or None,
        state=now.links.state(standing),
        changed=now.reworded(standing),
    )


def end_of(iri: str, named: Mapping[str, Label], lang: Lang) -> LinkEnd:
    """Tell of a thing that a link joins, or that a waiver is for.

    Args:
        iri: Its IRI.
        named: What things are called; it may not be among them.
        lang: The language.

    Returns:
        The thing.
    """
    label = named.get(iri)
    if label is None:
        return LinkEnd(iri, "", "", iri, "")
    return LinkEnd(iri, label.code, label.title(lang), label.short(lang), label.plan)


def _ends(standing: Standing) -> Iterator[tuple[End, str, str]]:
    """Give the ends whose text is another than when the link was reviewed, with what it came to then."""
    for end in standing.changed:
        number = ENDS.index(end)
        thing = (standing.link.lower, standing.link.upper)[number]
        yield end, thing, standing.reviewed[number] if standing.reviewed else ""


def _in(named: Mapping[str, Label], end: str, plan: str) -> bool:
    return end == plan or (end in named and named[end].plan == plan)


def _relation(name: str) -> str:
    return f"{PREFIXES['org']}{name}" if name in _OF_ORGANISATIONS else f"{RT}{name}"


def _literals(wordings: Iterable[Wording]) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for wording in sorted(wordings):
        found.setdefault(wording.property, []).append(Literal(wording.text, wording.lang))
    return found


def _wordings(name: str, values: Iterable[Term]) -> list[Wording]:
    return [Wording(name, value.language, value.value) for value in values if isinstance(value, Literal)]
