"""Views: records that are read from the rows of one query, so that the query shows where the answer comes from."""

from collections.abc import Sequence
from typing import Final, TypeVar

from graph_service.messages import Lang
from graph_service.model.terms import Iri, Literal, Term
from graph_service.store import records
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import RT

R = TypeVar("R")
_LANG: Final = "VALUES ?lang "


def query(name: str, lang: Lang | None = None, **values: Sequence[Term] | None) -> str:
    """Fill in the parameters of one of the service's own queries.

    Args:
        name: The query's name.
        lang: The language of names, if it has any.
        **values: The terms that its variables stand for; None leaves a variable open.

    Returns:
        SPARQL text that can be asked anywhere.

    Raises:
        BrokenFileError: If the query does not have one of the variables.
    """
    text = internal_query(name)
    for variable, terms in values.items():
        text = with_values(text, variable, terms)
    return with_values(text, "lang", [Literal(lang)]) if lang and _LANG in text else text


def ask(store: Store, text: str, kind: type[R]) -> tuple[R, ...]:
    """Ask a query and read its rows.

    Args:
        store: The dataset.
        text: SPARQL text.
        kind: The class of the records.

    Returns:
        One record per row.
    """
    return records.read(kind, store.select(text).rows)


def term(name: str | None) -> list[Iri] | None:
    """Make a query's parameter of a name of the vocabulary.

    Args:
        name: The local name of a class or a concept, or None for any.

    Returns:
        What a variable stands for.

    Example:
        >>> term("Goal")
        [Iri(value='https://w3id.org/redthread/ns#Goal')]
    """
    return None if name is None else [Iri(RT + name)]


def given(iri: str | None) -> list[Iri] | None:
    """Make a query's parameter of an IRI.

    Args:
        iri: The IRI, or None for any.

    Returns:
        What a variable stands for.
    """
    return None if iri is None else [Iri(iri)]
