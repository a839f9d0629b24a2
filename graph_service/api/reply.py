"""Writing an answer: its ``meta`` part, one page of a list, as JSON or CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

import orjson
from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, create_model

from graph_service.api import formats
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.service import Service
from graph_service.errors import QueryRefusedError
from graph_service.messages import Lang
from graph_service.model import answers
from graph_service.model.cells import cells
from graph_service.store import sparql_text

LIST: Final = ("format", "limit", "offset")
"""The parameters that every list has."""
PAGE: Final = 100
"""Entries of a list that an answer in JSON holds if nothing else is asked for."""
MOST: Final = 10_000
"""Most entries that one answer holds, and what an answer in CSV holds if nothing else is asked for."""

LIVE: Final = {"Cache-Control": "no-cache"}
"""Headers of what may be different the next time though the snapshot is the same."""

Form = Annotated[Literal["json", "csv"] | None, Query(alias="format", description="json or csv; else Accept.")]
"""The ``format`` parameter of a route."""
Limit = Annotated[int | None, Query(ge=1, le=MOST, description=f"Most entries; {PAGE} if not given, for CSV {MOST}.")]
Offset = Annotated[int, Query(ge=0, le=2**31, description="Entries to leave out at the beginning.")]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is asked for, and how it is to be written.

    Attributes:
        limit: Most entries of the answer.
        offset: Entries before the first one of the answer.
        form: The format of the answer.
        lang: Its language.
    """

    limit: int
    offset: int
    form: Literal["json", "csv"]
    lang: Lang

    def part(self) -> slice:
        """Give the part of a list that is asked for."""
        return slice(self.offset, self.offset + self.limit)


def _paging(request: Request, lang: Language, form: Form = None, limit: Limit = None, offset: Offset = 0) -> Paging:
    return page(formats.choose(form, sent(request, "accept"), formats.ANSWERS), limit, offset, lang)


def page(form: Literal["json", "csv"], limit: int | None, offset: int, lang: Lang) -> Paging:
    """Put together which part of a list is asked for.

    Args:
        form: The format of the answer.
        limit: Most entries; None for as many as are usual in that format.
        offset: Entries before the first one of the answer.
        lang: The language of the answer.

    Returns:
        The part.
    """
    return Paging(limit or (MOST if form == "csv" else PAGE), offset, form, lang)


Page = Annotated[Paging, Depends(_paging)]
"""Which part of a list is asked for, as a route's argument."""


def many(
    request: Request,
    service: Service,
    found: Sequence[Any],
    *,
    paging: Paging,
    sparql: str | None,
    total: int | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Answer with one page of a list.

    Args:
        request: The request.
        service: What is answered from.
        found: The entries, records of one kind: all of them, in an order that is always the same; or, where ``total``
            is given, those of the page alone.
        paging: Which part is asked for.
        sparql: The query whose rows are all the entries in their order; None if no query can give them. One without
            ORDER BY gives all of them in some order, whatever the page, and one with LIMIT those of the page alone.
        total: How many entries there are, if ``found`` is no more than the page.
        more: What else stands beside ``meta`` and ``items`` in JSON; ``columns`` among it are the columns in CSV too.

    Returns:
        The answer, with RFC 8288 links to the other pages. A page beyond the end of the list is empty.
    """
    count = len(found) if total is None else total
    page = found if total is not None else found[paging.offset : paging.offset + paging.limit]
    headers: dict[str, str] = {"Content-Language": paging.lang}
    links = ", ".join(_links(request, service, paging, count))
    if links:
        headers["Link"] = links
    truncated = max(min(paging.limit, count - paging.offset), 0) < count
    if truncated:  # in CSV nothing else says so
        headers["X-Truncated"] = f"entries; limit={paging.limit}; total={count}"
    if paging.form == "csv":
        written = table(page, (more or {}).get("columns", ()))
        return Response(written, headers=headers, media_type=formats.MEDIA_TYPES["csv"])
    if sparql is not None and "ORDER BY" in sparql and "LIMIT" not in sparql and len(page) < count:
        sparql = f"{sparql.rstrip()}\nLIMIT {paging.limit} OFFSET {paging.offset}\n"
    meta = answers.Meta(
        snapshot=service.snapshot,
        verdict=service.verdict_counts(),
        sparql=sparql,
        count=len(page),
        total=count,
        truncated=truncated,
        as_of=service.other_time(),
    )
    return Response(
        orjson.dumps({"meta": meta, **(more or {}), "items": list(page)}),
        headers=headers,
        media_type="application/json",
    )


def one(
    service: Service,
    body: Mapping[str, object],
    *,
    sparql: str | None,
    lang: Lang,
    count: int = 1,
    total: int | None = None,
) -> Response:
    """Answer with one thing in JSON.

    Args:
        service: What is answered from.
        body: What stands beside ``meta``; records are written out.
        sparql: The query that gives the same; None if no query can.
        lang: The language of the answer.
        count: How many things the answer holds.
        total: How many there are, if that is more.

    Returns:
        The answer.
    """
    whole = count if total is None else total
    meta = answers.Meta(
        snapshot=service.snapshot,
        verdict=service.verdict_counts(),
        sparql=sparql,
        count=count,
        total=whole,
        truncated=count < whole,
        as_of=service.other_time(),
    )
    return Response(
        orjson.dumps({"meta": meta, **body}), headers={"Content-Language": lang}, media_type="application/json"
    )


def live(response: Response) -> Response:
    """Mark an answer as one that may be different the next time though the snapshot is the same.

    Args:
        response: The answer.

    Returns:
        The same answer.
    """
    response.headers.update(LIVE)
    return response


def askable(service: Service, sparql: str | None) -> str | None:
    """Leave out a query that grows with its answer, where it has grown beyond what ``/sparql`` takes.

    Args:
        service: What is answered from.
        sparql: The query, if there is one.

    Returns:
        The query; None if it would be refused.
    """
    limits = service.settings
    try:
        sparql_text.check_public(
            sparql or "", length=limits.query_length, depth=limits.query_depth, size=limits.query_size
        )
    except QueryRefusedError:
        return None
    return sparql


@cache
def listing(entry: type, **more: Any) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401 -- types, as pydantic takes them
    """Describe the answer of a list for the OpenAPI document.

    Args:
        entry: The class of its entries.
        **more: Types of what else stands beside ``meta`` and ``items``.

    Returns:
        What FastAPI takes as ``responses``, for the status code 200.
    """
    parts: dict[str, Any] = {name: (kind, ...) for name, kind in more.items()}
    model: type[BaseModel] = create_model(
        f"{entry.__name__}List",
        meta=(answers.Meta, ...),
        items=(list[entry], ...),  # type: ignore[valid-type]
        **parts,
    )
    return {200: {"model": model, "content": {"text/csv": {"schema": {"type": "string"}}}}}


def table(entries: Sequence[Any], columns: Sequence[str] = ()) -> str:
    """Write entries as CSV (https://www.rfc-editor.org/rfc/rfc4180).

    Args:
        entries: Records of one kind, or mappings. A record inside one gives columns of its own, named after both; of
            several inside one, the first field of each stands in one cell.
        columns: The columns; if none are given, those of the entries.

    Returns:
        The text, with a first line of column names; empty if there are no columns.
    """
    rows = [dict(_row(entry)) for entry in entries]
    found = dict.fromkeys(name for row in rows for name in row)
    names = list(columns) or [name for name in found if not _stands_for_others(name, found, rows)]
    written = io.StringIO()
    if names:
        writer = csv.DictWriter(written, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return written.getvalue()


def _stands_for_others(name: str, names: Iterable[str], rows: Iterable[Mapping[str, object]]) -> bool:
    """Tell whether a column is of a record that is absent here, and that has columns of its own where it is not."""
    return all(row.get(name) is None for row in rows) and any(other.startswith(f"{name}_") for other in names)


def _row(entry: object) -> Iterator[tuple[str, object]]:
    pairs = entry.items() if isinstance(entry, Mapping) else cells(entry)
    return ((name, _written(value)) for name, value in pairs)


def _written(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _links(request: Request, service: Service, paging: Paging, count: int) -> Iterator[str]:
    shift = paging.offset % paging.limit
    last = max((count - 1 - shift) // paging.limit * paging.limit + shift, 0)
    before = min(paging.offset - paging.limit, last)
    places = {
        "first": 0 if paging.offset else None,
        "prev": max(before, 0) if paging.offset else None,
        "next": paging.offset + paging.limit if paging.offset + paging.limit < count else None,
        "last": last if paging.offset + paging.limit < count else None,
    }
    for relation, offset in places.items():
        if offset is not None:
            query = [pair for pair in request.query_params.multi_items() if pair[0] not in {"limit", "offset"}]
            query += [("limit", str(paging.limit)), ("offset", str(offset)), *service.time.items()]
            yield f'<{request.scope["raw_path"].decode("ascii")}?{urlencode(query)}>; rel="{relation}"'
