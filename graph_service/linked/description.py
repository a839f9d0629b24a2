"""What is told of a thing when its IRI is looked up.

Useful information about a thing, with links to more, in standard formats: https://www.w3.org/wiki/LinkedData.
"""

from collections.abc import Callable, Iterable
from typing import Final

from graph_service.errors import QueryError
from graph_service.model.terms import Iri, is_absolute_iri
from graph_service.store.internal import internal_query
from graph_service.store.port import Store, Triple
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import RDF, RT

MOST: Final = 500
"""Most links, and most other things that point at a thing, in its description."""
_TYPE: Final = f"{RDF}type"
_ENDS: Final = frozenset({f"{RT}from", f"{RT}to"})


def description_query(thing: str) -> str:
    """Give the query whose answer is the description of a thing.

    Args:
        thing: Its IRI.

    Returns:
        SPARQL text that can be asked anywhere.
    """
    query = internal_query("description")
    for variable in ("thing", "end", "target"):
        query = with_values(query, variable, [Iri(thing)])
    return query


def describe(store: Store, thing: str) -> tuple[Triple, ...]:
    """Describe a thing.

    Args:
        store: The dataset.
        thing: Its IRI; whatever a stranger may have written.

    Returns:
        The triples, those about the thing itself first, in an order that is always the same; none if the dataset does
        not speak of it.
    """
    return ordered(_asked(store, description_query, thing), thing)


def is_known(store: Store, thing: str) -> bool:
    """Tell whether the dataset speaks of a thing, so that it has a description.

    Args:
        store: The dataset.
        thing: Its IRI; whatever a stranger may have written.

    Returns:
        True if it does.
    """
    return bool(_asked(store, _said_query, thing) or _asked(store, description_query, thing))


def _said_query(thing: str) -> str:
    return with_values(internal_query("described"), "thing", [Iri(thing)])


def _asked(store: Store, query: Callable[[str], str], thing: str) -> Iterable[Triple]:
    if not is_absolute_iri(thing):
        return ()
    try:
        return store.construct(query(thing))
    except QueryError as error:
        if error.key != "query_syntax":
            raise
        return ()  # an IRI that the engine cannot read, such as https://example.org/%zz


def of_things(store: Store, things: Iterable[str]) -> tuple[Triple, ...]:
    """Give all that is said of some things.

    Args:
        store: The dataset.
        things: Their IRIs.

    Returns:
        The triples, by subject, in an order that is always the same.
    """
    named = [Iri(thing) for thing in dict.fromkeys(things)]
    if not named:
        return ()
    return ordered(store.construct(with_values(internal_query("described"), "thing", named)), named[0].value)


def is_cut(description: Iterable[Triple], thing: str) -> bool:
    """Tell whether there may be more than a description holds.

    Args:
        description: The description.
        thing: IRI of the thing that it describes.

    Returns:
        True if it has as many links, or as many others that point at the thing, as it can have.
    """
    pointing = [p.value in _ENDS for s, p, o in description if o.value == thing and s.value != thing]
    return sum(pointing) >= MOST or len(pointing) - sum(pointing) >= MOST


def ordered(triples: Iterable[Triple], first: str) -> tuple[Triple, ...]:
    """Put triples in the order that they are read best in.

    Args:
        triples: The triples, in any order.
        first: IRI of the subject to begin with.

    Returns:
        Each once; by subject, and within a subject by property, its type first.
    """

    def place(triple: Triple) -> tuple[bool, str, bool, str, str]:
        subject, property_, value = triple
        return subject.value != first, subject.value, property_.value != _TYPE, property_.value, str(value)

    return tuple(sorted(set(triples), key=place))
