"""Links with how they stand: of suspect ones both texts beside each other, and a form to review them."""

from typing import Annotated, Any, Final, get_args

from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters, reply
from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.held import Wanted
from graph_service.api.language import Language
from graph_service.api.made import Made
from graph_service.api.service import Service
from graph_service.errors import RedThreadError
from graph_service.messages import Lang
from graph_service.model.link import LinkSeen
from graph_service.model.thread import Basis
from graph_service.model.validity import Decision, Validity
from graph_service.plans.deciding import Review
from graph_service.questions.decided import links_query
from graph_service.web.answer import ASKED, Asked, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.review import deciding, forms
from graph_service.web.review.forms import Form

PATH: Final = "/granskning/lankar"
_SHOWN: Final = 25
"""Links that a page shows if nothing else is asked for."""


def add(app: Door, service: Service, desk: Desk, made: Made) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
        desk: Where decisions are handed in.
        made: What it shares with the API.
    """
    page = _Page(service, desk, made)

    @app.get(
        PATH,
        include_in_schema=False,
        dependencies=[Depends(parameters.only("lank", "plan", "giltighet", "grund", *ASKED))],
    )
    def links(
        request: Request,
        lang: Language,
        asked: AskedPage,
        link: Annotated[str | None, Query(alias="lank", max_length=parameters.LONGEST)] = None,
        plan: Annotated[str | None, Query(max_length=parameters.LONGEST)] = None,
        validity: Annotated[Validity | None, Query(alias="giltighet")] = None,
        basis: Annotated[Basis | None, Query(alias="grund")] = None,
    ) -> Response:
        if link:
            return reply.live(page.one(request, lang, asked, link))
        return reply.live(page.listed(request, lang, asked, plan or None, validity, basis))

    @app.post(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("lang"))])
    async def review(request: Request, _lang: Language) -> Response:
        return await deciding.decide(request, service, desk, _review, page.refused)


def _review(form: Form, _lang: Lang) -> Review:
    found = form.choice("giltighet", get_args(Decision))
    decision: Decision = "valid" if found == "valid" else "invalid"
    return Review(form.text("lank"), decision, form.text("state") or None)


class _Page:
    def __init__(self, service: Service, desk: Desk, made: Made) -> None:
        self._service = service
        self._desk = desk
        self._held = made.held

    def listed(
        self,
        request: Request,
        lang: Lang,
        asked: Asked,
        plan: str | None,
        validity: Validity | None,
        basis: Basis | None,
    ) -> Response:
        service = self._service
        document = None if plan is None else naming.find_document(service, plan, lang)
        most = asked.limit or (reply.MOST if asked.form == "csv" else reply.PAGE if asked.form == "json" else _SHOWN)
        part = slice(asked.offset, asked.offset + most)
        found, total = self._held.links(part, lang, Wanted(validity, basis, document), suspect_first=True)
        suspect = self._held.links(slice(0), lang, Wanted("suspect"))[1]
        content = Content(
            template="links.html",
            values={
                "links": found,
                "suspect": suspect,
                "step": most,
                "plan": document,
                "validity": validity,
                "basis": basis,
                "bases": get_args(Basis),
                "fixed": self._desk.keeper is None,
            },
            entries=found,
            total=total,
            sparql=links_query(basis=basis, plan=document) if validity is None else None,
            things=[one.iri for one in found],
        )
        return answer(request, service, asked, content)

    def one(self, request: Request, lang: Lang, asked: Asked, name: str) -> Response:
        link = self._held.link(name, lang)
        content = Content("link.html", self._values(link, Form()), [link], things=[link.iri])
        return answer(request, self._service, asked, content)

    def refused(self, here: Here, form: Form, error: RedThreadError) -> Response:
        try:
            values = self._values(self._held.link(form.text("lank"), here.lang), form)
        except RedThreadError:  # it is not known which link is meant
            values = {"link": None}
        return forms.refusal("link.html", here, error, **values)

    def _values(self, link: LinkSeen, form: Form) -> dict[str, Any]:
        return {
            "link": link,
            "ends": [(link.lower, _changed(link, "from")), (link.upper, _changed(link, "to"))],
            "fields": form.fields,
            "fixed": self._desk.keeper is None,
        }


def _changed(link: LinkSeen, end: str) -> object:
    return next((one for one in link.changed if one.end == end), None)
