"""Threads over HTTP."""

from typing import Annotated, Final

from fastapi import Depends, FastAPI, Path, Query

from graph_service.api import answers, parameters
from graph_service.api.door import problem_responses
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.model.thread import Basis, Direction
from graph_service.trace.resolve import resolve
from graph_service.trace.thread import COUNTED, hops_query, trace

EXAMPLE: Final = "fyrbodal-2020-2022/effektmal/4B"


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """
    deepest = service.settings.trace_depth

    @app.get(
        "/api/v1/threads/{name:path}",
        summary="What something leads to, and what leads to it.",
        responses=problem_responses(400, 404, 409, 503),
        dependencies=[Depends(parameters.only("direction", "depth", "basis", several=frozenset({"basis"})))],
    )
    def thread(
        name: Annotated[
            str,
            Path(
                max_length=parameters.LONGEST,
                description="An IRI, a short path, a code such as 4B, or words from a title.",
                examples=[EXAMPLE],
            ),
        ],
        lang: Language,
        direction: Annotated[Direction, Query(description="What it leads to, what leads to it, or both.")] = "both",
        depth: Annotated[int, Query(ge=1, le=100, description="Most steps in each direction.")] = deepest,
        basis: Annotated[
            list[Basis] | None, Query(description="Which links to follow; if none is given, stated and inferred.")
        ] = None,
    ) -> answers.ThreadAnswer:
        start = resolve(service.store, name, base=service.settings.base, lang=lang)
        counted = frozenset(basis) if basis else COUNTED
        found = trace(service.store, start, direction=direction, depth=depth, basis=counted, lang=lang)
        hops = len(found.up) + len(found.down)
        meta = answers.Meta(
            service.snapshot,
            service.verdict_counts(),
            sparql=hops_query(lang),
            count=hops,
            total=hops,
            truncated=found.truncated,
        )
        return answers.ThreadAnswer(meta, found.start, found.direction, found.nodes, found.up, found.down)
