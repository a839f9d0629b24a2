"""The application's frame: what holds for every route."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.types import ASGIApp

from graph_service import __version__
from graph_service.api import problems
from graph_service.api.frame import Frame

_PROBLEMS: Final[Mapping[int, str]] = {
    400: "The request is wrong; the document says what is, and the way out.",
    404: "What was named does not exist; the document suggests something close.",
    406: "The answer cannot be given in any format that is accepted.",
    409: "What was named could be several things; the document lists them.",
    503: "There was no time for the answer: it took too long, or others were before it.",
}
_UNPARSED: Final = ("HTTPValidationError", "ValidationError")


class Door(FastAPI):
    """An application whose every answer carries the same headers, and whose every error is a problem document."""

    def __init__(self, snapshot: str, query_seconds: float) -> None:
        """Make an application without routes.

        Args:
            snapshot: The snapshot that it answers from.
            query_seconds: Longest time that a query may take.
        """
        super().__init__(
            title="Röda tråden",
            version=__version__,
            description="Public plans as a validated graph: SPARQL, threads and named questions.",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
        )
        self._snapshot = snapshot
        problems.install(self, query_seconds)

    def build_middleware_stack(self) -> ASGIApp:
        """Put what holds for every answer around everything else, the answers to faults too."""
        return Frame(super().build_middleware_stack(), self._snapshot)

    def openapi(self) -> dict[str, Any]:
        """Describe the routes; errors as they are, not as FastAPI would have them."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemas = document["components"]["schemas"]
            problem = TypeAdapter(problems.Problem).json_schema(ref_template="#/components/schemas/{model}")
            schemas |= {**problem.pop("$defs"), "Problem": problem}
            for name in _UNPARSED:
                schemas.pop(name, None)
            for path in document["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)
        return super().openapi()


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route for the OpenAPI document.

    Args:
        *statuses: Their status codes.

    Returns:
        What FastAPI takes as ``responses``.
    """
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _PROBLEMS[status], "content": content} for status in statuses}
