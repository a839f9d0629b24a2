"""Changes over HTTP: a plan is sent, judged in the graph as it would be after it, and kept if it holds."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Path, Query, Request, Response

from graph_service.api import formats, judged, parameters
from graph_service.api.asked import PLAN
from graph_service.api.desk import Desk
from graph_service.api.judged import MOST_WORDS, ChangeAnswer, Form, Strict
from graph_service.api.language import Language
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import MediaTypeError
from graph_service.keeper.request import Sent
from graph_service.plans.upload import Sort

TYPES: Final[Mapping[str, str]] = {
    "text/turtle": ".ttl",
    "application/trig": ".trig",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/n-quads": ".nq",
    "application/rdf+xml": ".rdf",
}
"""What may be sent, and the endings of files that are of such a kind."""
_TAG: Final = re.compile(r'\s*(?:W/)?"([0-9a-f]{64})"\s*')
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The whole plan or register: one graph, which says what it holds.",
        "content": {media: {"schema": {"type": "string"}} for media in TYPES},
    }
}


_EXAMPLES: Final[Mapping[Sort, str]] = {"plan": PLAN, "graph": "register/organisationer"}
SORTS: Final[Mapping[str, Sort]] = {"plans": "plan", "graphs": "graph"}
"""What is changed, by the part of the address that it is named in."""


def named(sort: Sort) -> Any:  # noqa: ANN401 -- as FastAPI's own functions have it
    """Describe the part of an address that names what is changed.

    Args:
        sort: What that is.

    Returns:
        What stands in the parameter's annotation.
    """
    return Path(
        max_length=parameters.LONGEST,
        description="What follows the base in the IRI of the plan or register.",
        examples=[_EXAMPLES[sort]],
    )


def add(app: FastAPI, service: Service, desk: Desk) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
        desk: Where changes are handed in.
    """
    for route, sort in SORTS.items():
        _check(app, service, desk, route, sort)
        _put(app, service, desk, route, sort)


def _check(app: FastAPI, service: Service, desk: Desk, route: str, sort: Sort) -> None:
    @app.post(
        f"/api/v1/{route}/{{name:path}}/check",
        name=f"check_{sort}",
        operation_id=f"check_{sort}",
        summary=f"Judge a {sort} as it would be published, and keep nothing.",
        response_class=Response,
        openapi_extra=_BODY,
        responses={
            200: {"model": ChangeAnswer, "content": {media: {} for media in formats.REPORTS}},
            **problem_responses(400, 404, 406, 413, 415, 422, 503),
        },
        dependencies=[Depends(parameters.only("strict", "format"))],
    )
    async def check(
        request: Request,
        name: Annotated[str, named(sort)],
        lang: Language,
        strict: Strict = False,  # noqa: FBT002 -- a query parameter
        form: Form = None,
    ) -> Response:
        chosen = judged.report_format(form, sent(request, "accept"))
        answer = await desk.hand_in(
            replace(await _sent(request, service, name, sort, lang), strict=strict, form=chosen)
        )
        return judged.reported(answer, lang, chosen)


def _put(app: FastAPI, service: Service, desk: Desk, route: str, sort: Sort) -> None:
    @app.put(
        f"/api/v1/{route}/{{name:thing}}",
        name=f"publish_{sort}",
        operation_id=f"publish_{sort}",
        summary=f"Publish a {sort}: it takes the place of what is known of it, if it holds.",
        response_class=Response,
        openapi_extra={**_BODY, "security": [{"token": []}]},
        responses={
            200: {"model": ChangeAnswer},
            201: {"model": ChangeAnswer, "description": "Nothing was known of it before."},
            **problem_responses(400, 401, 403, 404, 412, 413, 415, 422, 429, 503),
        },
        dependencies=[Depends(parameters.only("strict", "message"))],
    )
    async def put(
        request: Request,
        name: Annotated[str, named(sort)],
        lang: Language,
        message: Annotated[str, Query(max_length=MOST_WORDS, description="Why, in one line.")],
        strict: Strict = False,  # noqa: FBT002 -- a query parameter
    ) -> Response:
        token = await desk.holder(request)
        desk.admit(token, (f"{sort}:{name}",))
        why = judged.reason(message)
        answer = await desk.hand_in(
            replace(
                await _sent(request, service, name, sort, lang),
                strict=strict,
                publish=True,
                who=token.holder,
                why=why,
                expected=_expected(request),
            )
        )
        return judged.kept(request, answer, lang)


async def _sent(request: Request, service: Service, name: str, sort: Sort, lang: Language) -> Sent:
    file = _file(request, name)
    content = await judged.content(request, service.settings.upload_bytes)
    return Sent(service.settings.base + name, sort, file, content, lang=lang)


def _file(request: Request, name: str) -> str:
    """Name the file that what was sent is kept as."""
    media = judged.media_type(request)
    if media not in TYPES:
        raise MediaTypeError("body_type", media=media[:80] or "–", types=", ".join(TYPES))
    return file_name(name, TYPES[media])


def file_name(name: str, ending: str) -> str:
    """Name the file that what was sent is kept as, whatever it is called where it comes from.

    Args:
        name: What follows the base in the IRI of the plan or register.
        ending: The ending, which says in which format it is.

    Returns:
        The name.

    Example:
        >>> file_name("register/organisationer", ".ttl")
        'organisationer.ttl'
    """
    return (name.rpartition("/")[2] or "plan") + ending


def _expected(request: Request) -> tuple[str, ...] | None:
    """Read what whoever sends a plan believes to be known of it (https://www.rfc-editor.org/rfc/rfc9110#section-13.1)."""
    if request.headers.get("if-none-match", "").strip() == "*":
        return ()
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    tags = [_TAG.fullmatch(tag) for tag in given.split(",")]
    return tuple(tag[1] if tag else "?" for tag in tags)


def schema() -> dict[str, Any]:
    """Describe how a token is shown, for the OpenAPI document."""
    return {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "rt_…"}}
