"""The versions of the plans: what was changed, and the editions that the sources themselves tell of."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from fastapi import Depends, Query, Request, Response

from graph_service.api import parameters, reply
from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang
from graph_service.model.history import ChangeMade
from graph_service.model.plan import EditionListed, PlanEntry
from graph_service.model.terms import Row
from graph_service.plans import history, succession
from graph_service.plans.foreign import EDITION
from graph_service.plans.upload import is_of
from graph_service.questions import ask, catalogue, plans, views
from graph_service.web.answer import ASKED, Asked, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.versions import named
from graph_service.web.versions.named import Of

PATH: Final = "/versioner"
HISTORY: Final = "versionshistorik"
"""The named question that tells how a document came about."""
_MOST: Final = 10_000
_SHOWN: Final = 50
"""Changes that a page shows if nothing else is asked for."""
_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Document:
    """A document with the editions that the sources tell of.

    Attributes:
        plan: The document.
        editions: Its editions, in the order of their versions.
    """

    plan: PlanEntry
    editions: tuple[EditionListed, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """A plan or register that a change touched.

    Attributes:
        name: What follows the base in its IRI.
        gone: Whether it was taken out.
        comparable: Whether it can be compared with how it was before.
    """

    name: str
    gone: bool
    comparable: bool


def add(app: Door, service: Service, desk: Desk) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
        desk: Where the ledger is read.
    """
    app.twinned.add(PATH)
    page = _Page(service, desk)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("plan", *ASKED))])
    def versions(
        request: Request,
        lang: Language,
        asked: AskedPage,
        plan: Annotated[str | None, Query(max_length=parameters.LONGEST)] = None,
    ) -> Response:
        return reply.live(page.answer(request, lang, asked, plan or None))


class _Page:
    def __init__(self, service: Service, desk: Desk) -> None:
        self._service = service
        self._desk = desk
        self.documents = cache(self._documents)
        self.pairs = cache(self._pairs)

    def answer(self, request: Request, lang: Lang, asked: Asked, name: str | None) -> Response:
        service = self._service
        ledger = self._ledger()
        of = None if name is None else named.find(service, ledger, name, lang)
        changes, total = self._changes(ledger, of, asked)
        documents = [one for one in self.documents(lang) if of is None or one.plan.iri == of.iri]
        editions = [edition for document in documents for edition in document.editions]
        here = Here.of(request, service)
        pairs = [pair for pair in self.pairs(lang) if of is None or of.iri in {pair[0].iri, pair[1].iri}]
        content = Content(
            template="versions.html",
            values={
                "fixed": self._desk.head is None,
                "begun": ledger is not None,
                "of": of,
                "name": "" if of is None else named.title(service, of.iri, lang),
                "changes": [(one, self._touched(one)) for one in changes],
                "documents": documents,
                "choices": [one.plan for one in self.documents(lang) if one.plan.content != "notLoaded"],
                "pairs": pairs,
                "events": () if of is None or of.sort != "plan" else self._events(of, lang),
                "question": here.href(f"/fragor/{HISTORY}", document=here.short(of.iri)) if of else "",
                "step": asked.limit or _SHOWN,
            },
            entries=changes if ledger is not None else editions,
            total=total if ledger is not None else None,
            sparql=None if ledger is not None else plans.editions_query(lang, of.iri if of else None),
            things=[one.iri for one in editions],
            more={"editions": editions} if ledger is not None else {},
        )
        return answer(request, service, asked, content)

    def _ledger(self) -> Ledger | None:
        """Give the ledger if anything has been changed."""
        ledger = None if self._desk.head is None else self._desk.ledger()
        return None if ledger is None or ledger.head() is None else ledger

    def _changes(self, ledger: Ledger | None, of: Of | None, asked: Asked) -> tuple[tuple[ChangeMade, ...], int]:
        head = None if ledger is None else ledger.head()
        if ledger is None or head is None:
            return (), 0
        most = asked.limit or (_MOST if asked.form == "csv" else _SHOWN)
        base = self._service.settings.base
        if of is None:
            before = head.number - asked.offset + 1
            found = ledger.log(most, before=before) if before > 1 else ()
            return history.told(ledger, found, base), head.number
        graphs = [graph for graph in ledger.graphs() if is_of(graph, of.iri, of.sort)]
        commits = ledger.log(_MOST, graphs=graphs) if graphs else ()
        return history.told(ledger, commits[asked.offset : asked.offset + most], base), len(commits)

    def _touched(self, change: ChangeMade) -> list[Touched]:
        found: dict[str, list[bool]] = {}
        for one in change.graphs:
            if one.decision is None:
                found.setdefault(one.path.partition(EDITION)[0], []).append(one.content is None)
        return [Touched(name, all(gone), change.number > 1) for name, gone in found.items()]

    def _documents(self, lang: Lang) -> tuple[Document, ...]:
        store = self._service.store
        editions: dict[str, list[EditionListed]] = {}
        for one in views.ask(store, plans.editions_query(lang), EditionListed):
            editions.setdefault(one.plan, []).append(one)
        listed = views.ask(store, plans.plans_query(lang), PlanEntry)
        return tuple(Document(plan, tuple(sorted(editions.get(plan.iri, ()), key=_natural))) for plan in listed)

    def _pairs(self, lang: Lang) -> tuple[tuple[PlanEntry, PlanEntry], ...]:
        known = {one.plan.iri: one.plan for one in self.documents(lang)}
        pairs = succession.pairs(self._service.store)
        return tuple((known[a], known[b]) for a, b in pairs if a in known and b in known)

    def _events(self, of: Of, lang: Lang) -> tuple[Row, ...]:
        question = catalogue.find(HISTORY, lang)
        if not any(one.plan.iri == of.iri for one in self.documents(lang)):
            return ()
        base = self._service.settings.base
        return ask.ask(self._service.store, question, {"document": of.iri}, base=base, lang=lang).rows


def _natural(edition: EditionListed) -> tuple[list[tuple[int, str]], str]:
    parts = _NUMBER.split(edition.version or "")
    return [(int(part), "") if part.isdecimal() and len(part) < _SHOWN else (-1, part) for part in parts], edition.iri
