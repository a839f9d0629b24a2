"""The files that the dataset is fetched in, at ``/dumps``."""

import re
import threading
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from graph_service.api import formats, parameters, reply
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import QueryTimeoutError, UnknownThingError
from graph_service.linked.dumps import ENDINGS, Dump, dumps, write
from graph_service.store.excerpts import shortened
from graph_service.web import rendering
from graph_service.web.here import Here

MEDIA: Final = {
    "trig": "application/trig",
    "nq": "application/n-quads",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}
"""What a file says that it is, by its ending."""
_LISTS: Final[dict[str, Literal["html", "json"]]] = {"text/html": "html", "application/json": "json"}
_CONTENT: Final = {
    media.partition(";")[0]: "array" if ending == "jsonld" else "string" for ending, media in MEDIA.items()
}
_KINDS: Final = {"text/html": "string", "application/json": "object"}
_PIECE: Final = 65_536
"""Bytes of a file that are unpacked and sent at a time."""
_WAITING: Final = 4
"""Most files that are being written, or wait for that; the rest are refused, for the other routes need threads too."""


def add(app: FastAPI, service: Service) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
    """
    files = _Files(service)

    @app.get(
        "/dumps",
        summary="The files that the dataset is fetched in.",
        response_class=Response,
        responses={
            200: {"content": {media: {"schema": {"type": kind}} for media, kind in _KINDS.items()}},
            **problem_responses(400, 406, 503),
        },
        dependencies=[Depends(parameters.only("format"))],
    )
    def listing(
        request: Request,
        lang: Language,
        asked: Annotated[
            Literal["html", "json"] | None, Query(alias="format", description="html or json; else Accept.")
        ] = None,
    ) -> Response:
        if formats.choose(asked, sent(request, "accept"), _LISTS) == "json":
            items = [{**asdict(dump), "files": _addresses(service, dump)} for dump in files.listed]
            return reply.one(service, {"items": items}, sparql=None, lang=lang, count=len(items))
        body = rendering.render(
            "dumps.html",
            Here.of(request, service),
            snapshot=service.snapshot,
            dumps=files.listed,
            endings=tuple(ENDINGS),
            path_of=rendering.path,
        )
        return HTMLResponse(body, headers={"Content-Language": lang})

    @app.get(
        "/dumps/{name:path}",
        summary="A file with the whole dataset, a document, an edition or a register.",
        response_class=StreamingResponse,
        responses={
            200: {"content": {media: {"schema": {"type": kind}} for media, kind in _CONTENT.items()}},
            **problem_responses(400, 404, 503),
        },
        dependencies=[Depends(parameters.only("lang"))],
    )
    def file(
        name: Annotated[
            str,
            Path(
                max_length=parameters.LONGEST,
                description=f"What /dumps lists, and one of the endings {', '.join(ENDINGS)}.",
                examples=["fyrbodal-2020-2022.ttl"],
            ),
        ],
    ) -> StreamingResponse:
        path, dot, ending = name.rpartition(".")
        dump = next((dump for dump in files.listed if dump.name == path), None)
        if not dot or ending not in ENDINGS or dump is None:
            raise UnknownThingError("unknown_dump", name=shortened(name))
        packed = files.packed(dump, ending)
        stem = re.sub(r"[^A-Za-z0-9.-]+", "-", path)
        headers = {
            "Content-Length": str(packed.size),
            "Content-Disposition": f'attachment; filename="redthread-{stem}.{ending}"',
        }
        return StreamingResponse(packed.pieces(), headers=headers, media_type=MEDIA[ending])


@dataclass(frozen=True, slots=True)
class _Packed:
    body: bytes
    size: int

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(zlib.compress(content, 1), len(content))

    def pieces(self) -> Iterator[bytes]:
        unpacking = zlib.decompressobj()
        left = self.body
        while piece := unpacking.decompress(left, _PIECE):
            left = unpacking.unconsumed_tail
            yield piece


class _Files:
    """The files of a snapshot. Each is written once, when it is first asked for, and kept packed."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept: dict[tuple[str, str], _Packed] = {}
        self._places = threading.BoundedSemaphore(_WAITING)
        self._writing = threading.Lock()

    @cached_property
    def listed(self) -> tuple[Dump, ...]:
        return dumps(self._service.store, self._service.graphs, self._service.settings.base)

    def packed(self, dump: Dump, ending: str) -> _Packed:
        key = (dump.name, ending)
        if key in self._kept:
            return self._kept[key]
        if not self._places.acquire(blocking=False):
            raise QueryTimeoutError("query_queue", waiting=_WAITING)
        try:
            with self._writing:
                if key not in self._kept:
                    self._kept[key] = _Packed.of(write(self._service.store, dump, ENDINGS[ending]))
                return self._kept[key]
        finally:
            self._places.release()


def _addresses(service: Service, dump: Dump) -> dict[str, str]:
    return {ending: f"{service.settings.url}/dumps/{rendering.path(dump.name)}.{ending}" for ending in ENDINGS}
