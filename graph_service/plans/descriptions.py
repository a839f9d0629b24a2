"""What the things of a difference are called, and what its links join, as the versions say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from graph_service.model.difference import Changes, Described, Ends
from graph_service.model.terms import Iri, Literal, Term
from graph_service.plans.sayings import Sayings, values
from graph_service.vocabulary import DCTERMS, PREFIXES, RDF, RDFS, RT, SKOS

_All = Mapping[Term, Sayings]
_NAMES: Final = (f"{DCTERMS}title", f"{SKOS}prefLabel", f"{RDFS}label", f"{PREFIXES['foaf']}name", f"{RT}asPrinted")


def counts(link: Sayings) -> bool:
    """Tell whether a link counts in answers: it is neither a proposal nor rejected.

    Args:
        link: What is said of it.

    Returns:
        Whether it counts.
    """
    return Iri(f"{RT}proposed") not in values(link, f"{RT}basis") and Iri(f"{RT}invalid") not in values(
        link, f"{RT}validity"
    )


def ends(links: Changes, old: _All, new: _All) -> dict[str, Ends]:
    """Tell what the links of a difference join.

    Args:
        links: What happened to links.
        old: What the earlier version says, by thing.
        new: What the later version says.

    Returns:
        The ends, by the link's IRI.
    """
    found = {}
    for iri in _subjects(links):
        link = _known(iri, old, new)
        joined = (_iris(link, name) for name in ("from", "to", "relation"))
        found[iri] = Ends(*(min(iris, default="") for iris in joined))
    return found


def described(sorts: Iterable[Changes], joined: Mapping[str, Ends], old: _All, new: _All) -> dict[str, Described]:
    """Tell what the things are called that a difference names.

    Args:
        sorts: What happened to the things.
        joined: What the links among them join.
        old: What the earlier version says, by thing.
        new: What the later version says.

    Returns:
        What they are called, by IRI; what no version describes is left out.
    """
    named = {iri for changes in sorts for iri in _named(changes)}
    named |= {iri for one in joined.values() for iri in (one.start, one.end)}
    found = {iri: _described(said) for iri in sorted(named) if (said := _known(iri, old, new))}
    return {iri: one for iri, one in found.items() if one.kind or one.titles}


def _iris(link: Sayings, name: str) -> list[str]:
    return [value.value for value in values(link, f"{RT}{name}") if isinstance(value, Iri)]


def _known(iri: str, old: _All, new: _All) -> Sayings:
    if not iri or iri.startswith("_:"):
        return {}
    return new.get(Iri(iri)) or old.get(Iri(iri)) or {}


def _described(said: Sayings) -> Described:
    kinds = sorted((not kind.value.startswith(RT), kind.value) for kind in values(said, f"{RDF}type"))
    codes = sorted(code.value for code in values(said, f"{DCTERMS}identifier"))
    titles: dict[str, str] = {}
    for name in _NAMES:
        found = (value for value in values(said, name) if isinstance(value, Literal))
        titles = {**{text.language: text.value for text in sorted(found, reverse=True)}, **titles}
    return Described(kinds[0][1] if kinds else "", codes[0] if codes else "", titles)


def _subjects(changes: Changes) -> Iterator[str]:
    for group in (changes.added, changes.removed, changes.changed, changes.moved):
        yield from (one.iri for one in group)


def _named(changes: Changes) -> Iterator[str]:
    yield from _subjects(changes)
    terms: list[Term] = [said.value for whole in (*changes.added, *changes.removed) for said in whole.statements]
    terms += [term for one in changes.moved for move in one.moves for term in (*move.before, *move.after)]
    terms += [term for one in changes.changed for change in one.properties for term in (*change.removed, *change.added)]
    yield from (term.value for term in terms if isinstance(term, Iri))
