"""The page of all named questions."""

from collections.abc import Iterable
from typing import Annotated, Final

from fastapi import Depends, Query, Request, Response

from graph_service.api import parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.questions import listed
from graph_service.api.service import Service
from graph_service.messages import LANGUAGES
from graph_service.model.question import Question
from graph_service.questions import catalogue
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.questions import words

PATH: Final = "/fragor"


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("q", *ASKED))])
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        q: Annotated[str, Query(max_length=parameters.LONGEST)] = "",
    ) -> Response:
        here = Here.of(request, service)
        found = [question for question in catalogue.questions() if _holds(question, q)]
        order = [*words.GROUPS, *sorted({question.group for question in found} - {*words.GROUPS})]
        groups = {
            words.group(name, here): those
            for name in order
            if (those := [question for question in found if question.group == name])
        }
        content = Content(
            template="questions.html",
            values={
                "groups": groups,
                "q": q,
                "all": len(catalogue.questions()),
                "twins": (".json", ".csv"),
            },
            entries=[listed(question, lang) for those in groups.values() for question in those],
        )
        return answer(request, service, asked, content)


def _holds(question: Question, q: str) -> bool:
    """Tell whether all words that are looked for stand somewhere in what is told of a question, in any language."""
    told = " ".join(_told(question)).casefold()
    return all(word in told for word in q.casefold().split())


def _told(question: Question) -> Iterable[str]:
    yield question.name
    for lang in LANGUAGES:
        yield question.title[lang]
        yield question.description[lang]
        yield from (parameter.label[lang] for parameter in question.parameters)
