"""RDF documents as triples and datasets."""

import pyoxigraph as ox

from graph_service.store.oxigraph import EmbeddedStore, term_of
from graph_service.store.port import Triple


def triples(document: bytes) -> tuple[Triple, ...]:
    r"""Read N-Triples (https://www.w3.org/TR/n-triples/).

    Args:
        document: The document.

    Returns:
        The triples in order.

    Raises:
        ValueError: If it cannot be read.

    Example:
        >>> triples(b'<urn:a> <urn:b> "m\xc3\xa5l"@sv .')[0][2].value
        'mål'
    """
    try:
        read = tuple(ox.parse(document, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise ValueError(error.msg) from error
    return tuple((term_of(quad.subject), term_of(quad.predicate), term_of(quad.object)) for quad in read)


def dataset(document: bytes) -> EmbeddedStore:
    """Read N-Quads (https://www.w3.org/TR/n-quads/).

    Args:
        document: The document.

    Returns:
        The dataset.

    Raises:
        ValueError: If it cannot be read.
    """
    store = EmbeddedStore()
    try:
        store.load(ox.parse(document, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise ValueError(error.msg) from error
    return store
