"""Documents that come in several formats: the ending of the address, ``format`` or Accept chooses among them."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response

from graph_service.api import formats
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.store.excerpts import shortened
from graph_service.store.writing import Syntax

Form = Literal["html", "turtle", "jsonld", "nt", "rdfxml"]

MEDIA: Final[Mapping[Form, str]] = {
    "html": "text/html; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
"""What a document says that it is."""
ENDINGS: Final[Mapping[Form, str]] = {
    "html": ".html",
    "turtle": ".ttl",
    "jsonld": ".jsonld",
    "nt": ".nt",
    "rdfxml": ".rdf",
}
"""The endings of addresses that ask for a format."""
_OFFERED: Final[Mapping[str, Form]] = {
    "text/html": "html",
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
}
RESOURCES: Final[tuple[Form, ...]] = ("html", "turtle", "jsonld", "nt")
"""The formats of what stands behind an IRI."""
CATALOGUE: Final[tuple[Form, ...]] = ("html", "turtle", "jsonld", "nt", "rdfxml")
"""The formats of the catalogue; the Swedish data portal reads RDF/XML."""

Asked = Annotated[
    Literal["html", "turtle", "jsonld", "nt"] | None,
    Query(alias="format", description="A format; else the address's ending, else Accept."),
]
"""The ``format`` parameter of what stands behind an IRI."""
AskedOfCatalogue = Annotated[
    Form | None, Query(alias="format", description="A format; else the address's ending, else Accept.")
]
"""The ``format`` parameter of the catalogue."""


def without_ending(name: str, offered: Iterable[Form]) -> tuple[str, Form | None]:
    """Take the ending that asks for a format from a name.

    Args:
        name: The name.
        offered: The formats that there are.

    Returns:
        The name without its ending, and the format that it asks for; the name as it is and None if it has no such.

    Example:
        >>> without_ending("org/skr.ttl", RESOURCES), without_ending("plan/utgava/1.0", RESOURCES)
        (('org/skr', 'turtle'), ('plan/utgava/1.0', None))
    """
    for form in offered:
        if name.endswith(ENDINGS[form]):
            return name.removesuffix(ENDINGS[form]), form
    return name, None


def ending_of(name: str, stem: str, offered: Iterable[Form]) -> Form:
    """Read the format from the name of a document that there is only one of.

    Args:
        name: The name that was asked for.
        stem: The name without an ending.
        offered: The formats that there are.

    Returns:
        The format.

    Raises:
        UnknownThingError: If the name has no such ending.
    """
    rest, form = without_ending(name, offered)
    if form is None or rest != stem:
        raise UnknownThingError("unknown_thing", name=shortened(name), hint="")
    return form


def syntax(form: Form) -> Syntax:
    """Give the syntax of a format that is RDF.

    Args:
        form: The format; any but HTML.

    Returns:
        The syntax.
    """
    if form == "html":
        raise ValueError(form)
    return form


def choose(request: Request, asked: Form | None, ending: Form | None, offered: Iterable[Form]) -> Form:
    """Choose the format of a document.

    Args:
        request: The request.
        asked: The ``format`` parameter, or None.
        ending: The format that the address ends in, or None.
        offered: The formats that there are.

    Returns:
        The format.

    Raises:
        ParameterError: If ``format`` is none of them.
        UnacceptableFormatError: If none of them is accepted.
    """
    forms = frozenset(offered)
    media = {media: form for media, form in _OFFERED.items() if form in forms}
    return formats.choose(asked or ending, sent(request, "accept"), media)


def respond(body: bytes | str, form: Form, lang: Lang, address: str, offered: Iterable[Form]) -> Response:
    """Answer with a document.

    Args:
        body: The document.
        form: Its format.
        lang: The language of a page.
        address: The path that all formats of the document have in common, encoded.
        offered: The formats that there are.

    Returns:
        The answer; it says where this format and the others are.
    """
    others = [f'<{address}{ENDINGS[one]}>; rel="alternate"; type="{_plain(one)}"' for one in offered if one != form]
    headers = {"Content-Location": f"{address}{ENDINGS[form]}", "Link": ", ".join(others)}
    if form == "html":
        headers["Content-Language"] = lang
    return Response(body, headers=headers, media_type=MEDIA[form])


def responses(offered: Iterable[Form], *problems: int) -> dict[int | str, dict[str, Any]]:
    """Describe the answers of a route for the OpenAPI document.

    Args:
        offered: The formats that there are.
        *problems: The status codes of its errors.

    Returns:
        What FastAPI takes as ``responses``.
    """
    content = {_plain(form): {"schema": {} if form == "jsonld" else {"type": "string"}} for form in offered}
    return {200: {"content": content}, **problem_responses(*problems)}


def _plain(form: Form) -> str:
    return MEDIA[form].partition(";")[0]
