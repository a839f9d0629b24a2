"""The SPARQL endpoint (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import formats, parameters
from graph_service.api.door import problem_responses
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.service import Service
from graph_service.errors import QueryTimeoutError
from graph_service.store import sparql_text

EXAMPLE: Final = "SELECT ?plan ?title { ?plan a rt:Plan ; dcterms:title ?title }"
_CONTENT: Final = {
    media.partition(";")[0]: {"schema": {"type": "object" if form == "json" else "string"}}
    for form, media in formats.MEDIA_TYPES.items()
}


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    limits = service.settings
    queue = _Queue(limits.workers + limits.query_queue, limits.query_queue)

    @app.get(
        "/sparql",
        summary="Answer a SPARQL query.",
        response_class=Response,
        responses={200: {"content": _CONTENT}, **problem_responses(400, 406, 503)},
        dependencies=[Depends(parameters.only("query", "format"))],
    )
    def sparql(
        request: Request,
        query: Annotated[
            str,
            Query(
                description="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE. The usual prefixes need no declaration.",
                examples=[EXAMPLE],
            ),
        ],
        _lang: Language,
        form: Annotated[
            str | None, Query(alias="format", description=f"One of {', '.join(formats.MEDIA_TYPES)}; else Accept.")
        ] = None,
    ) -> Response:
        sparql_text.check_public(query, length=limits.query_length, depth=limits.query_depth)
        accept = sent(request, "accept")
        if sparql_text.yields(query) == "rows":
            rows = formats.choose(form, accept, formats.ROWS)
            with queue.place():
                answer = service.public.answer(query, table=rows)
        else:
            triples = formats.choose(form, accept, formats.TRIPLES)
            with queue.place():
                answer = service.public.answer(query, graph=triples)
        return Response(answer.body, media_type=formats.MEDIA_TYPES[answer.format])


class _Queue:
    """Keeps those who wait for a process from taking all the threads, in which the other routes answer too."""

    def __init__(self, places: int, waiting: int) -> None:
        self._places = BoundedSemaphore(places)
        self._waiting = waiting

    @contextmanager
    def place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise QueryTimeoutError("query_queue", waiting=self._waiting)
        try:
            yield
        finally:
            self._places.release()
