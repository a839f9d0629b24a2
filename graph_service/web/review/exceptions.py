"""Waivers: who decided what need not be met, why and until when; and a form to decide another."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query, Request, Response

from graph_service.api import parameters, reply
from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.made import Made
from graph_service.api.service import Service
from graph_service.errors import ParameterError, RedThreadError
from graph_service.messages import Lang
from graph_service.plans.deciding import Waiver
from graph_service.questions.decided import waivers_query
from graph_service.store import labels
from graph_service.store.excerpts import shortened
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.review import deciding, forms
from graph_service.web.review.forms import Form

PATH: Final = "/granskning/undantag"


def add(app: Door, service: Service, desk: Desk, made: Made) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
        desk: Where decisions are handed in.
        made: What it shares with the API.
    """

    def values(lang: Lang, form: Form) -> dict[str, Any]:
        names = labels.describe(service.store, service.coverage.iris())
        return {
            "rules": [(iri.rpartition("/")[2], name.title(lang)) for iri, name in names.items()],
            "fields": form.fields,
            "fixed": desk.keeper is None,
        }

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("utgangna", "sak", "regel", *ASKED))])
    def listed(
        request: Request,
        lang: Language,
        asked: AskedPage,
        expired: Annotated[Literal["ja", ""] | None, Query(alias="utgangna")] = None,
        thing: Annotated[str, Query(alias="sak", max_length=parameters.LONGEST)] = "",
        rule: Annotated[str, Query(alias="regel", max_length=parameters.LONGEST)] = "",
    ) -> Response:
        found, total = made.held.waivers(asked.part(), lang, expired=expired == "ja")
        content = Content(
            template="waivers.html",
            values={"waivers": found, "expired": expired, **values(lang, Form({"sak": thing, "regel": rule}))},
            entries=found,
            total=total,
            sparql=waivers_query(expired=expired == "ja"),
            things=[one.iri for one in found],
        )
        return reply.live(answer(request, service, asked, content))

    def refused(here: Here, form: Form, error: RedThreadError) -> Response:
        try:
            found = made.held.waivers(slice(reply.PAGE), here.lang)
        except RedThreadError:  # what was wrong is told all the same
            found = ((), 0)
        more = {"waivers": found[0], "total": found[1], "expired": None, "asked": None}
        return forms.refusal("waivers.html", here, error, **values(here.lang, form), **more)

    @app.post(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    async def waive(request: Request, _lang: Language) -> Response:
        return await deciding.decide(request, service, desk, _waiver, refused)


def _waiver(form: Form, _lang: Lang) -> Waiver:
    given = form.text("till")
    thing, rule = form.text("sak"), form.text("regel")
    parameters.refuse_long({"sak": thing, "regel": rule})
    try:
        until = date.fromisoformat(given)
    except ValueError as error:
        raise ParameterError("form_field", name="till", value=shortened(given), choices="2027-12-31") from error
    if not thing:
        raise ParameterError("form_field", name="sak", value="", choices="fyrbodal-2020-2022/effektmal/1C")
    return Waiver(thing, rule, until)
