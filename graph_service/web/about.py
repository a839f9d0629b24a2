"""About the data: which documents there are, where their words come from, what is weak, and how to refer to a page."""

from functools import cache
from typing import Annotated, Final

from fastapi import Depends, Query, Request, Response

from graph_service.api import parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.messages import Lang
from graph_service.model.names import Content as Loaded
from graph_service.model.names import Level
from graph_service.model.plan import EditionListed, PlanEntry
from graph_service.questions import plans, views
from graph_service.trace.gaps import Gaps, count
from graph_service.trace.worst import WORST
from graph_service.web import words
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.forms import EMPTY
from graph_service.web.numbers import listed

PATH: Final = "/om"
_HERE: Final[tuple[Loaded, ...]] = ("loaded", "partlyLoaded")
"""What documents are listed if nothing else is asked for."""
_ROWS: Final = 50
"""Documents on a page."""


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    gaps = service.gaps
    app.twinned.add(PATH)
    graph = service.graph
    states = [graph.things.content.get(number, "") for number in graph.of_class("Document").tolist()]
    loaded = {state: states.count(state) for state in _HERE}
    loaded["notLoaded"] = len(states) - sum(loaded.values())
    bases = {basis: len(graph.hops.of_basis([basis])) for basis in words.BASES}  # type: ignore[list-item]

    @cache
    def editions() -> dict[str, tuple[EditionListed, ...]]:
        return plans.editions(service.store)

    @cache
    def documents(query: str) -> tuple[PlanEntry, ...]:
        return views.ask(service.store, query, PlanEntry)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("niva", "innehall", *ASKED))])
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        level: Annotated[Level | None, EMPTY, Query(alias="niva")] = None,
        content: Annotated[Loaded | None, EMPTY, Query(alias="innehall")] = None,
    ) -> Response:
        asked = asked.fewer(_ROWS)
        query = plans.plans_query(lang, level=level, content=content or _HERE)
        found = documents(query)
        return answer(
            request,
            service,
            asked,
            Content(
                template="about.html",
                values={
                    "documents": [(one, editions().get(one.iri, ())) for one in found[asked.part()]],
                    "level": level,
                    "content": content,
                    "loaded": loaded,
                    "bases": bases,
                    "weak": _weak(gaps, lang),
                    "settings": service.settings,
                    "listed": lambda parts: listed(parts, lang),
                    "words": words,
                },
                entries=found,
                sparql=query,
                things=[one.iri for one in found[asked.part()]],
                more={"loaded": loaded, "links": bases},
            ),
        )


def _weak(gaps: Gaps, lang: Lang) -> list[tuple[str, str, str, int]]:
    """Count what is known to be missing, the worst first: its type, cause, and both in words."""
    counts = {(one.type, one.cause): one for one in count(gaps.find(), lang)}
    found = (counts[key] for key in WORST if key in counts)
    return [(one.type, one.cause, one.type_text, one.count) for one in found]
