"""What a request asks of the SPARQL endpoint (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers

from graph_service.api import formats
from graph_service.errors import (
    MediaTypeError,
    ParameterError,
    QueryRefusedError,
    RedThreadError,
    UnacceptableFormatError,
)
from graph_service.messages import LANGUAGES
from graph_service.model.terms import is_absolute_iri
from graph_service.settings import Settings
from graph_service.store import sparql_text
from graph_service.store.port import Graphs, ResultFormat

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_SEVERAL: Final = frozenset({"default-graph-uri", "named-graph-uri"})
_ONCE: Final = frozenset({"query", "update", "format", "output", "timeout", "lang"})
_UPDATE_ONLY: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_KNOWN: Final = _SEVERAL | _ONCE | _UPDATE_ONLY
_ALIASES: Final[Mapping[str, ResultFormat]] = {
    **{media.partition(";")[0]: form for form, media in formats.MEDIA_TYPES.items()},
    **{form: form for form in formats.MEDIA_TYPES},
    "json-ld": "jsonld",
    "ttl": "turtle",
    "ntriples": "nt",
    "rdf": "rdfxml",
}
_ENCODED: Final = 12
"""Bytes that one character of a query may take in a form: four of UTF-8, each as ``%xx``."""
_REST: Final = 20_000
"""Bytes that the other parts of a form may take."""
_CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii"})


class Asked(NamedTuple):
    """A query that may be asked.

    Attributes:
        query: Its text.
        options: The formats of rows and triples and the graphs, as :meth:`~graph_service.store.port.Store.answer` takes
            them.
        seconds: Most seconds that it may take.
    """

    query: str
    options: Mapping[str, object]
    seconds: float


def asked(given: Sequence[tuple[str, str]], direct: str | None, accept: str, limits: Settings) -> Asked:
    """Read what is asked.

    Args:
        given: The parameters of the address and of a form.
        direct: The query, if it is the body itself.
        accept: The header of that name.
        limits: The settings.

    Returns:
        The query, in which nothing is wrong that can be seen without the engine.

    Raises:
        RedThreadError: If it may not be asked, or not like that.

    Example:
        >>> asked([("query", "ASK {}"), ("timeout", "2")], None, "*/*", Settings()).seconds
        2.0
    """
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if values.keys() & _UPDATE_ONLY:
        raise QueryRefusedError("update_refused")
    for name, several in values.items():
        if name not in _KNOWN:
            known = ", ".join(sorted(_KNOWN - _UPDATE_ONLY))
            raise ParameterError("parameter_unexpected", name=name[:80], known=known)
        if len(several) > 1 and name not in _SEVERAL:
            raise ParameterError("parameter_twice", name=name, count=len(several))
    for lang in values.get("lang", []):
        if lang not in LANGUAGES:
            raise ParameterError("parameter_choice", name="lang", value=lang[:80], choices=", ".join(LANGUAGES))
    queries = ([direct] if direct is not None else []) + values.get("query", [])
    if len(queries) != 1:
        key = "parameter_twice" if queries else "parameter_required"
        raise ParameterError(key, name="query", count=len(queries))
    sparql_text.check_public(queries[0], length=limits.query_length, depth=limits.query_depth, size=limits.query_size)
    # A longer one names nothing either, but would be remembered.
    form = next((form[:80] for form in values.get("format", []) + values.get("output", [])), None)
    seconds = _seconds(values.get("timeout", [None])[0], limits.query_seconds)
    rows, triples = _forms(form, accept)
    options: dict[str, object] = {
        "table": rows if isinstance(rows, str) else "json",
        "graph": triples if isinstance(triples, str) else "turtle",
        "graphs": _graphs(values),
    }
    if not isinstance(rows, str) or not isinstance(triples, str):
        _refuse(rows if sparql_text.yields(queries[0]) == "rows" else triples)
    return Asked(queries[0], options, seconds)


def pairs(text: bytes) -> list[tuple[str, str]]:
    """Read what a form or an address holds (https://url.spec.whatwg.org/#urlencoded-parsing).

    Args:
        text: The form, or what stands after the address's question mark.

    Returns:
        Names and values, in order.

    Raises:
        ParameterError: If it is not UTF-8 behind its ``%xx``, or not ASCII.

    Example:
        >>> pairs(b"query=ASK+%7B%7D&timeout=2")
        [('query', 'ASK {}'), ('timeout', '2')]
    """
    if not text.isascii():
        raise ParameterError("parameters_unreadable")
    parted = (pair.partition(b"=") for pair in text.replace(b"+", b" ").split(b"&") if pair)
    try:
        return [(unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()) for name, _, value in parted]
    except UnicodeDecodeError as error:
        raise ParameterError("parameters_unreadable") from error


def longest_body(limits: Settings) -> int:
    """Tell how many bytes a body may have.

    Args:
        limits: The settings.

    Returns:
        Enough for a form with the longest query, however it is written, and the other parameters.
    """
    return _ENCODED * limits.query_length + _REST


def body(headers: Headers, content: bytes) -> tuple[str | None, list[tuple[str, str]]]:
    """Read a body.

    Args:
        headers: The headers of its request.
        content: The body.

    Returns:
        The query, if the body is one, and the parameters, if it is a form.

    Raises:
        RedThreadError: If it is an update, or neither, or not UTF-8.

    Example:
        >>> body(Headers({"Content-Type": "application/sparql-query"}), b"ASK {}")
        ('ASK {}', [])
    """
    kind = _kind(headers)
    if kind == _UPDATE:
        raise QueryRefusedError("update_refused")
    if kind == FORM:
        return None, pairs(content)
    if kind != QUERY:
        raise MediaTypeError("media_type", given=kind or "–", known=f"{FORM}, {QUERY}")
    try:
        return content.decode(), []
    except UnicodeDecodeError as error:
        raise ParameterError("body_not_text") from error


def least_seconds(most: float) -> float:
    """Tell the least time limit that may be asked for: with less, a query would fail of nothing but a busy machine.

    Args:
        most: The time limit of the service, in seconds.

    Returns:
        Seconds.
    """
    return min(1.0, most)


def _kind(headers: Headers) -> str:
    """Give the media type of a body; what is not plain text in UTF-8 is refused rather than taken for it."""
    kind, *parameters = (part.strip().lower() for part in headers.get("content-type", "").split(";"))
    charsets = {part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")}
    codings = {part.strip().lower() for part in headers.get("content-encoding", "identity").split(",")}
    for given in (charsets - _CHARSETS) | (codings - {"identity", ""}):
        raise MediaTypeError("body_coding", given=given[:80])
    return kind


def _graphs(values: Mapping[str, list[str]]) -> Graphs | None:
    default, named = values.get("default-graph-uri", []), values.get("named-graph-uri", [])
    for iri in (*default, *named):
        if not is_absolute_iri(iri):
            raise ParameterError("graph_iri", value=iri[:80])
    return Graphs(tuple(default), tuple(named)) if default or named else None


def _seconds(given: str | None, most: float) -> float:
    if given is None:
        return most
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not least_seconds(most) <= seconds <= most:
        raise ParameterError("timeout", value=given[:80], least=f"{least_seconds(most):g}", most=f"{most:g}")
    return seconds


@lru_cache(maxsize=1000)
def _forms(form: str | None, accept: str) -> tuple[ResultFormat | RedThreadError, ResultFormat | RedThreadError]:
    """Choose a format for rows and one for triples; an error where there is none."""
    asked = form if form is None else _ALIASES.get(form, form)
    if asked == "json":
        return "json", "jsonld"
    if asked == "xml":
        return "xml", "rdfxml"
    rows = _chosen(lambda: formats.choose(asked, accept, formats.ROWS))
    triples = _chosen(lambda: formats.choose(asked, accept, formats.TRIPLES))
    return rows, triples


def _chosen(choose: Callable[[], ResultFormat]) -> ResultFormat | RedThreadError:
    try:
        return choose()
    except (ParameterError, UnacceptableFormatError) as error:
        return error


def _refuse(form: ResultFormat | RedThreadError) -> None:
    if not isinstance(form, str):
        raise form.with_traceback(None)  # the same error is raised again and again
