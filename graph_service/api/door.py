"""The application's frame: what holds for every route."""

from typing import Any, Final

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.routing import Route

from graph_service import __version__
from graph_service.api import changing, past, problems, question_paths, sparql, sparql_document
from graph_service.api.closed import Closed
from graph_service.api.desk import Desk
from graph_service.api.frame import Frame
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.api.sparql import SparqlEndpoint

__all__ = ["Door", "problem_responses"]

_UNPARSED: Final = ("HTTPValidationError", "ValidationError")


class Door(FastAPI):
    """An application whose every answer carries the same headers, and whose every error is a problem document.

    Attributes:
        twinned: Paths of the pages that have twins in other formats, as ``Frame`` has them.
    """

    def __init__(self, service: Service) -> None:
        """Make an application without routes.

        Args:
            service: What it answers from.
        """
        super().__init__(
            title="Röda tråden",
            version=__version__,
            description="Public plans as a validated graph: SPARQL, threads and named questions.",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
        )
        self._service = service
        self.twinned: set[str] = set()
        problems.install(self)

    def framed(self, desk: Desk) -> Frame:
        """Put what holds for every answer around everything else.

        Args:
            desk: Says who may read.

        Returns:
            The whole application, to which no further routes can be added.
        """
        settings = self._service.settings
        inner = SparqlEndpoint(self._service, self)
        return Frame(
            Closed(inner, desk) if settings.reading == "token" else inner,
            self._service,
            self._paths(),
            frozenset(self.twinned),
        )

    def _paths(self) -> frozenset[str]:
        paths = {route.path for route in self.routes if isinstance(route, Route)} | {sparql.PATH}
        return frozenset(path.partition("/{")[0] for path in paths)

    def openapi(self) -> dict[str, Any]:
        """Describe the routes; errors as they are, not as FastAPI would have them."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemas = document["components"]["schemas"]
            problem = TypeAdapter(problems.Problem).json_schema(ref_template="#/components/schemas/{model}")
            schemas |= {**problem.pop("$defs"), "Problem": problem}
            document["components"]["securitySchemes"] = changing.schema()
            for name in _UNPARSED:
                schemas.pop(name, None)
            document["paths"] |= question_paths.documented(document["paths"].pop(question_paths.PATH)["get"])
            document["paths"][sparql.PATH] = sparql_document.documented(self._service.settings)
            for path, item in document["paths"].items():
                for method, operation in item.items():
                    if problems.MEDIA_TYPE not in operation["responses"].get("422", {}).get("content", {}):
                        operation["responses"].pop("422", None)
                    if past.can_be_asked(method.upper(), path):
                        operation.setdefault("parameters", []).extend(past.documented())
                        told = {str(status): text for status, text in problem_responses(404, 503).items()}
                        operation["responses"] |= {**told, **operation["responses"]}
        return super().openapi()
