"""The canonical form of a graph (RDFC-1.0, https://www.w3.org/TR/rdf-canon/), which its content address is made of.

Without blank nodes it is no more than the sorted statements. With them, a graph can be made on which every algorithm
takes longer than anybody waits; such a one is given up, in a process of its own.
"""

import hashlib
import resource
import subprocess
import sys
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from graph_service.errors import UnreadableInputError

_SECONDS: Final = 5.0
"""Seconds after which a graph is given up; the plans of a county take a small part of one."""
_MEMORY: Final = 1_000_000_000
_MODULE: Final = "graph_service.store.canonical"


def canonical(quads: Iterable[ox.Quad], name: str) -> bytes:
    r"""Write a graph in its canonical form.

    Args:
        quads: Its statements; the graph that they are in does not matter.
        name: What to call it in an error.

    Returns:
        N-Triples, sorted, each once; blank nodes are called ``c14n0`` and so on.

    Raises:
        UnreadableInputError: If its blank nodes cannot be told apart in reasonable time and memory.

    Example:
        >>> a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
        >>> canonical([ox.Quad(b, a, a), ox.Quad(a, a, a), ox.Quad(b, a, a)], "x")
        b'<urn:a> <urn:a> <urn:a> .\n<urn:b> <urn:a> <urn:a> .\n'
    """
    triples = {quad.triple for quad in quads}
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    if any(isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        return _named(written, name)
    return _sorted(written)


def address(content: bytes) -> str:
    """Give the content address of a graph.

    Args:
        content: The graph in its canonical form.

    Returns:
        Its SHA-256 in hexadecimal.

    Example:
        >>> address(b"")[:8]
        'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def read(content: bytes, graph: str) -> tuple[ox.Quad, ...]:
    """Read a graph from its canonical form.

    Args:
        content: The canonical form.
        graph: IRI of the graph that the statements belong to.

    Returns:
        The statements.
    """
    name = ox.NamedNode(graph)
    parsed = ox.parse(content, format=ox.RdfFormat.N_TRIPLES)
    return tuple(ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed)


def _sorted(written: bytes) -> bytes:
    return b"".join(sorted(written.splitlines(keepends=True)))


def _named(written: bytes, name: str) -> bytes:
    command = [sys.executable, "-P", "-m", _MODULE]  # -P: nothing is taken from the folder it is started in
    try:
        finished = subprocess.run(  # noqa: S603 -- our own program
            command, input=written, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise UnreadableInputError("file_blank_nodes", path=name) from error
    return finished.stdout


def main() -> None:
    """Read N-Triples from standard input, and write them with canonical names of blank nodes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    dataset = ox.Dataset(ox.parse(sys.stdin.buffer, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    sys.stdout.buffer.write(_sorted(ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""))


if __name__ == "__main__":
    main()
