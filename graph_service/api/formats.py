"""Media types of answers, and choosing among them by the ``format`` parameter or the Accept header."""

from typing import Final, cast, get_args

from fastapi import HTTPException

from graph_service.store.port import GRAPH_FORMATS, TABLE_FORMATS, ResultFormat

MEDIA_TYPES: Final[dict[ResultFormat, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
_ALSO: Final[dict[str, ResultFormat]] = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "nt",
}
_BY_TYPE: Final = {media.split(";")[0]: form for form, media in MEDIA_TYPES.items()} | _ALSO


def choose(asked: str | None, accept: str) -> tuple[ResultFormat, ResultFormat]:
    """Choose the format for rows and the format for triples.

    Args:
        asked: The ``format`` parameter, or None.
        accept: The Accept header.

    Returns:
        A format for rows and one for triples; which is used depends on the query.

    Raises:
        HTTPException: 400 for an unknown format, 406 where nothing that is accepted can be given.
    """
    if asked is not None:
        if asked not in get_args(ResultFormat):
            raise HTTPException(400, f"format: {asked}; choose one of {', '.join(get_args(ResultFormat))}")
        form = cast("ResultFormat", asked)
        return _first([form], TABLE_FORMATS, "json"), _first([form], GRAPH_FORMATS, "turtle")
    wanted = _accepted(accept)
    if any(media in {"*/*", ""} for media in wanted):
        wanted += ["application/sparql-results+json", "text/turtle"]
    forms = [_BY_TYPE[media] for media in wanted if media in _BY_TYPE]
    if not forms:
        raise HTTPException(406, f"Accept one of: {', '.join(MEDIA_TYPES.values())}")
    return _first(forms, TABLE_FORMATS, "json"), _first(forms, GRAPH_FORMATS, "turtle")


def _first(forms: list[ResultFormat], among: tuple[ResultFormat, ...], default: ResultFormat) -> ResultFormat:
    return next((form for form in forms if form in among), default)


def _accepted(accept: str) -> list[str]:
    ranked = []
    for part in accept.split(","):
        media, _, parameters = part.strip().partition(";")
        quality = 1.0
        for parameter in parameters.split(";"):
            name, _, value = parameter.strip().partition("=")
            if name == "q":
                quality = _number(value)
        if quality > 0:
            ranked.append((-quality, media.strip().lower()))
    ranked.sort(key=lambda pair: pair[0])
    return [media for _, media in ranked]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
