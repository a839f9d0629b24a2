"""What is missing in the threads, as a page: each gap with its cause, and what would close it."""

from typing import Annotated, Final, get_args

from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.model.gap import Cause, GapType
from graph_service.model.names import Level
from graph_service.trace.gaps import Gaps, count, gaps_query
from graph_service.web.answer import ASKED, AskedPage, Content, answer

PATH: Final = "/luckor"


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)
    gaps = Gaps(service.facts)

    @app.get(
        PATH,
        include_in_schema=False,
        dependencies=[Depends(parameters.only("typ", "orsak", "plan", "niva", *ASKED))],
    )
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        kind: Annotated[GapType | None, Query(alias="typ")] = None,
        cause: Annotated[Cause | None, Query(alias="orsak")] = None,
        plan: Annotated[str | None, Query(max_length=parameters.LONGEST)] = None,
        level: Annotated[Level | None, Query(alias="niva")] = None,
    ) -> Response:
        document = None if plan is None else naming.find_document(service, plan, lang)
        found = gaps.find(kind, cause, document, level)
        shown = [gaps.describe(gap, lang) for gap in found[asked.part()]]
        content = Content(
            template="gaps.html",
            values={
                "gaps": shown,
                "counts": count(found, lang),
                "kind": kind,
                "cause": cause,
                "plan": document,
                "level": level,
                "levels": get_args(Level),
            },
            entries=shown,
            total=len(found),
            sparql=gaps_query(kind, cause, document, level),
            things=[gap.thing.iri for gap in shown],
            more={"counts": count(found, lang)},
        )
        return answer(request, service, asked, content)
