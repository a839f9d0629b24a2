"""What files state that bears on time: of documents, of their editions, and of what belongs to them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from graph_service.plans.validity import Document, Edition
from graph_service.store.columns import columns
from graph_service.store.files import GraphFile
from graph_service.store.internal import internal_query
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.vocabulary import PREFIXES, RDF, RT

Values = Mapping[str, tuple[str, ...]]
"""What a graph says of a thing, by short name of the property."""

_PLAN: Final = "rt:Plan"
DOCUMENTS: Final = frozenset({_PLAN, "rt:Document", "rt:FollowUpReport", "rt:BackgroundReport"})
"""The classes of documents."""
Said = dict[str, dict[str, dict[str, tuple[str, ...]]]]
"""What is said, by graph, thing, and short name of the property."""
_SHORT: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def read(files: Iterable[GraphFile]) -> Said:
    """Read what bears on time.

    Args:
        files: The files.

    Returns:
        What they say; classes are given by their short names, other values as they are.
    """
    store = EmbeddedStore()
    for file in files:
        store.load(file.quads)
    said: Said = {}
    for graph, thing, name, value in zip(*columns(store, internal_query("in-force")), strict=True):
        of_thing = said.setdefault(graph, {}).setdefault(thing, {})
        kind = value if name == f"{RDF}type" else ""
        key = _short(name)
        of_thing[key] = (*of_thing.get(key, ()), _short(kind) if kind else value)
    return said


def _short(iri: str) -> str:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _SHORT.get(iri[:end])
    return f"{prefix}:{iri[end:]}" if prefix else iri


def kinds(values: Values) -> frozenset[str]:
    """Give the classes that a thing is of, by their short names.

    Args:
        values: What is said of it.

    Returns:
        The classes.
    """
    return frozenset(values.get("rdf:type", ()))


def value_of(values: Values, name: str) -> str:
    """Give the value of a property; of several, always the same one.

    Args:
        values: What is said of a thing.
        name: The property's short name.

    Returns:
        The value; empty if there is none.

    Example:
        >>> value_of({"rt:version": ("1.0",)}, "rt:version")
        '1.0'
    """
    return min(values.get(name, ()), default="")


def day_of(text: str) -> date | None:
    """Read a day.

    Args:
        text: An ``xsd:date``; a time zone after it is passed over.

    Returns:
        The day; None if it is none.

    Example:
        >>> day_of("2018-06-30Z"), day_of("våren")
        (datetime.date(2018, 6, 30), None)
    """
    try:
        return date.fromisoformat(text[:10])
    except ValueError:  # no date; validation tells that
        return None


def is_nameless(thing: str) -> bool:
    """Tell whether a thing is a blank node.

    Args:
        thing: An IRI, or the label of a blank node.

    Returns:
        True for a blank node.
    """
    return thing.startswith("_:")


def documents(said: Said) -> dict[str, Document]:
    """Gather what is stated of documents, in whichever graphs.

    Args:
        said: What is said.

    Returns:
        The documents by their IRIs.
    """
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    for things in said.values():
        for thing, values in things.items():
            of_thing = merged.setdefault(thing, {})
            for name, several in values.items():
                of_thing[name] = (*of_thing.get(name, ()), *several)
    events: dict[str, list[Values]] = {}
    editions: dict[str, list[str]] = {}
    for thing, values in merged.items():
        for edition in values.get("rt:eventOf", ()):
            events.setdefault(edition, []).append(values)
        for document in values.get("rt:editionOf", ()):
            editions.setdefault(document, []).append(thing)
    found = {}
    for iri, values in merged.items():
        if iri in editions or not DOCUMENTS.isdisjoint(kinds(values)):
            start, end = _period(values, merged)
            of_it = {each: _edition(each, merged[each], events.get(each, []), merged) for each in editions.get(iri, ())}
            title = value_of(values, "dcterms:title") or iri
            found[iri] = Document(iri, title, _PLAN in kinds(values), start, end, of_it)
    return found


def _edition(iri: str, values: Values, events: list[Values], all_values: Mapping[str, Values]) -> Edition:
    status = value_of(values, "rt:editionStatus").removeprefix(RT)
    earliest = latest = day_of(value_of(values, "dcterms:issued"))
    if latest is None and status:
        # Without a status it is not even stated that it was issued, and its events may tell of anything.
        spans = [
            (day, day) if (day := day_of(value_of(event, "dcterms:date"))) else _period(event, all_values)
            for event in events
        ]
        earliest = min((start for start, _ in spans if start), default=None)
        ends = [end for start, end in spans if start or end]
        latest = None if not ends or None in ends else max(end for end in ends if end)
    return Edition(
        iri, value_of(values, "rt:version"), status, earliest, latest, frozenset(values.get("prov:wasRevisionOf", ()))
    )


def _period(values: Values, all_values: Mapping[str, Values]) -> tuple[date | None, date | None]:
    period = all_values.get(value_of(values, "rt:period"), {})
    return day_of(value_of(period, "dcat:startDate")), day_of(value_of(period, "dcat:endDate"))
