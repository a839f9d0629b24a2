"""The routes of the coverage page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, Literal

from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.coverage import find_rule
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.coverage import Contribution, GroupCoverage, Grouping, Named, RuleCoverage
from graph_service.model.lika import Addressing, AreaCount
from graph_service.model.names import LikaArea
from graph_service.questions import lika as lika_questions
from graph_service.questions import views
from graph_service.store.excerpts import shortened
from graph_service.trace.coverage_query import list_query, work_query
from graph_service.trace.rules import Rule
from graph_service.vocabulary import RT
from graph_service.web.answer import ASKED, Asked, AskedPage, Content, answer
from graph_service.web.coverage import lika, matrix, words
from graph_service.web.fields import Name
from graph_service.web.forms import EMPTY

PATH: Final = "/tackning"
_DEFAULT: Final = "effektmal"
_NONE: Final = "ingen"
"""What the group of what belongs to no group is called in an address."""
_MATRICES: Final = 64
"""How many matrices are kept; a rule, a way to divide, a plan and a language make one."""

By = Literal["organisation", "plan", "niva", "omrade"]


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)
    page = _Page(service)

    @app.get(
        PATH,
        include_in_schema=False,
        dependencies=[Depends(parameters.only("regel", "efter", "plan", "mal", "grupp", "visa", "lika", *ASKED))],
    )
    def covered(
        request: Request,
        lang: Language,
        asked: AskedPage,
        regel: Name = None,
        efter: Annotated[By | None, EMPTY, Query()] = None,
        plan: Name = None,
        mal: Name = None,
        grupp: Name = None,
        visa: Annotated[Literal["lista"] | None, EMPTY, Query()] = None,
        lika: Annotated[LikaArea | None, EMPTY, Query()] = None,
    ) -> Response:
        document = None if plan is None else naming.find_document(service, plan, lang)
        if lika is not None:
            return answer(request, service, asked, page.lika_list(lika, document, lang, asked))
        rule = page.rule(regel, lang)
        if rule is None:
            return answer(request, service, asked, page.nothing(lang))
        chosen = _Chosen(rule, efter or "organisation", document, lang)
        thing = None if mal is None else naming.find(service, mal, lang)
        group = None if grupp is None else page.group(chosen, grupp)
        if visa or thing is not None or group is not None:
            return answer(request, service, asked, page.listed(chosen, thing, group, asked))
        return answer(request, service, asked, page.whole(chosen, asked))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a page is asked for."""

    rule: Rule
    efter: By
    plan: str | None
    lang: Lang

    @property
    def by(self) -> Grouping:
        return words.GROUPINGS[self.efter]


class _Page:
    """What the pages show; what takes long is worked out once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._coverage = service.coverage
        self._arranged = lru_cache(_MATRICES)(self._arrange)
        self._lika = lru_cache(_MATRICES)(self._arrange_lika)
        self._rules = lru_cache(2)(self._total)

    def rule(self, name: str | None, lang: Lang) -> Rule | None:
        """Find the rule that is meant; None if there is none at all."""
        if name is not None:
            return find_rule(self._service, name, lang)
        usual = self._coverage.rule(_DEFAULT)
        return usual or next((self._coverage.rule(iri) for iri in self._coverage.iris()), None)

    def group(self, chosen: _Chosen, name: str) -> str:
        """Find the group that is meant, by its IRI, its short path or the last part of it; empty for no group."""
        if name == _NONE:
            return ""
        base = self._service.settings.base
        known = self._coverage.groups(chosen.by)
        for iri in (name, base + name, RT + name):
            if iri in known:
                return iri
        raise UnknownThingError("unknown_thing", name=shortened(name), hint="")

    def nothing(self, lang: Lang) -> Content:
        """Tell that there is no rule."""
        return Content("coverage.html", {**self._common(None, lang), "matrix": None, "lika": None}, ())

    def whole(self, chosen: _Chosen, asked: Asked) -> Content:
        """Show the matrices."""
        found, rows = self._arranged(chosen.rule.iri, chosen.by, chosen.plan, chosen.lang)
        shown = found.parts(asked.part())
        return Content(
            "coverage.html",
            {
                **self._common(chosen, chosen.lang),
                "matrix": found,
                "parts_": shown,
                "lika": self._lika(chosen.plan, chosen.lang)[0],
                "rows": len(found.rows),
            },
            rows,
            sparql=work_query(chosen.rule.iri, chosen.by, chosen.plan),
            things=[row.thing.iri for part in shown for row in part.rows],
            more={"rules": self._rules(chosen.lang), "counts": self._coverage.states(chosen.rule, chosen.lang)},
        )

    def listed(self, chosen: _Chosen, thing: str | None, group: str | None, asked: Asked) -> Content:
        """Show what a number counts."""
        lang, by = chosen.lang, chosen.by
        found = self._coverage.contributions(chosen.rule, by, lang, plan=chosen.plan, thing=thing, group=group)
        number = self._service.graph.number(thing) if thing is not None else None
        return Content(
            "coverage_list.html",
            {
                **self._common(chosen, lang),
                "found": found[asked.part()],
                "thing": None if number is None else self._service.graph.node(number, lang),
                "group": group,
                "group_title": self._group_title(chosen, group),
                "several": _different(found),
                "class_title": lambda name: self._service.facts.class_title(name, lang),
            },
            found,
            sparql=list_query(chosen.rule.iri, by, plan=chosen.plan, thing=thing, group=group),
            things=dict.fromkeys(iri for one in found[asked.part()] for iri in (one.thing.iri, one.cover.iri)),
        )

    def lika_list(self, area: LikaArea, plan: str | None, lang: Lang, asked: Asked) -> Content:
        """Show what addresses the indicators of an area."""
        found = tuple(one for one in self._lika(plan, lang)[1] if one.area == area)
        areas = views.ask(self._service.store, lika_questions.areas_query(lang, area), AreaCount)
        shown = found[asked.part()]
        return Content(
            "coverage_lika.html",
            {
                **self._common(None, lang, plan),
                "found": shown,
                "area": areas[0] if areas else None,
                "links": sum(one.addressed for one in found),
                "class_title": lambda name: self._service.facts.class_title(name, lang),
            },
            found,
            sparql=lika_questions.lika_query(lang, area, plan),
            things=dict.fromkeys(iri for one in shown for iri in (one.indicator, one.iri) if iri),
        )

    def _group_title(self, chosen: _Chosen, group: str | None) -> str | None:
        if not group:
            return None
        rows = self._coverage.matrix(chosen.rule, chosen.by, chosen.lang)
        return next((row.group.title for row in rows if row.group.iri == group), group)

    def _common(self, chosen: _Chosen | None, lang: Lang, plan: str | None = None) -> dict[str, object]:
        rule = None if chosen is None else chosen.rule
        name = "" if rule is None else rule.name
        document = plan if chosen is None else chosen.plan
        return {
            "rules": self._rules(lang),
            "rule": rule,
            "rule_title": next((one.rule.title for one in self._rules(lang) if rule and one.rule.iri == rule.iri), ""),
            "said": words.of(name),
            "words": words,
            "efter": "organisation" if chosen is None else chosen.efter,
            "plan": document,
            "plan_title": None if document is None else self._plan_title(document, lang),
            "plans": () if rule is None else self._plans(rule, lang),
            "no_group": _NONE,
        }

    def _plan_title(self, plan: str, lang: Lang) -> str:
        graph = self._service.graph
        number = graph.number(plan)
        return plan if number is None else graph.node(number, lang).title

    def _plans(self, rule: Rule, lang: Lang) -> tuple[Named, ...]:
        rows = self._coverage.matrix(rule, "organisation", lang)
        found = {row.thing.plan: row.thing.plan_title for row in rows if row.thing.plan}
        return tuple(Named(iri, title) for iri, title in sorted(found.items(), key=lambda pair: (pair[1], pair[0])))

    def _total(self, lang: Lang) -> tuple[RuleCoverage, ...]:
        return self._coverage.totals(None, self._coverage.tally(None), slice(None), lang)

    def _arrange(
        self, name: str, by: Grouping, plan: str | None, lang: Lang
    ) -> tuple[matrix.Matrix, tuple[GroupCoverage, ...]]:
        rule = find_rule(self._service, name, lang)
        rows = tuple(row for row in self._coverage.matrix(rule, by, lang) if plan is None or row.thing.plan == plan)
        return matrix.arrange(rows, self._coverage.contributions(rule, by, lang, plan=plan)), rows

    def _arrange_lika(self, plan: str | None, lang: Lang) -> tuple[lika.LikaMatrix, tuple[Addressing, ...]]:
        store = self._service.store
        found = views.ask(store, lika_questions.lika_query(lang, plan=plan), Addressing)
        areas = views.ask(store, lika_questions.areas_query(lang), AreaCount)
        return lika.arrange(found, areas), found


def _different(found: Iterable[Contribution]) -> int:
    return len({one.cover.iri for one in found})
