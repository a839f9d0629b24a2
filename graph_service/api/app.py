"""The application: its routes, and the pages that say what there is."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graph_service import __version__
from graph_service.api import (
    catalog,
    changes,
    changing,
    coverage,
    deciding,
    description,
    dumps,
    effort,
    elements,
    gaps,
    history,
    impact,
    lika,
    links,
    outcomes,
    paths,
    plans,
    questions,
    resources,
    search,
    snapshot,
    thing_names,
    threads,
    timeline,
    validation,
)
from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.frame import Frame
from graph_service.api.language import language_of
from graph_service.api.made import Made
from graph_service.api.observe import METRICS_TYPE, Metrics
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import NotReadyError
from graph_service.model import answers
from graph_service.questions import catalogue
from graph_service.web import pages, rendering
from graph_service.web.here import Here


def create(service: Service, metrics: Metrics, desk: Desk) -> Frame:
    """Make the application of a snapshot.

    Args:
        service: What it answers from.
        metrics: The numbers of the service.
        desk: Where changes are handed in.

    Returns:
        The application.
    """
    thing_names.register()
    app, made = Door(service), Made.of(service, desk)
    _pages(app, service)
    threads.add(app, service)
    paths.add(app, service)
    coverage.add(app, service)
    gaps.add(app, service)
    impact.add(app, service)
    history.add(app, service, desk)
    changing.add(app, service, desk)
    changes.add(app, service, desk)
    links.add(app, service, made.held)
    deciding.add(app, service, desk)
    plans.add(app, service)
    elements.add(app, service)
    timeline.add(app, service)
    effort.add(app, service)
    outcomes.add(app, service)
    lika.add(app, service)
    validation.add(app, service, made.found)
    snapshot.add(app, service)
    questions.add(app, service)
    search.add(app, service)
    resources.add(app, service)
    dumps.add(app, service)
    catalog.add(app, service)
    pages.add(app, service, desk, made)

    @app.get("/metrics", include_in_schema=False)
    async def numbers() -> Response:
        return Response(metrics.text(), media_type=METRICS_TYPE)

    return app.framed(desk)


def _pages(app: Door, service: Service) -> None:
    verdict = service.verdict_counts()

    @app.get("/api/v1", include_in_schema=False)
    async def start(request: Request) -> RedirectResponse:
        asked = "lang" in request.query_params
        return RedirectResponse(f"/docs?lang={language_of(request)}" if asked else "/docs")

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        lang = language_of(request)
        page = rendering.render(
            "docs.html",
            Here.of(request, service),
            questions=catalogue.questions(),
            settings=service.settings,
            snapshot=service.snapshot,
            verdict=verdict,
            thread=threads.EXAMPLE,
            chain=paths.EXAMPLE,
            plan=gaps.EXAMPLE,
            search=search.EXAMPLE,
            query=description.EXAMPLE,
        )
        return HTMLResponse(page, headers={"Content-Language": lang})

    @app.get("/health", summary="Whether the service answers, and from what.")
    async def health() -> answers.Health:
        return answers.Health(service.snapshot, verdict, "ok", __version__)

    @app.get(
        "/ready",
        summary="Whether the service can answer queries.",
        responses=problem_responses(503),
    )
    async def ready() -> answers.Ready:
        workers = answers.Workers(service.public.load()[0], service.own.load()[0])
        if not workers.public or not workers.own:
            raise NotReadyError("not_ready")
        return answers.Ready(service.snapshot, "ready", workers)
