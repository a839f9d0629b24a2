"""From the description of a thing to a page that a person reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph_service.linked.description import is_cut
from graph_service.messages import Lang
from graph_service.model.page import Connection, Entry, Evidence, Fact, Named, Page, Text
from graph_service.model.terms import Iri, Literal, Term
from graph_service.store.labels import Label, Labels
from graph_service.store.port import Triple
from graph_service.vocabulary import DCTERMS, RDF, RT, SKOS

_FROM: Final = f"{RT}from"
_TO: Final = f"{RT}to"
_RELATION: Final = f"{RT}relation"
_EDITION_OF: Final = f"{RT}editionOf"
_EVIDENCE: Final = (f"{DCTERMS}source", f"{RT}locator", f"{RT}quote", f"{RT}rationale")
_HEADING: Final = frozenset({f"{RDF}type", f"{DCTERMS}identifier"})
_TITLES: Final = frozenset({f"{DCTERMS}title", f"{SKOS}prefLabel"})
_DERIVED: Final = f"{RT}tracesTo"

_Said = Mapping[str, Sequence[Term]]
"""What is said of one thing: values by property."""


def page(known: Labels, thing: str, description: Sequence[Triple], lang: Lang, entries: Iterable[str] = ()) -> Page:
    """Make the page about a thing.

    Args:
        known: What things are called.
        thing: IRI of the thing.
        description: What is told of it.
        lang: Language of names where there is a choice; texts of plans keep theirs.
        entries: IRIs of other things that the description tells all of, and the page shall tell too.

    Returns:
        The page, everything in the order of the description.
    """
    said = _by_subject(description)
    names = _Names(known, thing, description, said, lang)
    links = {link: about for link, about in said.items() if _FROM in about and _TO in about and link != thing}
    outgoing = [_connection(link, about, _TO, names) for link, about in links.items() if _is(about, _FROM, thing)]
    incoming = [_connection(link, about, _FROM, names) for link, about in links.items() if _is(about, _TO, thing)]
    pointing: dict[str, list[Term]] = defaultdict(list)
    for subject, property_, value in description:
        if value == Iri(thing) and subject != value and property_.value not in {_FROM, _TO}:
            pointing[property_.value].append(subject)
    own = said.get(thing, {})
    told = {value.value for about in links.values() if _is(about, _FROM, thing) for value in about.get(_RELATION, ())}
    return Page(
        thing=names.of(thing),
        evidence=_evidence(own, names),
        facts=_facts(own, {_DERIVED, *told}, names, thing),
        outgoing=tuple(outgoing),
        incoming=tuple(incoming),
        pointing=tuple(Fact(names.of(p), names.shown(found)) for p, found in sorted(pointing.items())),
        cut=is_cut(description, thing),
        entries={
            other: Entry(names.of(other), _evidence(about, names), _facts(about, {_DERIVED}, names, other))
            for other in entries
            for about in [said.get(other, {})]
        },
    )


class _Names:
    def __init__(
        self, known: Labels, thing: str, description: Sequence[Triple], said: Mapping[str, _Said], lang: Lang
    ) -> None:
        mentioned = {term.value for triple in description for term in triple if isinstance(term, Iri)}
        self._labels = known.describe(mentioned | {thing})
        self._said = said
        self._lang: Lang = lang

    def of(self, iri: str) -> Named:
        label = self._labels[iri]
        kind = "" if iri.startswith(RT) else label.kinds.get(self._lang, "")
        return Named(iri, self._edition(iri) or _title(label, self._lang), f"{kind} {label.code}".strip())

    def shown(self, values: Iterable[Term]) -> tuple[Text | Named, ...]:
        """Show values; of texts in several languages, those that the reader asked for."""
        shown = [self._one(value) for value in values]
        if any(isinstance(one, Text) and one.lang == self._lang for one in shown):
            shown = [one for one in shown if isinstance(one, Named) or one.lang in {"", self._lang}]
        return tuple(shown)

    def _one(self, value: Term) -> Text | Named:
        match value:
            case Iri(iri):
                return self.of(iri)
            case Literal(text, language, _):
                return Text(text, language)
            case _:
                return Text(str(value))

    def _edition(self, iri: str) -> Text | None:
        # An edition has a version only; it is known by the title of its document.
        for document in self._said.get(iri, {}).get(_EDITION_OF, ()):
            if isinstance(document, Iri):
                name = _title(self._labels[document.value], self._lang)
                return Text(f"{name.value}, {self._labels[iri].title(self._lang)}", name.lang)
        return None


def _by_subject(description: Sequence[Triple]) -> dict[str, dict[str, list[Term]]]:
    said: dict[str, dict[str, list[Term]]] = {}
    for subject, property_, value in description:
        said.setdefault(subject.value, {}).setdefault(property_.value, []).append(value)
    return said


def _is(about: _Said, property_: str, thing: str) -> bool:
    return Iri(thing) in about[property_]


def _connection(link: str, about: _Said, end: str, names: _Names) -> Connection:
    relation, other, basis = (
        next(iter(names.shown(about.get(property_, ()))), Text("")) for property_ in (_RELATION, end, f"{RT}basis")
    )
    return Connection(link, relation, other, basis, _evidence(about, names))


def _evidence(about: _Said, names: _Names) -> Evidence:
    sources, *texts = (names.shown(about.get(property_, ())) for property_ in _EVIDENCE)
    locators, quotes, rationales = (tuple(text for text in found if isinstance(text, Text)) for found in texts)
    return Evidence(tuple(source for source in sources if isinstance(source, Named)), locators, quotes, rationales)


def _facts(own: _Said, told: set[str], names: _Names, thing: str) -> tuple[Fact, ...]:
    heading = names.of(thing).name
    facts = []
    for property_, values in own.items():
        if property_ in told | _HEADING | set(_EVIDENCE):
            continue
        shown = tuple(one for one in names.shown(values) if property_ not in _TITLES or one != heading)
        if shown:
            facts.append(Fact(names.of(property_), shown))
    return tuple(facts)


def _title(label: Label, lang: Lang) -> Text:
    title = label.title(lang)
    return Text(title, next((tag for tag, text in label.titles.items() if text == title), ""))
