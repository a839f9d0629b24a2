"""Reading RDF files: one file, one named graph, and errors that say which file, which line and what to do."""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from graph_service.errors import UnreadableInputError
from graph_service.store import subjects
from graph_service.store.excerpts import excerpt, shortened
from graph_service.store.subjects import Spot
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RT

_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_MOST_TRIPLE_TERMS: Final = 1000
"""Triple terms that are parsed before the file is refused; some 10 000 inside one another crash the parser."""
_RESERVED: Final = frozenset({ONTOLOGY_GRAPH, DERIVED_GRAPH})
_CONTENT: Final = ox.NamedNode(f"{RT}content")
_HERE: Final = frozenset({ox.NamedNode(f"{RT}loaded"), ox.NamedNode(f"{RT}partlyLoaded")})
_WITH_BLOCKS: Final = frozenset({".ttl", ".trig", ".nt", ".nq"})
"""Endings of files in which each subject has a block that begins with it."""


@dataclass(frozen=True, eq=False)
class GraphFile:
    """What one file holds.

    Attributes:
        path: The file.
        graph: IRI of the named graph that its statements belong to.
        quads: The statements, all in that graph.
        text: The file's text, for finding the place of a subject.
    """

    path: Path
    graph: str
    quads: tuple[ox.Quad, ...]
    text: str

    @cached_property
    def spots(self) -> Mapping[str, Spot]:
        """Line and column, from 1, at which the block of each subject begins, by the subject's IRI."""
        return subjects.spots(self.text) if self.path.suffix.lower() in _WITH_BLOCKS else {}


def find(paths: Sequence[Path]) -> tuple[Path, ...]:
    """List the RDF files among some files and folders.

    Args:
        paths: Files and folders; a folder stands for all RDF files below it.

    Returns:
        The files, those of a folder sorted by name.

    Raises:
        UnreadableInputError: If a path does not exist, has an unknown ending, or a folder holds no RDF file.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            for one in _below(path):
                found.setdefault(one.resolve(), one)
        except OSError as error:
            reason = error.strerror or error
            raise UnreadableInputError("file_unreadable", path=shortened(str(path)), reason=reason) from error
    return tuple(found.values())


def read(path: Path, *, limit: int, base: str) -> GraphFile:
    """Read one RDF file.

    Everything in it becomes one graph: the named graph that it writes itself, else the one named by the edition or
    register in it whose ``rt:content`` is ``rt:loaded`` or ``rt:partlyLoaded``, else one named after the file.

    Args:
        path: The file.
        limit: Largest size in bytes.
        base: Base that a graph named after its file begins with.

    Returns:
        What the file holds.

    Raises:
        UnreadableInputError: If it cannot be read or parsed, is too large, is not UTF-8, holds nothing, or holds
            triple terms or more than one graph.
    """
    return parse(read_text(path, limit=limit), path, base=base)


def parse(text: str, path: Path, *, base: str) -> GraphFile:
    """Parse the text of an RDF file, as :func:`read` does.

    Args:
        text: The text.
        path: The file that it is said to be; its ending says in which format it is.
        base: Base that a graph named after its file begins with.

    Returns:
        What the file holds.

    Raises:
        UnreadableInputError: If it cannot be parsed, holds nothing, or holds triple terms or more than one graph.

    Example:
        >>> file = parse("<urn:a> <urn:b> <urn:c> .", Path("a.ttl"), base="urn:")
        >>> file.graph, len(file.quads)
        ('urn:fil/a', 1)
    """
    if text.count("<<(") > _MOST_TRIPLE_TERMS:
        raise UnreadableInputError("file_triple_term", path=path)
    try:
        parsed = tuple(ox.parse(text, format=_FORMATS[path.suffix.lower()]))
    except SyntaxError as error:
        raise _syntax_error(path, text, error, base) from error
    if not parsed:
        raise UnreadableInputError("file_empty", path=path)
    if any(isinstance(quad.object, ox.Triple) for quad in parsed):
        raise UnreadableInputError("file_triple_term", path=path)
    graph = _written_graph(path, parsed) or _own_graph(path, parsed) or _file_graph(path, base)
    if graph in _RESERVED:
        raise UnreadableInputError("file_reserved", path=path, graph=graph)
    name = ox.NamedNode(graph)
    quads = tuple(ox.Quad(q.subject, q.predicate, q.object, name) for q in parsed)
    return GraphFile(path, graph, quads, text)


def read_text(path: Path, *, limit: int) -> str:
    """Read a text file.

    Args:
        path: The file.
        limit: Largest size in bytes.

    Returns:
        Its text, without a byte order mark.

    Raises:
        UnreadableInputError: If it cannot be read, is too large, or is not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableInputError("file_too_large", path=path, size=size, limit=limit)
        with path.open("rb") as file:
            return read_stream(file, str(path), limit=limit)
    except OSError as error:
        raise UnreadableInputError("file_unreadable", path=path, reason=error.strerror or error) from error


def read_stream(stream: IO[bytes], name: str, *, limit: int) -> str:
    """Read text from what may have no end: a file, a pipe, a device.

    Args:
        stream: What is read, no further than it is found to be too much.
        name: What to call it in an error.
        limit: Most bytes.

    Returns:
        The text, without a byte order mark.

    Raises:
        UnreadableInputError: If there is more, or it is not UTF-8.
        OSError: If it cannot be read.

    Example:
        >>> import io
        >>> read_stream(io.BytesIO(b"ASK {}"), "-", limit=10)
        'ASK {}'
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableInputError("file_too_large", path=name, size=len(content), limit=limit)
    return decode(content, name)


def decode(content: bytes, name: str) -> str:
    r"""Make text of bytes.

    Args:
        content: UTF-8 bytes, with or without a byte order mark.
        name: What to call them in an error.

    Returns:
        The text.

    Raises:
        UnreadableInputError: If they are not UTF-8; tells the line.

    Example:
        >>> decode(b"\xef\xbb\xbfm\xc3\xa5l", "plan.ttl")
        'mål'
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError("file_encoding", path=name, line=line) from error


def place_of(file: GraphFile, subject: str) -> Spot | None:
    """Find where a subject's block begins in a file.

    Args:
        file: The file.
        subject: IRI of the subject.

    Returns:
        Line and column from 1, or None if no block begins with the subject there.
    """
    return file.spots.get(subject)


def is_nameless(file: GraphFile) -> bool:
    """Tell whether a file does not say what its graph is, so that the graph has been named after the file.

    Args:
        file: The file.

    Returns:
        True if it neither writes in a named graph nor holds an edition or register that is marked as loaded.
    """
    return file.graph.endswith(_named_after(file.path))


def _below(path: Path) -> list[Path]:
    if path.is_dir():
        below = sorted(p for p in path.rglob("*") if p.suffix.lower() in _FORMATS and p.is_file())
        if not below:
            raise UnreadableInputError("folder_empty", path=path, endings=", ".join(_FORMATS))
        return below
    if not path.exists():
        raise UnreadableInputError("file_missing", path=path)
    if path.suffix.lower() not in _FORMATS:
        raise UnreadableInputError("file_ending", path=path, endings=", ".join(_FORMATS))
    return [path]


def _written_graph(path: Path, quads: tuple[ox.Quad, ...]) -> str:
    written = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    if len(written) > 1:
        raise UnreadableInputError("file_two_graphs", path=path, graphs=shortened(", ".join(sorted(written))))
    return next(iter(written), "")


def _own_graph(path: Path, quads: tuple[ox.Quad, ...]) -> str:
    here = {
        q.subject.value
        for q in quads
        if q.predicate == _CONTENT and q.object in _HERE and isinstance(q.subject, ox.NamedNode)
    }
    if len(here) > 1:
        raise UnreadableInputError("file_two_editions", path=path, editions=", ".join(sorted(here)))
    return next(iter(here), "")


def _file_graph(path: Path, base: str) -> str:
    return f"{base}{_named_after(path)}"


def _named_after(path: Path) -> str:
    slug = re.sub(r"[^a-z0-9.-]+", "-", path.stem.lower()).strip("-") or "namnlos"
    return f"fil/{slug}"


def _syntax_error(path: Path, text: str, error: SyntaxError, base: str) -> UnreadableInputError:
    reason = re.sub(r"^Parser error (?:at|between) .*?: ", "", error.msg or str(error)).rstrip(".")
    if "LoadDocumentCallback" in reason:
        return UnreadableInputError("file_context", path=path)
    if error.lineno is None:
        return UnreadableInputError("file_syntax_somewhere", path=path, reason=shortened(reason))
    line, column = error.lineno, error.offset or 1
    if "No scheme found in an absolute IRI" in reason:
        return UnreadableInputError("file_base", path=path, line=line, base=base)
    unknown = re.search(r"prefix (\S*): has not been declared", reason)
    if unknown:
        return _unknown_prefix(path, line, unknown[1])
    shown = excerpt(text, line, column)
    return UnreadableInputError(
        "file_syntax", path=path, line=line, column=column, reason=shortened(reason), shown=shown
    )


def _unknown_prefix(path: Path, line: int, prefix: str) -> UnreadableInputError:
    close = ", ".join(f"{name}:" for name in get_close_matches(prefix, PREFIXES))
    key = "file_prefix_close" if close and prefix not in PREFIXES else "file_prefix"
    return UnreadableInputError(
        key, path=path, line=line, prefix=f"{shortened(prefix)}:", iri=PREFIXES.get(prefix, "…"), close=close
    )
