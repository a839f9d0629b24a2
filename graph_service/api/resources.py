"""What stands behind an IRI: the things of the plans at ``/id/…``, the vocabulary at ``/ns``."""

from functools import cache
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Path, Request, Response
from fastapi.responses import RedirectResponse

from graph_service.api import documents, parameters
from graph_service.api.documents import RESOURCES, Asked, Form
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.linked import vocabulary
from graph_service.linked.description import MOST, describe, is_cut, is_known
from graph_service.messages import Lang
from graph_service.store.excerpts import shortened
from graph_service.store.framing import context_document, framed, listed
from graph_service.store.port import Triple
from graph_service.store.writing import write
from graph_service.vocabulary import RT
from graph_service.web import rendering
from graph_service.web.here import Here
from graph_service.web.thing import ThingPages

EXAMPLE: Final = "fyrbodal-2020-2022/effektmal/4B"
_CONTEXT: Final = "/ns/context.jsonld"
_ROUTE: Final = "/id/"


def add(app: FastAPI, service: Service) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
    """
    _things(app, service)
    _vocabulary(app, service)


def _things(app: FastAPI, service: Service) -> None:
    base = service.settings.base
    context = f"{service.settings.url}{_CONTEXT}"
    pages = ThingPages(service)

    @app.get(
        "/id/{name:path}",
        summary="What stands behind the IRI of a thing: itself, its links with their evidence, what points at it.",
        response_class=Response,
        responses=documents.responses(RESOURCES, 400, 404, 406, 503),
        dependencies=[Depends(parameters.only("format"))],
    )
    def thing(
        request: Request,
        name: Annotated[
            str,
            Path(
                max_length=parameters.LONGEST,
                description="The IRI without its base; an ending .ttl, .jsonld, .nt or .html asks for a format.",
                examples=[EXAMPLE],
            ),
        ],
        lang: Language,
        asked: Asked = None,
    ) -> Response:
        iri, ending = _found(service, request, name)
        form = documents.choose(request, asked, ending, RESOURCES)
        here = f"{_ROUTE}{rendering.path(iri.removeprefix(base))}"
        if form == "html":
            return documents.respond(pages.html(iri, Here.of(request, service, here)), form, lang, here, RESOURCES)
        description = describe(service.store, iri)
        response = documents.respond(_document(iri, description, form), form, lang, here, RESOURCES)
        if is_cut(description, iri):
            response.headers["X-Truncated"] = f"links; limit={MOST}"
        return response

    def _document(iri: str, description: tuple[Triple, ...], form: Form) -> bytes:
        return framed(description, iri, context) if form == "jsonld" else write(description, documents.syntax(form))


def _found(service: Service, request: Request, name: str) -> tuple[str, Form | None]:
    # The path is tried as its letters and as it was sent: an IRI may hold encoded letters itself.
    raw = request.scope["raw_path"].decode("ascii").removeprefix(_ROUTE)
    for given in dict.fromkeys((name, raw)):
        whole: tuple[str, Form | None] = (given, None)
        for path, ending in dict.fromkeys((whole, documents.without_ending(given, RESOURCES))):
            iri = f"{service.settings.base}{path}"
            if iri in service.graphs or is_known(service.store, iri):
                return iri, ending
    raise UnknownThingError("unknown_thing", name=shortened(name), hint="")


def _vocabulary(app: FastAPI, service: Service) -> None:
    context = f"{service.settings.url}{_CONTEXT}"

    @cache
    def document(form: Form) -> bytes:
        statements = vocabulary.statements(service.store)
        return listed(statements, context) if form == "jsonld" else write(statements, documents.syntax(form))

    @cache
    def terms(lang: Lang) -> tuple[vocabulary.VocabularyTerm, ...]:
        return vocabulary.terms(service.store, lang)

    def terms_page(here: Here) -> str:
        return rendering.render("vocabulary.html", here, terms=terms(here.lang), namespace=RT)

    def respond(request: Request, lang: Lang, asked: Form | None, ending: Form | None) -> Response:
        form = documents.choose(request, asked, ending, RESOURCES)
        body = terms_page(Here.of(request, service, "/ns")) if form == "html" else document(form)
        return documents.respond(body, form, lang, "/ns", RESOURCES)

    @app.get(
        "/ns",
        summary="The vocabulary: every class, property and concept with what it means.",
        response_class=Response,
        responses=documents.responses(RESOURCES, 400, 406, 503),
        dependencies=[Depends(parameters.only("format"))],
    )
    def whole(request: Request, lang: Language, asked: Asked = None) -> Response:
        return respond(request, lang, asked, None)

    @app.get("/ns.{ending}", include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    def one_format(request: Request, ending: str, lang: Language) -> Response:
        return respond(request, lang, None, documents.ending_of(f"ns.{ending}", "ns", RESOURCES))

    @app.get(
        _CONTEXT,
        summary="The JSON-LD context that our JSON is written with.",
        response_class=Response,
        responses={**documents.responses(("jsonld",), 400)},
        dependencies=[Depends(parameters.only("lang"))],
    )
    def json_context() -> Response:
        return Response(context_document(), media_type=documents.MEDIA["jsonld"])

    @app.get("/ns/{term}", include_in_schema=False)
    def one_term(term: Annotated[str, Path(max_length=parameters.LONGEST)]) -> RedirectResponse:
        if term not in {known.name for known in vocabulary.terms(service.store, "sv")}:
            raise UnknownThingError("unknown_thing", name=shortened(term), hint="")
        return RedirectResponse(f"/ns#{rendering.path(term)}", HTTPStatus.SEE_OTHER)
