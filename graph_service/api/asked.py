"""What requests about plans have in common: how a document and an element are named, and how one thing is answered."""

from functools import cache
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Depends, Path, Query, Request
from pydantic import create_model

from graph_service.api import formats, naming, parameters
from graph_service.api.preferences import sent
from graph_service.api.service import Service
from graph_service.messages import Lang
from graph_service.model import answers
from graph_service.model.names import Kind
from graph_service.trace.resolve import resolve, resolve_document
from graph_service.vocabulary import RT, compact
from graph_service.web import rendering

PLAN: Final = "fyrbodal-2020-2022"
"""The document of the examples."""
_API: Final = "/api/v1"
_JSON: Final = {"application/json": "json"}


def plan_query(example: str) -> Any:  # noqa: ANN401 -- as FastAPI's own functions have it
    """Describe the ``plan`` parameter of a route.

    Args:
        example: A document for which the route has a telling answer.

    Returns:
        What stands in the parameter's annotation.
    """
    return Query(
        max_length=parameters.LONGEST,
        description="Only of this document: an IRI, a short path, or words from its title.",
        examples=[example],
    )


def thing_path(example: str) -> Any:  # noqa: ANN401 -- the same
    """Describe the end of an address that names a thing.

    Args:
        example: A thing that the route knows.

    Returns:
        What stands in the parameter's annotation.
    """
    return Path(max_length=parameters.LONGEST, description=naming.DESCRIPTION, examples=[example])


def document(service: Service, name: str, lang: Lang) -> str:
    """Find the document that a request means.

    Args:
        service: What is answered from.
        name: What the request calls it.
        lang: Language of hints.

    Returns:
        Its IRI.

    Raises:
        UnknownThingError: If no document is meant; suggests something close.
        AmbiguousCodeError: If several could be meant; lists them.
    """
    return resolve_document(service.store, name, base=service.settings.base, lang=lang)


def any_document(service: Service, name: str | None, lang: Lang) -> str | None:
    """Find the document that a request means, if it means one.

    Args:
        service: What is answered from.
        name: What the request calls it, or None.
        lang: Language of hints.

    Returns:
        Its IRI, or None.

    Raises:
        UnknownThingError: If no document is meant; suggests something close.
        AmbiguousCodeError: If several could be meant; lists them.
    """
    return None if name is None else document(service, name, lang)


def element(service: Service, name: str, lang: Lang, kind: Kind = "Element") -> str:
    """Find the element that a request means.

    Args:
        service: What is answered from.
        name: What the request calls it.
        lang: Language of hints.
        kind: Local name of its class.

    Returns:
        Its IRI.

    Raises:
        UnknownThingError: If no element of that class is meant; suggests something close.
        AmbiguousCodeError: If several could be meant; lists them.
    """
    return resolve(service.store, name, base=service.settings.base, lang=lang, kind=RT + kind)


def address(service: Service, route: str, iri: str) -> str:
    """Give the address of an answer about one thing.

    Args:
        service: What is answered from.
        route: The route, such as ``elements``.
        iri: The thing.

    Returns:
        A path on this service.
    """
    query = f"?{urlencode(service.time)}" if service.time else ""
    return f"{_API}/{route}/{rendering.path(compact(iri, service.settings.base))}{query}"


def listed(service: Service, route: str, plan: str, **more: str) -> str:
    """Give the address of a list of what one document has.

    Args:
        service: What is answered from.
        route: The route, such as ``elements``.
        plan: The document.
        **more: Other parameters.

    Returns:
        A path on this service.
    """
    given = {"plan": compact(plan, service.settings.base), **more, **service.time}
    return f"{_API}/{route}?{urlencode(given, safe='/:')}"


def linked_data(service: Service, iri: str) -> str:
    """Give the address of the linked data about a thing.

    Args:
        service: What is answered from.
        iri: The thing.

    Returns:
        A path on this service, or the IRI itself where the thing is not under our base.
    """
    return rendering.addresses(service.settings.base)(iri)


def _json_only(
    request: Request,
    form: Annotated[Literal["json"] | None, Query(alias="format", description="json, which is all there is.")] = None,
) -> None:
    formats.choose(form, sent(request, "accept"), _JSON)


JSON_ONLY: Final = Depends(_json_only)
"""The dependency of a route that answers in JSON alone; it raises UnacceptableFormatError."""


@cache
def described(name: str, **parts: Any) -> dict[int | str, dict[str, Any]]:  # noqa: ANN401 -- types, as pydantic takes them
    """Describe the answer about one thing for the OpenAPI document.

    Args:
        name: The name of the answer's schema.
        **parts: Types of what stands beside ``meta``.

    Returns:
        What FastAPI takes as ``responses``, for the status code 200.
    """
    fields: dict[str, Any] = {part: (kind, ...) for part, kind in parts.items()}
    return {200: {"model": create_model(name, meta=(answers.Meta, ...), **fields)}}
