"""Decisions that are taken in forms: handed in as the API does it, and told as a page."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final

import orjson
from fastapi import Request, Response

from graph_service.api import judged
from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.client.decoding import decoded
from graph_service.errors import FixedError, RedThreadError
from graph_service.keeper.request import Answer, Decided
from graph_service.ledger.scopes import REVIEW
from graph_service.messages import Lang
from graph_service.plans.concerning import headings
from graph_service.plans.deciding import Asked
from graph_service.plans.told import JudgementTold
from graph_service.reports.causes import by_cause, sentence
from graph_service.web.answer import html
from graph_service.web.here import Here
from graph_service.web.rendering import render
from graph_service.web.review import forms
from graph_service.web.review.forms import Form

LARGEST: Final = 65_536
"""Most bytes of a form."""
_MOST: Final = 100
Refused = Callable[[Here, Form, RedThreadError], Response]
"""Answers with the form, still filled in, and what was wrong."""


async def decide(
    request: Request, service: Service, desk: Desk, asked: Callable[[Form, Lang], Asked], refused: Refused
) -> Response:
    """Take a decision that a form holds.

    Args:
        request: The request.
        service: What the page is made of.
        desk: Where decisions are handed in.
        asked: Takes the decision from the form.
        refused: Answers where that cannot be done.

    Returns:
        What came of it.
    """
    here, form = Here.of(request, service), Form()
    try:
        if desk.keeper is None:
            raise FixedError("plans_fixed")
        form = await forms.read(request, service.settings, LARGEST)
        if form.error is not None:
            raise form.error
        # Nothing happens without the token that is typed in this form.
        token = await desk.holder(request, form.text("token"))
        desk.admit(token, (REVIEW,))
        decision = asked(form, here.lang)
        why = judged.reason(form.text("meddelande"))
        answer = await desk.hand_in(replace(Decided(decision, why, lang=here.lang), publish=True, who=token.holder))
    except RedThreadError as error:
        return await asyncio.to_thread(refused, here, form, error)
    return await asyncio.to_thread(_told, here, answer, why)


def _told(here: Here, answer: Answer, why: str) -> Response:
    told = decoded(JudgementTold, orjson.loads(answer.report))
    body = render(
        "decided.html",
        here,
        answer=answer,
        told=told,
        why=why,
        headings=headings(told.breaks, here.lang),
        causes=by_cause(told.breaks),
        sentence=sentence,
        most=_MOST,
    )
    new = answer.commit is not None and not answer.current
    status = HTTPStatus.CREATED if new else HTTPStatus.OK if answer.accepted else HTTPStatus.UNPROCESSABLE_ENTITY
    return forms.posted(html(body, here, status.value))
