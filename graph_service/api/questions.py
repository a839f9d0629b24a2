"""Named questions over HTTP."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Path, Request, Response

from graph_service.api import parameters, reply
from graph_service.api.door import problem_responses
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.messages import Lang
from graph_service.model import answers
from graph_service.model.question import Question
from graph_service.questions import ask as asking
from graph_service.questions import catalogue

_EXAMPLE: Final = "vad-leder-till"
_RESERVED: Final = frozenset({"lang", *reply.LIST})
_ANY_PARAMETERS: Final[Mapping[str, Any]] = {
    "name": "parameters",
    "in": "query",
    "description": "The question's own parameters; /api/v1/questions lists them.",
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "string", "maxLength": parameters.LONGEST}},
    "example": {"goal": "fyrbodal-2020-2022/effektmal/4B"},
}


def add(app: FastAPI, service: Service) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
    """

    @app.get(
        "/api/v1/questions",
        summary="All named questions. No query gives them: they are files.",
        responses={**reply.listing(answers.ListedQuestion), **problem_responses(400, 406)},
        dependencies=[Depends(parameters.only(*reply.LIST))],
    )
    async def questions(request: Request, lang: Language, paging: reply.Page) -> Response:
        found = tuple(listed(question, lang) for question in catalogue.questions())
        return reply.many(request, service, found, paging=paging, sparql=None)

    @app.get(
        "/api/v1/questions/{name}",
        summary="Ask a named question; its parameters are query parameters.",
        responses={
            200: {"model": answers.RowsAnswer, "content": {"text/csv": {"schema": {"type": "string"}}}},
            **problem_responses(400, 404, 406, 409, 503),
        },
        dependencies=[Depends(parameters.only())],
        openapi_extra={"parameters": [_ANY_PARAMETERS]},
    )
    def question(
        request: Request,
        name: Annotated[
            str, Path(description="The question's name.", max_length=parameters.LONGEST, examples=[_EXAMPLE])
        ],
        paging: reply.Page,
    ) -> Response:
        lang = paging.lang
        asked = catalogue.find(name, lang)
        given = {key: value for key, value in request.query_params.items() if key not in _RESERVED}
        parameters.refuse_long(given)
        query = asking.fill(service.store, asked, given, base=service.settings.base, lang=lang)
        table = service.store.select(query)
        rows = tuple({c: row[c].value if c in row else None for c in table.columns} for row in table.rows)
        more = {"title": asked.title[lang], "columns": table.columns}
        return reply.many(request, service, rows, paging=paging, sparql=query, more=more)


def listed(question: Question, lang: Lang) -> answers.ListedQuestion:
    """Tell of a question in a list.

    Args:
        question: The question.
        lang: The language of the list.

    Returns:
        What stands there.
    """
    return answers.ListedQuestion(
        name=question.name,
        group=question.group,
        title=question.title[lang],
        description=question.description[lang],
        columns=question.columns,
        parameters=tuple(
            answers.ListedParameter(p.name, p.type, p.label[lang], p.default, p.choices) for p in question.parameters
        ),
        example=question.example,
        href=f"/api/v1/questions/{question.name}?{urlencode({**question.example, 'lang': lang})}",
    )
