"""The routes."""

import csv
import io
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader

from graph_service import __version__
from graph_service.api import formats, problems
from graph_service.api.language import language_of
from graph_service.model.thread import Basis, Direction
from graph_service.model.verdict import Severity, Verdict
from graph_service.questions import ask as asking
from graph_service.questions import catalogue
from graph_service.settings import Settings
from graph_service.store import sparql_text
from graph_service.store.port import Store
from graph_service.trace.resolve import resolve
from graph_service.trace.thread import trace

RESERVED: Final = frozenset({"lang", "format"})
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
}
_PAGES: Final = Environment(loader=FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True)


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes answer from.

    Attributes:
        store: The dataset, asked in processes of their own.
        verdict: The verdict on it.
        snapshot: The snapshot's identifier.
        settings: The settings.
    """

    store: Store
    verdict: Verdict
    snapshot: str
    settings: Settings

    def meta(self) -> dict[str, object]:
        """Say what every answer says of itself: its snapshot and the verdict on that."""
        counts = {severity.name.lower() + "s": self.verdict.count(severity) for severity in Severity}
        return {"snapshot": self.snapshot, "verdict": {"conforms": self.verdict.conforms, **counts}}


def create(service: Service) -> FastAPI:
    """Make the application.

    Args:
        service: What it answers from.

    Returns:
        The application.
    """
    app = FastAPI(
        title="Röda tråden",
        version=__version__,
        description="Public plans as a validated graph: SPARQL, threads and named questions.",
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    _general(app, service)
    _sparql(app, service)
    _threads(app, service)
    _questions(app, service)
    return app


def _general(app: FastAPI, service: Service) -> None:
    @app.middleware("http")
    async def secure(request: Request, call_next: Any) -> Response:  # noqa: ANN401 -- Starlette's own type
        response: Response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @app.get("/", include_in_schema=False)
    async def start() -> RedirectResponse:
        return RedirectResponse("/docs")

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        lang = language_of(request)
        page = _PAGES.get_template("docs.html").render(
            lang=lang, questions=catalogue.questions(), settings=service.settings, **service.meta()
        )
        return HTMLResponse(page)

    @app.get("/docs.css", include_in_schema=False)
    async def style() -> Response:
        return Response(Path(__file__).with_name("pages").joinpath("docs.css").read_bytes(), media_type="text/css")

    @app.get("/health", summary="Whether the service answers, and from what.")
    async def health() -> dict[str, object]:
        return {"status": "ok", "version": __version__, **service.meta()}


def _sparql(app: FastAPI, service: Service) -> None:
    @app.get(
        "/sparql",
        summary="Answer a SPARQL query.",
        response_class=Response,
        responses={200: {"content": {media.split(";")[0]: {} for media in formats.MEDIA_TYPES.values()}}},
    )
    def sparql(
        request: Request,
        query: Annotated[list[str], Query(description="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE.")],
        form: Annotated[str | None, Query(alias="format", description="Instead of the Accept header.")] = None,
    ) -> Response:
        if len(query) != 1:
            raise HTTPException(400, "query: give exactly one")
        limits = service.settings
        rows, triples = formats.choose(form, request.headers.get("accept", ""))
        sparql_text.check_public(query[0], length=limits.query_length, depth=limits.query_depth)
        answer = service.store.answer(query[0], table=rows, graph=triples)
        headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*", "X-Snapshot": service.snapshot}
        return Response(answer.body, media_type=formats.MEDIA_TYPES[answer.format], headers=headers)


def _threads(app: FastAPI, service: Service) -> None:
    @app.get("/api/v1/threads/{name:path}", summary="What something leads to, and what leads to it.")
    def thread(
        request: Request,
        name: str,
        direction: Direction = "both",
        depth: Annotated[int, Query(ge=1, le=100, description="Most steps in each direction.")] = 12,
        basis: Annotated[list[Basis] | None, Query(description="Which links to follow.")] = None,
    ) -> dict[str, object]:
        lang = language_of(request)
        start = resolve(service.store, name, base=service.settings.base, lang=lang)
        counted = frozenset(basis or ("stated", "inferred"))
        found = trace(service.store, start, direction=direction, depth=depth, basis=counted, lang=lang)
        counts = {"nodes": len(found.nodes), "up": len(found.up), "down": len(found.down)}
        return {"meta": {**service.meta(), **counts, "truncated": found.truncated}, **asdict(found)}


def _questions(app: FastAPI, service: Service) -> None:
    @app.get("/api/v1/questions", summary="All named questions.")
    async def questions(request: Request) -> dict[str, object]:
        lang = language_of(request)
        listed = [
            {
                "name": question.name,
                "group": question.group,
                "title": question.title[lang],
                "description": question.description[lang],
                "columns": question.columns,
                "parameters": [
                    {"name": p.name, "type": p.type, "label": p.label[lang], "default": p.default}
                    for p in question.parameters
                ],
                "example": question.example,
            }
            for question in catalogue.questions()
        ]
        return {"meta": service.meta(), "questions": listed}

    @app.get("/api/v1/questions/{name}", summary="Ask a named question; its parameters are query parameters.")
    def question(
        request: Request,
        name: str,
        form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
    ) -> Response:
        lang = language_of(request)
        asked = catalogue.find(name, lang)
        given = {key: value for key, value in request.query_params.items() if key not in RESERVED}
        base = service.settings.base
        query = asking.fill(service.store, asked, given, base=base, lang=lang)
        table = service.store.select(query)
        rows = [
            {column: row[column].value if column in row else None for column in table.columns} for row in table.rows
        ]
        if form == "csv":
            buffer = io.StringIO()
            writer = csv.DictWriter(buffer, table.columns)
            writer.writeheader()
            writer.writerows(rows)
            return Response(buffer.getvalue(), media_type=formats.MEDIA_TYPES["csv"])
        meta = {**service.meta(), "rows": len(rows), "truncated": False, "sparql": query}
        return JSONResponse({"meta": meta, "title": asked.title[lang], "columns": table.columns, "rows": rows})
