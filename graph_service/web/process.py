"""How decisions are made: the steps of a plan's process with the decisions and what is handed over in each."""

from functools import lru_cache
from typing import Final

from fastapi import Depends, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.messages import Lang
from graph_service.model.process import ProcessPart, ProcessPlan
from graph_service.questions import process, views
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.fields import Name

PATH: Final = "/beslutsprocess"
_KEPT: Final = 32


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)

    @lru_cache(1)
    def plans() -> tuple[ProcessPlan, ...]:
        return views.ask(service.store, process.plans_query(), ProcessPlan)

    @lru_cache(_KEPT)
    def found(lang: Lang, plan: str) -> tuple[ProcessPart, ...]:
        return views.ask(service.store, process.process_query(lang, plan), ProcessPart)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("plan", *ASKED))])
    def page(request: Request, lang: Language, asked: AskedPage, plan: Name = None) -> Response:
        document = next((known.iri for known in plans()), None)
        if plan is not None:
            document = naming.find_document(service, plan, lang)
        parts = () if document is None else found(lang, document)
        shown = parts[asked.part()]
        number = None if document is None else service.graph.number(document)
        content = Content(
            template="process.html",
            values={
                "stages": process.stages(shown),
                "titles": {part.iri: part.title for part in parts},
                "plan": document,
                "plan_title": (document or "") if number is None else service.graph.node(number, lang).title,
                "plans": plans(),
                "decisions": len({part.iri for part in parts if part.part == "decision"}),
                "deliverables": len({part.iri for part in parts if part.part == "deliverable"}),
                "steps": len({part.step for part in parts}),
            },
            entries=parts,
            sparql=None if document is None else process.process_query(lang, document),
            things=[part.iri for part in shown],
        )
        return answer(request, service, asked, content)
