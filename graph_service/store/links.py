"""The links that some files state, and how they stand: whether their ends still say what they said when reviewed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from graph_service.model.texts import Wording, fingerprint, folded
from graph_service.model.validity import ENDS, Hashes, Kept, Link, Review, Standing, Stated, Validity
from graph_service.store.files import GraphFile
from graph_service.store.oxigraph import term_of
from graph_service.vocabulary import DCTERMS, PREFIXES, RDF, RDFS, RT, SKOS

_PROV: Final = PREFIXES["prov"]
_TYPE: Final = ox.NamedNode(f"{RDF}type")
LINK: Final = ox.NamedNode(f"{RT}Link")
_REVIEW: Final = ox.NamedNode(f"{RT}Review")
TEXTS: Final = frozenset(
    map(
        ox.NamedNode,
        (f"{DCTERMS}title", f"{DCTERMS}description", f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}definition"),
    )
)
"""The texts of a thing, as in ``change-texts.rq``."""
FROM, TO, _RELATION, _BASIS, VALIDITY, _QUOTE, _RATIONALE, REVIEWS, _STATED, _LOWER, _UPPER = (
    ox.NamedNode(f"{RT}{name}")
    for name in (
        *("from", "to", "relation", "basis", "validity", "quote", "rationale"),
        *("reviews", "statementHash", "fromHash", "toHash"),
    )
)
_TIME: Final = ox.NamedNode(f"{_PROV}generatedAtTime")
_WHO: Final = ox.NamedNode(f"{_PROV}wasAttributedTo")
_STATEMENT: Final = (FROM, TO, _RELATION, VALIDITY, _QUOTE, _RATIONALE, _TIME)
"""What a link states: whoever changes any of it has looked at the link."""
_SAID: Final = frozenset((*_STATEMENT, _BASIS, REVIEWS, _STATED, _LOWER, _UPPER, _WHO))
_WANTED: Final = _SAID | TEXTS | {_TYPE}
_NAMES: Final = frozenset({f"{RDFS}label", f"{SKOS}prefLabel"})
_VALIDITIES: Final[Mapping[str, Validity]] = {f"{RT}{name}": name for name in ("valid", "suspect", "invalid")}

_Values = Mapping[ox.NamedNode, set[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple]]


class Links:
    """The links that some files state, the decisions on them, and the texts of what they join.

    Attributes:
        links: The links by IRI, sorted.
        reviews: The last decision on each link, by the IRI of the link.
    """

    def __init__(self, files: Iterable[GraphFile]) -> None:
        """Read what the files state.

        Args:
            files: The files, each with a graph of its own.
        """
        said: dict[str, dict[ox.NamedNode, set[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple]]]
        said = defaultdict(lambda: defaultdict(set))
        texts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        links: set[str] = set()
        reviews: dict[str, str] = {}
        for file in files:
            for quad in file.quads:
                predicate, subject, value = quad.predicate, quad.subject, quad.object
                if predicate not in _WANTED or not isinstance(subject, ox.NamedNode):
                    continue
                if predicate in TEXTS:
                    if isinstance(value, ox.NamedNode | ox.Literal):
                        lang = value.language or "" if isinstance(value, ox.Literal) else ""
                        texts[subject.value].append((predicate.value, lang, value.value))
                elif predicate != _TYPE:
                    said[subject.value][predicate].add(value)
                elif value == LINK:
                    links.add(subject.value)
                elif value == _REVIEW:
                    reviews[subject.value] = file.graph
        self._texts: Mapping[str, list[tuple[str, str, str]]] = texts
        self._hashes: dict[str, str] = {}
        self.links: Mapping[str, Link] = {iri: _link(iri, said[iri]) for iri in sorted(links)}
        found = [one for iri, graph in reviews.items() if (one := self._review(iri, graph, said[iri])) is not None]
        self.reviews: Mapping[str, Review] = {
            one.of.link: one for one in sorted(found, key=lambda review: (review.at, review.iri))
        }

    def texts(self, thing: str) -> frozenset[Wording]:
        """Give the texts of a thing.

        Args:
            thing: Its IRI.

        Returns:
            Its texts; none if it has none, or is not there.
        """
        return frozenset(Wording(given, lang, folded(text)) for given, lang, text in self._texts.get(thing, ()))

    def fingerprint(self, thing: str) -> str:
        """Give the hash of all texts of a thing.

        Args:
            thing: Its IRI.

        Returns:
            SHA-256 in hexadecimal.
        """
        if thing not in self._hashes:
            self._hashes[thing] = fingerprint(self.texts(thing))
        return self._hashes[thing]

    def hashes(self, link: Link) -> Hashes:
        """Give the hashes of the texts of both ends of a link, as they are."""
        return Hashes(self.fingerprint(link.lower), self.fingerprint(link.upper))

    def state(self, standing: Standing) -> str:
        """Give the hash of all that somebody looks at who reviews a link.

        That is what it states, what its ends say, and the decision on it that counts.

        Args:
            standing: How the link stands.

        Returns:
            SHA-256 in hexadecimal.
        """
        review = standing.review
        decided = (review.decision, review.who, review.at, review.why) if review else ()
        seen = (standing.link.address, *self.hashes(standing.link), *decided)
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()

    def unknown(self, kept: Kept) -> dict[Stated, Hashes]:
        """Give what is stated for the first time, with what the ends say.

        Args:
            kept: What has been stated before.

        Returns:
            What is to be kept with it.
        """
        stated = {Stated(link.iri, link.address): link for link in self.links.values()}
        return {one: self.hashes(link) for one, link in stated.items() if one not in kept}

    def standing(self, iri: str, kept: Kept) -> Standing:
        """Tell how a link stands.

        A review counts as long as the link states what it stated then. What was rejected stays so, whatever becomes of
        its ends, until it is reviewed again.

        Args:
            iri: IRI of the link.
            kept: What the ends of links said when what the links state came in.

        Returns:
            How it stands.
        """
        link = self.links[iri]
        of = Stated(iri, link.address)
        review = self.reviews.get(iri)
        if review is not None and review.of != of:
            review = None
        reviewed = kept.get(of) if review is None else review.hashes
        found: Validity = link.validity if review is None else review.decision
        changed = tuple(
            end
            for end, then, now in zip(ENDS, reviewed or (), self.hashes(link) if reviewed else (), strict=False)
            if then != now
        )
        return Standing(link, "suspect" if changed and found == "valid" else found, changed, reviewed, review)

    def standings(self, kept: Kept) -> Iterator[Standing]:
        """Tell how all links stand.

        Args:
            kept: What the ends of links said when what the links state came in.

        Yields:
            How each stands, in the order of their IRIs.
        """
        for iri in self.links:
            yield self.standing(iri, kept)

    def _review(self, iri: str, graph: str, said: _Values) -> Review | None:
        link, validity = _thing(said, REVIEWS), _VALIDITIES.get(_first(said, VALIDITY))
        if not link or validity not in {"valid", "invalid"}:
            return None
        return Review(
            iri=iri,
            graph=graph,
            of=Stated(link, _first(said, _STATED)),
            decision=validity,
            hashes=Hashes(_first(said, _LOWER), _first(said, _UPPER)),
            who=self._name(_first(said, _WHO)),
            why=_first(said, _RATIONALE),
            at=_first(said, _TIME),
        )

    def _name(self, iri: str) -> str:
        return min((text for given, _, text in self._texts.get(iri, ()) if given in _NAMES), default=iri)


def _link(iri: str, said: _Values) -> Link:
    lines = sorted(
        f"{property_.value} {'_:' if isinstance(value, ox.BlankNode) else term_of(value)}\n"
        for property_ in _STATEMENT
        for value in said.get(property_, ())
    )
    return Link(
        iri=iri,
        lower=_thing(said, FROM),
        upper=_thing(said, TO),
        relation=_local(_first(said, _RELATION)),
        basis=_local(_first(said, _BASIS)),
        validity=_worst(said),
        address=hashlib.sha256("".join(lines).encode()).hexdigest(),
    )


def _first(said: _Values, name: ox.NamedNode) -> str:
    found = (value.value for value in said.get(name, ()) if isinstance(value, ox.NamedNode | ox.Literal))
    return min(found, default="")


def _thing(said: _Values, name: ox.NamedNode) -> str:
    return min((value.value for value in said.get(name, ()) if isinstance(value, ox.NamedNode)), default="")


def _worst(said: _Values) -> Validity:
    named = {_VALIDITIES.get(str(getattr(value, "value", "")), "valid") for value in said.get(VALIDITY, ())}
    return next((validity for validity in ("invalid", "suspect") if validity in named), "valid")


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
