"""Of a thing that thousands point at, what fits on a page: all that it says, the first few others of each kind, counts.

The whole is in its description (``description.py``), which programs read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from graph_service.linked.description import ordered
from graph_service.model.page import Group
from graph_service.model.terms import Iri
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.port import Store, Triple
from graph_service.store.sparql_text import with_rows, with_values
from graph_service.vocabulary import DCTERMS, RT

FEW: Final = 5
"""How many of each kind are shown."""
_MOST: Final = 5000
"""Rows that are counted; the LIMIT of the queries."""
_EDITIONS: Final = frozenset({f"{DCTERMS}source", f"{RT}eventOf", "http://www.w3.org/ns/prov#wasRevisionOf"})
"""Properties whose values are editions."""
_WHOLE: Final = frozenset({f"{RT}follows", f"{RT}concerns", f"{RT}editionOf", f"{RT}eventOf"})
"""Properties of those that all is told of, for without what they say they tell nothing."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What fits on a page about a thing.

    Attributes:
        description: What is told of it, of the first few links and of the first few others that point at it.
        links: The links that start or end in it, by end and relation.
        pointing: What else points at it, by property and class.
        entries: IRIs of the others that the description tells all of.
    """

    description: tuple[Triple, ...]
    links: tuple[Group, ...]
    pointing: tuple[Group, ...]
    entries: tuple[str, ...]


def gather(store: Store, thing: str, also: Iterable[str] = (), without: frozenset[str] = frozenset()) -> Excerpt:
    """Gather what fits on a page about a thing.

    Args:
        store: The dataset; one that sets no limit to its answers.
        thing: IRI of the thing.
        also: IRIs of others that all is to be told of.
        without: IRIs of links that are told of elsewhere, and are neither counted nor shown.

    Returns:
        The excerpt.
    """
    target = Iri(thing)
    links = _links(store, thing, without)
    pointing = _pointing(store, thing)
    entries = [iri for group in pointing if group.property in _WHOLE for iri in group.first]
    entries = list(dict.fromkeys(chain(entries, also)))
    things = dict.fromkeys((thing, *entries, *(link for group in links for link in group.first)))
    told = tuple(store.construct(with_values(internal_query("described"), "thing", [Iri(one) for one in things])))
    pointed = tuple((Iri(iri), Iri(group.property), target) for group in pointing for iri in group.first)
    named = {value for _, property_, value in told if property_.value in _EDITIONS and isinstance(value, Iri)}
    editions = store.construct(with_values(internal_query("page-editions"), "thing", sorted(named, key=str)))
    return Excerpt(ordered((*told, *pointed, *editions), thing), links, pointing, tuple(entries))


def group_query(thing: str, group: Group) -> str:
    """Give the query whose rows are all things or links of a group.

    Args:
        thing: IRI of the thing that they point at, or are linked with.
        group: The group, of links or of things of some class.

    Returns:
        SPARQL text that can be asked anywhere.
    """
    if group.kind:
        text = with_values(internal_query("page-pointing-all"), "target", [Iri(thing)])
        return with_values(with_values(text, "property", [Iri(group.property)]), "class", [Iri(group.kind)])
    text = with_values(internal_query("page-links-all"), "thing", [Iri(thing)])
    ends = (Iri(f"{RT}from"), Iri(f"{RT}to"))
    text = with_rows(text, ("end", "far"), [ends if group.outgoing else ends[::-1]])
    return with_values(text, "relation", [Iri(group.property)])


def _links(store: Store, thing: str, without: frozenset[str]) -> tuple[Group, ...]:
    rows = list(zip(*columns(store, with_values(internal_query("page-links"), "thing", [Iri(thing)])), strict=True))
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for end, relation, link in rows:
        if link not in without:
            groups.setdefault((end, relation), {})[link] = None
    return tuple(
        Group(relation, "", end == f"{RT}from", len(found), len(rows) >= _MOST, tuple(found)[:FEW])
        for (end, relation), found in groups.items()
    )


def _pointing(store: Store, thing: str) -> tuple[Group, ...]:
    rows = list(zip(*columns(store, with_values(internal_query("page-pointing"), "target", [Iri(thing)])), strict=True))
    classes: dict[tuple[str, str], list[str]] = {}
    for property_, subject, kind in rows:
        classes.setdefault((property_, subject), []).append(kind)
    groups: dict[tuple[str, str], list[str]] = {}
    for (property_, subject), kinds in classes.items():
        kind = min(kinds, key=lambda iri: (not iri.startswith(RT), iri))
        groups.setdefault((property_, kind), []).append(subject)
    for (property_, _), found in groups.items():
        if property_ == f"{RT}editionOf":
            found.reverse()  # the latest first
    return tuple(
        Group(property_, kind, outgoing=False, count=len(found), more=len(rows) >= _MOST, first=tuple(found[:FEW]))
        for (property_, kind), found in sorted(
            groups.items(), key=lambda group: (group[0][0], -len(group[1]), group[0])
        )
    )
