"""Two versions beside each other: of one plan in the ledger, or of a plan and the one that continues it."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, get_args

import orjson
from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters, reply
from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.client.decoding import decoded
from graph_service.errors import ParameterError, UnknownThingError
from graph_service.keeper.request import Between
from graph_service.ledger.commit import Commit
from graph_service.messages import Lang, text
from graph_service.model.difference import Difference
from graph_service.model.differing import DifferenceTold
from graph_service.model.history import EditionMade
from graph_service.model.succession import GONE, Fate, Succession
from graph_service.model.thread import Node
from graph_service.plans import differences, history, succession
from graph_service.plans.concerning import headings
from graph_service.plans.difference_json import plain
from graph_service.plans.told import JudgementTold
from graph_service.reports.causes import by_cause, sentence
from graph_service.store import labels
from graph_service.vocabulary import RT
from graph_service.web.answer import ASKED, Asked, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.versions import named
from graph_service.web.versions.named import Of

PATH: Final = "/versioner/jamfor"
_MOST: Final = 200
"""Most things of a sort to which the same happened that a page shows."""
_KEPT: Final = 20
"""Answers that are kept of each sort."""
T = TypeVar("T")
_ALL: Final = 10_000
_COMMIT: Final[dict[str, Any]] = {"max_length": 64, "pattern": r"^([0-9]{1,9}|[0-9A-Fa-f]{4,64}|(?i:head)|)$"}
"""What the number or address of a change looks like."""


@dataclass(frozen=True, slots=True)
class FateRow:
    """What became of one element, as a row of a table.

    Attributes:
        iri: IRI of the element; of what is new, of the later one.
        kind: What its class is called.
        code: Its code.
        title: Its title.
        fate: What became of it; ``new`` for what continues nothing.
        fate_label: The same in words.
        later: IRI of what continues it.
        later_title: That one's title.
        match: How that answers to it.
        moved: Whether it stands under another heading.
        comment: What a later document says of it.
    """

    iri: str
    kind: str
    code: str
    title: str
    fate: str
    fate_label: str
    later: str | None
    later_title: str | None
    match: str | None
    moved: bool
    comment: str | None


def add(app: Door, service: Service, desk: Desk) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
        desk: Where the ledger is read, and who judges.
    """
    app.twinned.add(PATH)
    page = _Page(service, desk)

    @app.get(
        PATH,
        include_in_schema=False,
        dependencies=[Depends(parameters.only("plan", "med", "fran", "till", "foljder", *ASKED))],
    )
    async def compare(
        request: Request,
        lang: Language,
        asked: AskedPage,
        plan: Annotated[str | None, Query(max_length=parameters.LONGEST)] = None,
        other: Annotated[str | None, Query(alias="med", max_length=parameters.LONGEST)] = None,
        before: Annotated[str | None, Query(alias="fran", **_COMMIT)] = None,
        after: Annotated[str | None, Query(alias="till", **_COMMIT)] = None,
        effects: Annotated[Literal["ja"] | None, Query(alias="foljder")] = None,
    ) -> Response:
        if not plan:
            return await asyncio.to_thread(page.choose, request, lang, asked)
        if other:
            if before or after or effects:
                raise ParameterError("parameter_unexpected", name="fran, till, foljder", known="plan, med, lang")
            return await asyncio.to_thread(page.succession, request, lang, asked, plan, other)
        two = await asyncio.to_thread(page.two, plan, before, after, lang)
        broke = await page.broke(two, lang) if effects else None
        return await asyncio.to_thread(page.difference, request, lang, asked, two, broke)


@dataclass(frozen=True, slots=True)
class _Two:
    """Two versions of a plan or register.

    Attributes:
        of: The plan or register.
        before: The earlier change.
        after: The later one.
        whole: What each change made it say, the last first.
    """

    of: Of
    before: Commit
    after: Commit
    whole: tuple[EditionMade, ...]


class _Last(Generic[T]):
    """The last few answers on what two changes differ in, which never become others."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...]) -> T | None:
        return self._kept.get(key)

    def keep(self, key: tuple[object, ...], answer: T) -> None:
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


class _Page:
    def __init__(self, service: Service, desk: Desk) -> None:
        self._service = service
        self._desk = desk
        self._successions = cache(self._continued)
        self._broke: _Last[JudgementTold] = _Last()
        self._told: _Last[tuple[Difference, DifferenceTold]] = _Last()

    def choose(self, request: Request, lang: Lang, asked: Asked) -> Response:
        """Answer who has not said what is to be compared."""
        store = self._service.store
        pairs = succession.pairs(store)
        names = labels.describe(store, {iri for pair in pairs for iri in pair})
        entries = [
            {"earlier": earlier, "later": later, "title": names[earlier].title(lang), "by": names[later].title(lang)}
            for earlier, later in pairs
        ]
        ledger = None if self._desk.head is None else self._desk.ledger()
        values = {"pairs": entries, "begun": ledger is not None}
        content = Content("compare_choose.html", values, entries, things=[iri for pair in pairs for iri in pair])
        return reply.live(answer(request, self._service, asked, content))

    def two(self, plan: str, before: str | None, after: str | None, lang: Lang) -> _Two:
        """Find two versions of a plan; by default what the last change made of it."""
        ledger = self._desk.history()
        of = named.find(self._service, ledger, plan, lang)
        whole = history.editions(ledger, of.iri, of.sort, most=_ALL)
        last = after or (str(whole[0].number) if whole else "HEAD")
        later = ledger.commit(last)
        earlier = ledger.commit(before or str(max(1, later.number - 1)))
        if earlier.number > later.number:
            earlier, later = later, earlier
        return _Two(of, earlier, later, whole)

    async def broke(self, two: _Two, lang: Lang) -> JudgementTold:
        """Tell what the later version broke; a process of its own works it out, as it does for a change to come."""
        key = (two.of, two.before.address, two.after.address, lang)
        known = self._broke.get(key)
        if known is None:
            asked = Between(two.of.iri, two.of.sort, two.before.number, two.after.number, lang)
            answered = await self._desk.hand_in(asked)
            known = decoded(JudgementTold, orjson.loads(answered.report))
            self._broke.keep(key, known)
        return known

    def difference(
        self, request: Request, lang: Lang, asked: Asked, two: _Two, broke: JudgementTold | None
    ) -> Response:
        """Answer with what differs between two versions of one plan."""
        service = self._service
        found, told = self._differences(two, lang, _MOST if asked.form == "html" else None)
        here = Here.of(request, service)
        content = Content(
            template="compare.html",
            values={
                "of": two.of,
                "name": named.title(service, two.of.iri, lang),
                "before": two.before,
                "after": two.after,
                "whole": two.whole,
                "difference": told,
                "broke": broke,
                "headings": headings(broke.breaks, lang) if broke else (),
                "causes": by_cause(broke.breaks) if broke else (),
                "sentence": sentence,
                "most": _MOST,
                "ask": here.changed(foljder="ja"),
            },
            entries=list(differences.rows(told)) if asked.form != "html" else (),
            things=[thing.iri for sort in (told.elements, told.links) for thing in (*sort.added, *sort.changed)],
            more={"difference": plain(found)} if asked.form == "json" else {},
        )
        return reply.live(answer(request, service, asked, content))

    def _differences(self, two: _Two, lang: Lang, most: int | None) -> tuple[Difference, DifferenceTold]:
        key = (two.of, two.before.address, two.after.address, lang, most)
        known = self._told.get(key)
        if known is None:
            ledger, base = self._desk.history(), self._service.settings.base
            found = history.difference(ledger, two.of.iri, two.of.sort, two.before.address, two.after.address)
            known = found, differences.tell(found, self._service.store, base=base, lang=lang, most=most)
            self._told.keep(key, known)
        return known

    def succession(self, request: Request, lang: Lang, asked: Asked, one: str, other: str) -> Response:
        """Answer with what one plan carries on of another, whichever of the two is named first."""
        service = self._service
        iris = [naming.find_document(service, name, lang) for name in (one, other)]
        told = self._find(iris[0], iris[1], lang)
        kinds = self._kinds(told, lang)
        content = Content(
            template="succession.html",
            values={
                "told": told,
                "fates": [(fate, [it for it in told.elements if it.fate == fate]) for fate in get_args(Fate)],
                "kinds": kinds,
                "pointing": [it for it in told.pointing if it.fate not in GONE],
                "gone_too": sum(it.fate in GONE for it in told.pointing),
                "say": lambda key, **values: text(f"succession.{key}", lang, **values),
            },
            entries=list(_rows(told, kinds, lang)),
            things=[told.earlier.iri, told.later.iri, *(link.link for it in told.elements for link in it.carried)],
            more={"succession": told},
        )
        return answer(request, service, asked, content)

    def _find(self, one: str, other: str, lang: Lang) -> Succession:
        for later, earlier in ((other, one), (one, other)):
            for told in self._successions(later, lang):
                if told.earlier.iri == earlier:
                    return told
        short = [iri.removeprefix(self._service.settings.base) for iri in (one, other)]
        raise UnknownThingError("succession_pair", plan=short[0], other=short[1])

    def _continued(self, later: str, lang: Lang) -> tuple[Succession, ...]:
        if not any(pair[1] == later for pair in succession.pairs(self._service.store)):
            return ()
        return succession.successions(self._service.store, later, base=self._service.settings.base, lang=lang)

    def _kinds(self, told: Succession, lang: Lang) -> Mapping[str, str]:
        """Name the classes, relations and verdicts that are told of, by their local names."""
        words = {node.kind for node in _nodes(told)} | {one.relation for one in told.pointing}
        words |= {word.verdict for one in told.elements for word in one.words}
        found = labels.describe(self._service.store, {f"{RT}{word}" for word in words if word})
        return {iri.removeprefix(RT): label.title(lang) for iri, label in found.items()} | {"": ""}


def _nodes(told: Succession) -> Iterator[Node]:
    for one in told.elements:
        yield from (one.element, *one.headings)
        yield from (node for carried in one.carried for node in (carried.later, *carried.headings))
    yield from told.new
    yield from (node for one in told.pointing for node in (one.start, one.goal))


def _rows(told: Succession, kinds: Mapping[str, str], lang: Lang) -> Iterator[FateRow]:
    for one in told.elements:
        it, label = one.element, text(f"succession.fate_{one.fate}", lang)
        head = (it.iri, kinds[it.kind], it.code, it.title, one.fate, label)
        comment = next((word.comment for word in one.words if word.comment), None)
        for carried in one.carried:
            later = carried.later
            yield FateRow(*head, later.iri, later.title, carried.match, carried.moved, comment)
        if not one.carried:
            yield FateRow(*head, None, None, None, moved=False, comment=comment)
    for it in told.new:
        label = text("succession.new", lang)
        row = (it.iri, kinds[it.kind], it.code, it.title, "new", label, None, None, None)
        yield FateRow(*row, moved=False, comment=None)
