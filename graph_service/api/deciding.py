"""Decisions over HTTP: reviews of links and waivers, each judged as any change is, and kept if it holds."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Path, Query, Request, Response
from pydantic import Field

from graph_service.api import formats, json_body, judged, naming, parameters
from graph_service.api.desk import Desk
from graph_service.api.json_body import Body
from graph_service.api.judged import MOST_WORDS, ChangeAnswer, Form, Strict
from graph_service.api.language import Language
from graph_service.api.past import PARAMETERS
from graph_service.api.preferences import sent
from graph_service.api.problems import problem_responses
from graph_service.api.service import Service
from graph_service.errors import ParameterError
from graph_service.keeper.request import Decided
from graph_service.ledger.scopes import REVIEW
from graph_service.messages import Lang
from graph_service.model.validity import Decision
from graph_service.plans.deciding import Review, Waiver, Withdrawal
from graph_service.web import rendering

_LINK: Final = "fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B"
_GOAL: Final = "fyrbodal-2020-2022/effektmal/1C"
_WAIVER: Final = f"undantag/effektmal/{_GOAL}"
_STATE: Final = 64
"""Characters of a hash."""


_Message = Annotated[str, Field(max_length=MOST_WORDS, description="Why, in one line.")]


class _DecisionBody(Body, ABC):
    @abstractmethod
    def decided(self, lang: Lang) -> Decided:
        """Give what is to be handed in."""


class ReviewBody(_DecisionBody):
    """What somebody has found who has looked at a link with both its ends."""

    link: Annotated[
        str,
        Field(
            max_length=parameters.LONGEST,
            description="The link: its IRI, its short path, or the last parts of that, each of them whole.",
            examples=[_LINK],
        ),
    ]
    validity: Annotated[Decision, Field(description="What was found.")]
    message: _Message
    state: Annotated[
        str | None,
        Field(
            max_length=_STATE,
            description="The link's `state` as it was looked at; if it is another by now, nothing is kept.",
        ),
    ] = None

    def decided(self, lang: Lang) -> Decided:
        """Give what is to be handed in."""
        return Decided(Review(self.link, self.validity, self.state), judged.reason(self.message), lang=lang)


class WaiverBody(_DecisionBody):
    """That a thing need not meet a coverage rule until some day."""

    thing: Annotated[str, Field(max_length=parameters.LONGEST, description=naming.DESCRIPTION, examples=[_GOAL])]
    rule: Annotated[
        str,
        Field(
            max_length=parameters.LONGEST,
            description="The coverage rule: its IRI or the last part of it.",
            examples=["effektmal"],
        ),
    ]
    until: Annotated[date, Field(description="The last day on which that counts.", examples=["2027-12-31"])]
    message: _Message

    def decided(self, lang: Lang) -> Decided:
        """Give what is to be handed in."""
        return Decided(Waiver(self.thing, self.rule, self.until), judged.reason(self.message), lang=lang)


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of decisions that are sent.

    Attributes:
        route: Where they are sent.
        body: What is sent.
        name: What such a decision is called.
        does: What sending one does.
        statuses: Statuses of refusals that not all decisions have.
    """

    route: str
    body: type[_DecisionBody]
    name: str
    does: str
    statuses: tuple[int, ...]


_SORTS: Final = (
    _Sort("reviews", ReviewBody, "review", "Find a link valid or invalid with what its ends say now.", (412,)),
    _Sort("waivers", WaiverBody, "waiver", "Declare that a thing need not meet a coverage rule until some day.", ()),
)
_Name = Annotated[
    str,
    Path(max_length=parameters.LONGEST, description="The waiver: its IRI or its short path.", examples=[_WAIVER]),
]
_SECURE: Final[dict[str, Any]] = {"security": [{"token": []}]}


def add(app: FastAPI, service: Service, desk: Desk) -> None:
    """Add the routes to an application.

    Args:
        app: The application.
        service: What they answer from.
        desk: Where decisions are handed in.
    """
    for sort in _SORTS:
        _check(app, desk, sort)
        _decide(app, service, desk, sort)
    _withdrawals(app, desk)


def _check(app: FastAPI, desk: Desk, sort: _Sort) -> None:
    @app.post(
        f"/api/v1/{sort.route}/check",
        name=f"check_{sort.name}",
        operation_id=f"check_{sort.name}",
        summary=f"Judge what a {sort.name} would do, and keep nothing.",
        response_class=Response,
        openapi_extra=json_body.described(sort.body),
        responses=_checked(404, 409, 413, 415, *sort.statuses),
        dependencies=[Depends(_only("strict", "format"))],
    )
    async def check(
        request: Request,
        lang: Language,
        strict: Strict = False,  # noqa: FBT002 -- a query parameter
        form: Form = None,
    ) -> Response:
        chosen = judged.report_format(form, sent(request, "accept"))
        asked = (await json_body.read(request, sort.body)).decided(lang)
        return judged.reported(await desk.hand_in(replace(asked, strict=strict, form=chosen)), lang, chosen)


def _decide(app: FastAPI, service: Service, desk: Desk, sort: _Sort) -> None:
    @app.post(
        f"/api/v1/{sort.route}",
        name=f"decide_{sort.name}",
        operation_id=f"decide_{sort.name}",
        summary=sort.does,
        response_class=Response,
        openapi_extra={**json_body.described(sort.body), **_SECURE},
        responses={
            200: {"model": ChangeAnswer, "description": "It takes the place of an earlier decision."},
            201: {"model": ChangeAnswer, "description": "There was no such decision before."},
            **problem_responses(400, 401, 403, 404, 409, 413, 415, *sort.statuses, 422, 429, 503),
        },
        dependencies=[Depends(_only("strict"))],
    )
    async def decide(request: Request, lang: Language, strict: Strict = False) -> Response:  # noqa: FBT002 -- the same
        who = await _let_in(request, desk)
        asked = (await json_body.read(request, sort.body)).decided(lang)
        answer = await desk.hand_in(replace(asked, strict=strict, publish=True, who=who))
        response = judged.kept(request, answer, lang)
        if response.status_code == HTTPStatus.CREATED:
            response.headers["Location"] = rendering.addresses(service.settings.base)(answer.graph)
        return response


def _withdrawals(app: FastAPI, desk: Desk) -> None:
    @app.post(
        "/api/v1/waivers/{name:path}/check",
        operation_id="check_withdrawal",
        summary="Judge what it would do to take a waiver back, and keep nothing.",
        response_class=Response,
        responses=_checked(404),
        dependencies=[Depends(_only("strict", "format"))],
    )
    async def check(
        request: Request,
        name: _Name,
        lang: Language,
        strict: Strict = False,  # noqa: FBT002 -- the same
        form: Form = None,
    ) -> Response:
        chosen = judged.report_format(form, sent(request, "accept"))
        asked = Decided(Withdrawal(name), "–", strict=strict, lang=lang, form=chosen)
        return judged.reported(await desk.hand_in(asked), lang, chosen)

    @app.delete(
        "/api/v1/waivers/{name:thing}",
        operation_id="withdraw_waiver",
        summary="Take a waiver back.",
        response_class=Response,
        openapi_extra=_SECURE,
        responses={200: {"model": ChangeAnswer}, **problem_responses(400, 401, 403, 404, 422, 429, 503)},
        dependencies=[Depends(_only("strict", "message"))],
    )
    async def withdraw(
        request: Request,
        name: _Name,
        lang: Language,
        message: Annotated[str, Query(max_length=MOST_WORDS, description="Why, in one line.")],
        strict: Strict = False,  # noqa: FBT002 -- the same
    ) -> Response:
        who = await _let_in(request, desk)
        why = judged.reason(message)
        asked = Decided(Withdrawal(name), why, publish=True, who=who, strict=strict, lang=lang)
        return judged.kept(request, await desk.hand_in(asked), lang)


def _only(*names: str) -> Callable[[Request], None]:
    """Refuse parameters that a route does not have, and those of time, for what is decided is decided of now."""
    check = parameters.only(*names)

    def of_now(request: Request) -> None:
        for name in PARAMETERS:
            if name in request.query_params:
                raise ParameterError("decided_now", name=name)
        check(request)

    return of_now


async def _let_in(request: Request, desk: Desk) -> str:
    """Tell who decides: whoever the token was made for, if it allows decisions."""
    token = await desk.holder(request)
    desk.admit(token, (REVIEW,))
    return token.holder


def _checked(*statuses: int) -> dict[int | str, dict[str, Any]]:
    answer = {"model": ChangeAnswer, "content": {media: {} for media in formats.REPORTS}}
    return {200: answer, **problem_responses(400, 403, 406, *statuses, 422, 503)}
