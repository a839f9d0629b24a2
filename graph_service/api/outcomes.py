"""What came of goals, over HTTP."""

from collections import Counter
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Query, Request, Response

from graph_service.api import asked, parameters, reply
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.model.names import Match, Outcome
from graph_service.model.outcome import GoalOutcome
from graph_service.questions import outcomes, views

_PLAN: Final = "vastkom-2018"


def add(app: FastAPI, service: Service) -> None:
    """Add the route to an application.

    Args:
        app: The application.
        service: What it answers from.
    """

    @app.get(
        "/api/v1/outcomes",
        summary="What came of the goals of a plan, and how the next plan's goals answer to them.",
        responses={
            **reply.listing(GoalOutcome, verdicts=dict[Outcome, int], matches=dict[Match, int]),
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only("verdict", "project", "plan", *reply.LIST))],
    )
    def came(
        request: Request,
        paging: reply.Page,
        verdict: Annotated[
            Outcome | None, Query(description="Only those with this outcome.", examples=["notRecoverable"])
        ] = None,
        project: Annotated[
            str | None,
            Query(
                max_length=parameters.LONGEST,
                description="Only the goals of this project: an IRI, a short path, or words from its title.",
                examples=["vastkom-2018/projekt/gits"],
            ),
        ] = None,
        plan: Annotated[str, asked.plan_query(_PLAN)] = _PLAN,
    ) -> Response:
        lang = paging.lang
        owner = asked.document(service, plan, lang)
        work = None if project is None else asked.element(service, project, lang, "Initiative")
        query = outcomes.outcomes_query(lang, owner, outcome=verdict, project=work)
        found = views.ask(service.store, query, GoalOutcome)
        whole = found
        if verdict is not None:
            whole = views.ask(service.store, outcomes.outcomes_query(lang, owner, project=work), GoalOutcome)
        more = {
            "verdicts": Counter(one.outcome for one in whole),
            "matches": Counter(one.match for one in whole if one.match is not None),
        }
        return reply.many(request, service, found, paging=paging, sparql=query, more=more)
