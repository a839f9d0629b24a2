"""A version of some plans as plain statements."""

from collections.abc import Iterable

from graph_service.store.files import GraphFile
from graph_service.store.oxigraph import term_of
from graph_service.store.port import Triple


def of_files(files: Iterable[GraphFile]) -> dict[str, tuple[Triple, ...]]:
    """Give the statements of some files.

    Args:
        files: The files, each with a graph of its own.

    Returns:
        The statements by the IRI of their graph.
    """
    return {
        file.graph: tuple((term_of(q.subject), term_of(q.predicate), term_of(q.object)) for q in file.quads)
        for file in files
    }
