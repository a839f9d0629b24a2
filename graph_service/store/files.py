"""Reading RDF files: one file, one named graph, and errors that say which file, which line and what to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph_service.errors import UnreadableInputError
from graph_service.vocabulary import PREFIXES, RT

_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_DATASET_FORMATS: Final = frozenset({".trig", ".nq"})
_CONTENT: Final = ox.NamedNode(f"{RT}content")
_HERE: Final = frozenset({ox.NamedNode(f"{RT}loaded"), ox.NamedNode(f"{RT}partlyLoaded")})


@dataclass(frozen=True, slots=True)
class GraphFile:
    """What one file holds.

    Attributes:
        path: The file.
        graph: IRI of the named graph that its statements belong to.
        quads: The statements, each in its named graph.
        text: The file's text, for finding the line of a subject.
    """

    path: Path
    graph: str
    quads: tuple[ox.Quad, ...]
    text: str


def find(paths: Sequence[Path]) -> tuple[Path, ...]:
    """List the RDF files among some files and folders.

    Args:
        paths: Files and folders; a folder stands for all RDF files below it.

    Returns:
        The files, those of a folder sorted by name.

    Raises:
        UnreadableInputError: If a path does not exist, has an unknown ending, or a folder holds no RDF file.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix in _FORMATS and p.is_file())
            if not below:
                raise UnreadableInputError("folder_empty", path=path, endings=", ".join(_FORMATS))
            found += below
        elif not path.exists():
            raise UnreadableInputError("file_missing", path=path)
        elif path.suffix not in _FORMATS:
            raise UnreadableInputError("file_ending", path=path, endings=", ".join(_FORMATS))
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def read(path: Path, *, limit: int, base: str) -> GraphFile:
    """Read one RDF file.

    A file without named graphs of its own becomes the graph named by the one edition or register in it whose
    ``rt:content`` is ``rt:loaded`` or ``rt:partlyLoaded``. Where there is none, the graph is named after the file.

    Args:
        path: The file.
        limit: Largest size in bytes.
        base: Base that a graph named after its file begins with.

    Returns:
        What the file holds.

    Raises:
        UnreadableInputError: If it cannot be read or parsed, is too large, is not UTF-8, or has two such editions.
    """
    content, text = _text(path, limit)
    try:
        parsed = tuple(ox.parse(content, format=_FORMATS[path.suffix]))
    except SyntaxError as error:
        raise _syntax_error(path, text, error) from error
    if path.suffix in _DATASET_FORMATS:
        graph = next((q.graph_name.value for q in parsed if isinstance(q.graph_name, ox.NamedNode)), "")
        return GraphFile(path, graph or _file_graph(path, base), parsed, text)
    graph = _own_graph(path, parsed) or _file_graph(path, base)
    name = ox.NamedNode(graph)
    quads = tuple(ox.Quad(q.subject, q.predicate, q.object, name) for q in parsed)
    return GraphFile(path, graph, quads, text)


def line_of(file: GraphFile, subject: str) -> int | None:
    """Find the line on which a subject's block begins in a Turtle file.

    Args:
        file: The file.
        subject: IRI of the subject.

    Returns:
        The line from 1, or None if the subject does not begin a line there.
    """
    bases = re.findall(r"^\s*@?base\s+<([^>]*)>", file.text, re.MULTILINE | re.IGNORECASE)
    names = [f"<{subject}>"] + [f"<{subject[len(base) :]}>" for base in bases if subject.startswith(base)]
    for prefix, namespace in re.findall(r"^\s*@?prefix\s+(\S*):\s*<([^>]*)>", file.text, re.MULTILINE | re.IGNORECASE):
        if subject.startswith(namespace):
            names.append(f"{prefix}:{subject[len(namespace) :]}")
    starts = [m.start() for name in names if (m := re.search(rf"^{re.escape(name)}(?=\s)", file.text, re.MULTILINE))]
    return file.text.count("\n", 0, min(starts)) + 1 if starts else None


def _text(path: Path, limit: int) -> tuple[bytes, str]:
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableInputError("file_too_large", path=path, size=size, limit=limit)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableInputError("file_unreadable", path=path, reason=error.strerror or error) from error
    try:
        return content, content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError("file_encoding", path=path, line=line) from error


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
    slug = re.sub(r"[^a-z0-9.-]+", "-", path.stem.lower()).strip("-") or "namnlos"
    return f"{base}fil/{slug}"


def _syntax_error(path: Path, text: str, error: SyntaxError) -> UnreadableInputError:
    line = error.lineno or 1
    shown = text.splitlines()[line - 1].strip() if error.lineno and line <= text.count("\n") + 1 else ""
    unknown = re.search(r"prefix (\S*): has not been declared", str(error))
    if unknown:
        prefix = unknown.group(1)
        guess = prefix if prefix in PREFIXES else next(iter(get_close_matches(prefix, PREFIXES, 1)), "")
        hint = f"@prefix {guess}: <{PREFIXES[guess]}> ." if guess else f"@prefix {prefix}: <…> ."
        return UnreadableInputError("file_prefix", path=path, line=line, prefix=f"{prefix}:", hint=hint)
    reason = re.sub(r"^Parser error at .*?: ", "", error.msg or str(error))
    return UnreadableInputError(
        "file_syntax", path=path, line=line, column=error.offset or 1, reason=reason, shown=shown[:120]
    )
