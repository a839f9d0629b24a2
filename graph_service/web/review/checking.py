"""Checking a plan in the browser, and publishing just what was checked with a token."""

import asyncio
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import RedirectResponse

from graph_service.api import judged, parameters
from graph_service.api.desk import Desk
from graph_service.api.language import Language
from graph_service.api.made import Made
from graph_service.api.service import Service
from graph_service.client.decoding import decoded
from graph_service.errors import (
    FixedError,
    ParameterError,
    RedThreadError,
    StaleBaseError,
    UnreadableInputError,
)
from graph_service.keeper.request import Answer
from graph_service.messages import Lang
from graph_service.model.differing import DifferenceTold
from graph_service.model.rows import TextRow
from graph_service.model.verdict import Place
from graph_service.plans import history
from graph_service.plans.concerning import headings
from graph_service.plans.told import JudgementTold
from graph_service.reports.causes import by_cause, sentence
from graph_service.store.excerpts import lines, rows
from graph_service.web.answer import html
from graph_service.web.here import Here
from graph_service.web.rendering import render
from graph_service.web.review import forms, places, uploads
from graph_service.web.review.forms import Form
from graph_service.web.review.uploads import Upload

PATH: Final = "/granskning/ny"
PUBLISH: Final = "/granskning/publicera"
_MOST: Final = 100
"""Most findings, causes, and things with a cause that a page shows."""
_LONGEST_TEXT: Final = 500_000
"""Most characters of a text that stands in the form again."""


def add(app: FastAPI, service: Service, desk: Desk, made: Made) -> None:
    """Add the pages to an application.

    Args:
        app: The application.
        service: What they are made of.
        desk: Where changes are handed in.
        made: What they share with the API.
    """
    pages = _Pages(service, desk, made)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("plan"))])
    def start(
        request: Request, _lang: Language, plan: Annotated[str, Query(max_length=parameters.LONGEST)] = ""
    ) -> Response:
        here = Here.of(request, service)
        known = pages.targets(here.lang)
        chosen = next((one.value for one in known if plan and plan in {one.name, one.value}), "")
        return html(render("check.html", here, **pages.form(here, Form({"plan": chosen}))), here)

    @app.post(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    async def check(request: Request, _lang: Language) -> Response:
        here = Here.of(request, service)
        form = Form()
        upload = None
        try:
            form = await pages.sent(request)
            upload = await pages.upload(form, here.lang)
            answer = await desk.hand_in(upload.checked(service, here.lang))
        except RedThreadError as error:
            return await asyncio.to_thread(pages.refused, here, form, upload, error)
        return await asyncio.to_thread(pages.preview, here, upload, answer)

    @app.get(PUBLISH, include_in_schema=False)
    def back(request: Request, _lang: Language) -> Response:
        return RedirectResponse(Here.of(request, service).href(PATH), HTTPStatus.SEE_OTHER)

    @app.post(PUBLISH, include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    async def publish(request: Request, _lang: Language) -> Response:
        here = Here.of(request, service)
        form = Form()
        upload = None
        try:
            form = await pages.sent(request)
            upload = await pages.upload(form, here.lang)
            if form.text("hash") != upload.hash:
                raise ParameterError("check_carried")
            # Nothing happens without the token that is typed in this form.
            token = await desk.holder(request, form.text("token"))
            desk.admit(token, (f"{upload.sort}:{upload.name}",))
            why = judged.reason(form.text("meddelande"))
            answer = await desk.hand_in(upload.published(service, here.lang, token.holder, why))
        except RedThreadError as error:
            return await asyncio.to_thread(pages.unpublished, here, form, upload, error)
        if not answer.accepted:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return await asyncio.to_thread(pages.preview, here, upload, answer, form, status)
        return await asyncio.to_thread(pages.receipt, here, upload, answer, why)


class _Pages:
    def __init__(self, service: Service, desk: Desk, made: Made) -> None:
        self._service = service
        self._desk = desk
        self._made = made
        self.targets = cache(self._targets)

    def _targets(self, lang: Lang) -> tuple[uploads.Target, ...]:
        return uploads.targets(self._service, lang)

    async def sent(self, request: Request) -> Form:
        """Read a form that was sent; where the plans are fixed, nothing of it is looked at."""
        if self._desk.keeper is None:
            raise FixedError("plans_fixed")
        return await forms.read(request, self._service.settings)

    async def upload(self, form: Form, lang: Lang) -> Upload:
        """Take from a form what is to be checked."""
        if form.error is not None:
            raise form.error
        return await asyncio.to_thread(self._uploaded, form, lang)

    def _uploaded(self, form: Form, lang: Lang) -> Upload:
        return uploads.read(form, self._service, self._desk, self.targets(lang))

    def form(self, here: Here, form: Form, upload: Upload | None = None) -> dict[str, Any]:
        """Give what the form for a check shows, filled in with what was sent."""
        text = form.fields.get("text", "")
        if upload is not None and not text.strip():
            text = upload.text or ""
        return {
            "fields": form.fields,
            "text": text if len(text) <= _LONGEST_TEXT else "",
            "targets": self.targets(here.lang),
            "endings": uploads.ENDINGS,
            "fixed": self._desk.keeper is None,
            "limit": self._service.settings.upload_bytes,
            "base": self._service.settings.base,
        }

    def refused(self, here: Here, form: Form, upload: Upload | None, error: RedThreadError) -> Response:
        """Answer a check that could not be made."""
        values = self.form(here, form, upload)
        shown: tuple[TextRow, ...] = ()
        if isinstance(error, UnreadableInputError) and upload is not None and upload.text and "line" in error.values:
            shown = rows(lines(upload.text), int(str(error.values["line"])))
        values |= {"rows": shown, "since": self._since(upload, error), "upload": upload}
        return forms.refusal("check.html", here, error, **values)

    def preview(
        self,
        here: Here,
        upload: Upload,
        answer: Answer,
        form: Form | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response:
        """Answer with what would come of a change."""
        told = decoded(JudgementTold, orjson.loads(answer.report))
        difference = None if answer.difference is None else decoded(DifferenceTold, answer.difference)
        own = lines(upload.text or "")

        def around(place: Place) -> tuple[TextRow, ...]:
            return rows(own, place.line) if place.graph == answer.graph else self._made.texts.around(place)

        upload = upload.on_what(answer.current)
        target = next((one for one in self.targets(here.lang) if one.value == upload.value), None)
        causes = by_cause(told.breaks)
        body = render(
            "preview.html",
            here,
            answer=answer,
            told=told,
            upload=upload,
            target=target,
            difference=difference,
            documents=places.judged(told.findings.introduced[:_MOST], around),
            headings=headings(told.breaks, here.lang),
            gained=headings(told.gains, here.lang),
            causes=causes,
            sentence=sentence,
            most=_MOST,
            given=form.fields if form else {},
            refused=status is not HTTPStatus.OK,
            **self.form(here, Form({"plan": upload.value, "format": upload.ending}), upload),
        )
        return forms.posted(html(body, here, status.value))

    def unpublished(self, here: Here, form: Form, upload: Upload | None, error: RedThreadError) -> Response:
        """Answer that nothing has been published, and let it be tried again."""
        if upload is None:
            return self.refused(here, form, None, error)
        values = {"upload": upload, "given": form.fields, "since": self._since(upload, error)}
        values |= {"stale": isinstance(error, StaleBaseError), "name": self._title(upload, here.lang)}
        return forms.refusal("unpublished.html", here, error, **values)

    def receipt(self, here: Here, upload: Upload, answer: Answer, why: str) -> Response:
        """Answer that a change has been kept; or that there was nothing to keep."""
        body = render(
            "published.html", here, answer=answer, upload=upload, why=why, name=self._title(upload, here.lang)
        )
        new = answer.commit is not None and not answer.current
        return forms.posted(html(body, here, (HTTPStatus.CREATED if new else HTTPStatus.OK).value))

    def _title(self, upload: Upload, lang: Lang) -> str:
        return next((one.title for one in self.targets(lang) if one.value == upload.value), upload.name)

    def _since(self, upload: Upload | None, error: RedThreadError) -> tuple[object, ...]:
        """Tell what has changed the plan since what somebody has made a version of it on."""
        ledger = self._desk.ledger() if isinstance(error, StaleBaseError) else None
        if upload is None or ledger is None or not upload.expected:
            return ()
        target = self._service.settings.base + upload.name
        return history.since(ledger, target, upload.sort, upload.expected, most=_MOST)
