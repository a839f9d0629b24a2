"""What the service and its workers say to each other: frames of a JSON header and bytes.

A worker may have been broken by the query that it answers. So nothing that it sends is ever more than data: texts,
numbers and bytes, out of which the service makes answers and errors of kinds that it knows.
"""

import struct
import traceback
from collections.abc import Mapping
from typing import Any, Final, cast

import orjson

from graph_service import errors
from graph_service.errors import AmbiguousCodeError, RedThreadError, RemoteError
from graph_service.model.terms import BlankNode, Iri, Literal, Row, Table, Term
from graph_service.store.port import Answer, Graphs, Triple

_LENGTHS: Final = struct.Struct(">II")
HEAD: Final = _LENGTHS.size
"""Bytes that a frame begins with: the lengths of its two parts."""
_ERRORS: Final[Mapping[str, type[RedThreadError]]] = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type)
    and issubclass(kind, RedThreadError)
    and not issubclass(kind, AmbiguousCodeError | RemoteError)
}


def frame(header: object, body: bytes = b"") -> bytes:
    """Write a frame.

    Args:
        header: What JSON can hold.
        body: Bytes beside it.

    Returns:
        The frame.
    """
    written = orjson.dumps(header)
    return b"".join((_LENGTHS.pack(len(written), len(body)), written, body))


def whole(data: bytes | bytearray) -> bool:
    """Tell whether all of a frame is there.

    Args:
        data: Its beginning.

    Returns:
        True if it is all of it.

    Example:
        >>> written = frame(["ready"], b"...")
        >>> whole(written), whole(written[:-1]), whole(b"")
        (True, False, False)
    """
    return len(data) >= HEAD and len(data) >= HEAD + length(data)


def length(head: bytes | bytearray) -> int:
    """Tell how much follows the beginning of a frame.

    Args:
        head: Its first ``HEAD`` bytes, or more.

    Returns:
        Bytes of both parts.

    Example:
        >>> length(frame(["ready"], b"..."))
        12
    """
    return sum(_LENGTHS.unpack_from(head))


def parts(data: bytes) -> tuple[Any, bytes]:
    """Read a frame.

    Args:
        data: The whole frame.

    Returns:
        Its header and the bytes beside it.
    """
    end = HEAD + _LENGTHS.unpack_from(data)[0]
    return orjson.loads(data[HEAD:end]), data[end:]


def request(method: str, arguments: tuple[object, ...], options: Mapping[str, object], seconds: float) -> bytes:
    """Write a request to call a method of the store.

    Args:
        method: The method's name.
        arguments: Its arguments by position: texts or None.
        options: Its arguments by name: texts, graphs or None.
        seconds: Most time that it may take.

    Returns:
        The frame.
    """
    return frame([method, arguments, options, seconds])


def read_request(data: bytes) -> tuple[str, list[object], dict[str, object], float]:
    """Read a request.

    Args:
        data: The frame.

    Returns:
        The method, its arguments by position and by name, and the most seconds it may take.
    """
    method, arguments, options, seconds = cast("tuple[str, list[object], dict[str, object], float]", parts(data)[0])
    graphs = cast("Mapping[str, list[str]] | None", options.get("graphs"))
    if graphs is not None:
        options["graphs"] = Graphs(tuple(graphs["default"]), tuple(graphs["named"]))
    return method, arguments, options, seconds


def outcome(result: object) -> bytes:
    """Write what came of a request.

    Args:
        result: What the method gave, or the error that it raised.

    Returns:
        The frame.
    """
    match result:
        case Answer(kind, form, body, truncated):
            header: list[object] = ["answer", kind, form, truncated]
        case bytes(body):
            header = ["bytes"]
        case _:
            header, body = _header(result), b""
    return frame(header, body)


def read_outcome(data: bytes) -> object:
    """Read what came of a request.

    Args:
        data: The frame.

    Returns:
        What the method gave.

    Raises:
        RedThreadError: If that is what the method raised.
        RuntimeError: If it raised something unforeseen; with the traceback.
        ValueError: If the frame holds something else.
    """
    header, body = parts(data)
    match header:
        case ["answer", kind, form, truncated]:
            return Answer(kind, form, body, truncated)
        case ["error", _, key, values, candidates]:
            raise AmbiguousCodeError(key, tuple((path, title) for path, title in candidates), **values)
        case ["error", name, key, values]:
            raise _ERRORS[name](key, **values)
        case ["fault", told]:
            raise RuntimeError(told)
        case ["table", columns, cells]:
            return Table(tuple(columns), tuple(_row(columns, row) for row in cells))
        case ["triples", triples]:
            return tuple(cast("Triple", tuple(_term(*term) for term in triple)) for triple in triples)
        case ["bytes"]:
            return body
        case ["names", names]:
            return tuple(names)
        case ["value", value]:
            return value
    raise ValueError(header)


def _header(result: object) -> list[object]:
    match result:
        case RedThreadError():
            values = {name: str(value) for name, value in result.values.items()}
            listed = [result.candidates] if isinstance(result, AmbiguousCodeError) else []
            if listed:
                del values["candidates"]  # they are listed anew
            return ["error", type(result).__name__, result.key, values, *listed]
        case Exception():
            return ["fault", "".join(traceback.format_exception(result))]
        case Table(columns, rows):
            return ["table", columns, [[_written(row.get(column)) for column in columns] for row in rows]]
        case tuple() if result and isinstance(result[0], tuple):
            return ["triples", [[_written(term) for term in triple] for triple in result]]
        case tuple():
            return ["names", result]
        case _:
            return ["value", result]


def _row(columns: list[str], cells: list[list[str] | None]) -> Row:
    return {column: _term(*cell) for column, cell in zip(columns, cells, strict=True) if cell is not None}


def _written(term: Term | None) -> list[str] | None:
    match term:
        case None:
            return None
        case Iri(value):
            return ["i", value]
        case BlankNode(value):
            return ["b", value]
        case Literal(value, language, datatype):
            return ["l", value, language, datatype]


def _term(kind: str, value: str, language: str = "", datatype: str = "") -> Term:
    match kind:
        case "i":
            return Iri(value)
        case "b":
            return BlankNode(value)
        case _:
            return Literal(value, language, datatype)
