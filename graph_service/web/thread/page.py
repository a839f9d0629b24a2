"""The page of the thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Literal

from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.stage import COLUMNS
from graph_service.model.timeline import Running
from graph_service.questions import timeline, views
from graph_service.questions.elements import elements_query
from graph_service.store import labels
from graph_service.trace import thread
from graph_service.trace.stage import Stage, Stages
from graph_service.vocabulary import RT
from graph_service.web import fields
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.thread import columns, filters, picture, view
from graph_service.web.thread.scene import Scene

PATH: Final = "/trad"
_SEEN: Final = ("uncovered", "coveredShallow", "orphaned", "outdated", "notAddressed")
"""Types of gaps that are shown on cards: those that the thread itself shows."""
_UNKNOWN: Final = frozenset({"planNotLoaded", "planPartlyLoaded"})
"""Causes that say that nothing is known, for a document is not loaded: that is no gap."""
_STEPS: Final = 60
"""Steps that are told with what they rest on; the twins tell all."""
_GOALS: Final = COLUMNS.index("goals")
_WORK: Final = COLUMNS.index("work")
_DEEPEST: Final = 12
_Switch = Literal["0", "1"]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What an address asks to be shown.

    Attributes:
        stage: The plan's stage.
        chosen: Place of the chosen card; None if nothing is chosen.
        gathered: Whether only the chosen thread is shown.
        elsewhere: IRI of what was to be chosen, but does not stand in the columns; or empty.
    """

    stage: Stage
    chosen: int | None
    gathered: bool
    elsewhere: str


class Threads:
    """The threads of a snapshot as pages."""

    def __init__(self, service: Service) -> None:
        """Prepare.

        Args:
            service: What they are made of.
        """
        self._service = service
        self._graph = service.graph
        self.stages = Stages(service.graph)
        self._gaps = service.gaps
        self._work: dict[int, tuple[Running, ...]] = {}

    def choose(self, plan: str | None, chosen: str | None, lang: Lang, *, gathered: bool) -> _Choice:
        """Tell what an address asks for: with nothing said, the best plan, and in it the richest thread.

        Args:
            plan: What the plan is called; None for the one that suits best.
            chosen: What the chosen thing is called; None for none.
            lang: The language of hints.
            gathered: Whether only its thread is to be shown.

        Returns:
            What is to be shown.

        Raises:
            UnknownThingError: If something is called so that nothing is, or there is no plan.
            AmbiguousCodeError: If several things could be meant.
        """
        thing = None if chosen is None else self._graph.number(naming.find(self._service, chosen, lang))
        if plan is not None:
            of = self._graph.number(naming.find_document(self._service, plan, lang))
        else:
            of = self.stages.best if thing is None else self.stages.home(thing)
            of = self.stages.best if of is None else of
        if of is None:
            return _Choice(Stage(-1, (), ()), None, gathered=False, elsewhere="")
        stage = self.stages.of(of)
        if thing is None:
            first = stage.richest if plan is None else None
            return _Choice(stage, first, gathered=gathered, elsewhere="")
        place = stage.place.get(thing)
        elsewhere = self._graph.things.iri[thing] if place is None else ""
        return _Choice(stage, place, gathered=gathered, elsewhere=elsewhere)

    def scene(self, choice: _Choice, lang: Lang, *, body: str | None, year: int | None, only_gaps: bool) -> Scene:
        """Put together what is shown.

        Args:
            choice: What the address asks for.
            lang: The language of names.
            body: IRI of the one whose work is to be shown; None for everybody's.
            year: The year whose work is to be shown; None for all.
            only_gaps: Whether only what has gaps is to be shown.

        Returns:
            The scene.
        """
        stage, facts = choice.stage, self._service.facts
        gaps = self._missing(stage, lang)
        kept = frozenset(range(len(stage.cards)))
        if body is not None:
            kept &= filters.of_body(facts, stage, body)
        if year is not None:
            kept &= filters.running(stage, facts, (one.iri for one in self._asked(stage.plan, lang, year)))
        if only_gaps:
            kept &= frozenset(place for place, card in enumerate(stage.cards) if card.thing in gaps)
        when = {one.iri: one.printed[0] for one in self._running(stage.plan, lang) if one.printed}
        return Scene(facts, lang, stage, kept, choice.chosen, gaps, when)

    def years(self, plan: int, lang: Lang) -> tuple[int, ...]:
        """Give the years in which something of a plan runs."""
        dated = [(one.start, one.end) for one in self._running(plan, lang) if one.start and one.end]
        if not dated:
            return ()
        first, last = min(start[:4] for start, _ in dated if start), max(end[:4] for _, end in dated if end)
        return tuple(range(int(first), int(last) + 1))

    def sparql(self, scene: Scene) -> str | None:
        """Give the query behind a scene: the thread of what is chosen, or all that the plan holds."""
        if scene.stage.plan < 0:
            return None
        if scene.chosen is None:
            return elements_query(plan=self._graph.things.iri[scene.stage.plan])
        number = scene.stage.cards[scene.chosen].thing
        found = thread.strands(self._graph, number, "both", depth=_DEEPEST)
        return thread.query(self._graph.things.iri[number], found, lang=scene.lang)

    @cached_property
    def words(self) -> Mapping[str, labels.Label]:
        """What relations and bases are called, by their IRIs."""
        names = {*self._graph.hops.relation, *self._graph.hops.basis}
        return labels.describe(self._service.store, (f"{RT}{name}" for name in names))

    def _missing(self, stage: Stage, lang: Lang) -> dict[int, str]:
        plans = {card.group for card in stage.cards}
        iris = self._graph.things.iri
        found: dict[int, str] = {}
        for plan in sorted(plans - {-1}):
            for gap in self._gaps.find(plan=iris[plan]):
                if gap.cause not in _UNKNOWN:
                    told = self._gaps.type(gap)
                    if told in _SEEN:
                        found.setdefault(gap.thing, self._gaps.type_text(gap, lang))
        return found

    def _running(self, plan: int, lang: Lang) -> tuple[Running, ...]:
        if plan not in self._work:
            self._work[plan] = self._asked(plan, lang, None)
        return self._work[plan]

    def _asked(self, plan: int, lang: Lang, year: int | None) -> tuple[Running, ...]:
        if plan < 0:
            return ()
        query = timeline.timeline_query(lang, year=year, plan=self._graph.things.iri[plan])
        return views.ask(self._service.store, query, Running)


def add(app: Door, service: Service) -> None:
    """Add the page and the picture to an application.

    Args:
        app: The application.
        service: What they are made of.
    """
    app.twinned.add(PATH)
    threads = Threads(service)

    @app.get(
        PATH,
        include_in_schema=False,
        dependencies=[Depends(parameters.only("vald", "samla", "plan", "kommun", "ar", "luckor", *ASKED))],
    )
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        chosen: Annotated[fields.Name, Query(alias="vald")] = None,
        plan: fields.Name = None,
        body: Annotated[fields.Name, Query(alias="kommun")] = None,
        year: Annotated[fields.Year, Query(alias="ar")] = None,
        gathered: Annotated[_Switch, Query(alias="samla")] = "1",
        only_gaps: Annotated[_Switch, Query(alias="luckor")] = "0",
    ) -> Response:
        here = Here.of(request, service)
        choice = threads.choose(plan, chosen, lang, gathered=gathered == "1")
        stage = choice.stage
        known = filters.bodies(service.facts, stage, lang)
        who = _body(body, known, service) if body else None
        scene = threads.scene(choice, lang, body=who, year=year, only_gaps=only_gaps == "1")
        things = service.graph.things
        steps = view.steps(scene)
        entries = view.entries(scene)
        content = Content(
            template="thread.html",
            values={
                "scene": scene,
                "choice": choice,
                "columns": view.columns(scene, gathered=choice.gathered),
                "heading": lambda column: columns.heading(column.name, here, column.kinds),
                "steps": steps[:_STEPS],
                "step_count": len(steps),
                "plan": things.iri[stage.plan] if stage.plan >= 0 else "",
                "plan_title": scene.title(stage.plan),
                "options": _options(threads, scene, known, here),
                "body": who or "",
                "year": year,
                "only_gaps": only_gaps == "1",
                "word": lambda name: threads.words[f"{RT}{name}"].title(lang),
                "numbers": _numbers(scene),
                "picture": picture.draw(scene, here) if scene.chosen is not None else "",
                "twins": (".json", ".csv", ".ttl", *((".svg",) if scene.chosen is not None else ())),
            },
            entries=entries[asked.part()],
            total=len(entries),
            sparql=threads.sparql(scene),
            things=_told(scene, entries, steps),
        )
        return answer(request, service, asked, content)

    @app.get(
        f"{PATH}.svg",
        include_in_schema=False,
        dependencies=[Depends(parameters.only("vald", "plan", "samla", "kommun", "ar", "luckor"))],
    )
    def drawn(
        request: Request,
        lang: Language,
        chosen: Annotated[fields.Name, Query(alias="vald")] = None,
        plan: fields.Name = None,
    ) -> Response:
        choice = threads.choose(plan, chosen, lang, gathered=True)
        scene = threads.scene(choice, lang, body=None, year=None, only_gaps=False)
        here = Here.of(request, service, PATH)
        return Response(picture.document(scene, here), media_type="image/svg+xml", headers={"Content-Language": lang})


def _options(
    threads: Threads, scene: Scene, known: Iterable[filters.Body], here: Here
) -> dict[str, list[tuple[str, str]]]:
    """Give what can be chosen in the form: values of the address and what they are called."""
    things = scene.facts.graph.things
    everything = ("", here.gettext("all"))
    return {
        "plans": [(here.short(things.iri[plan]), scene.title(plan)) for plan in threads.stages.plans],
        "bodies": [everything, *((here.short(body.iri), body.name) for body in known)],
        "years": [everything, *((str(year), str(year)) for year in threads.years(scene.stage.plan, here.lang))],
    }


def _body(name: str, known: Iterable[filters.Body], service: Service) -> str:
    for body in known:
        if name in {body.iri, body.iri.removeprefix(service.settings.base), body.name}:
            return body.iri
    raise UnknownThingError("unknown_thing", name=name, hint="")


def _told(scene: Scene, entries: Iterable[view.Entry], steps: Iterable[view.StepView]) -> list[str]:
    on = [entry.thing.iri for entry in entries if entry.on_thread or scene.chosen is None]
    return [*on, *(step.hop.link for step in steps)]


def _numbers(scene: Scene) -> dict[str, int]:
    """Count the goals of the plan, those with something done for them, and those whose thread goes up as well."""
    stage = scene.stage
    goals = [place for place, card in enumerate(stage.cards) if card.column == _GOALS and card.group == stage.plan]
    reach = [stage.columns(stage.thread(place)) for place in goals]
    return {
        "goals": len(goals),
        "whole": sum(_WORK in columns and 0 in columns for columns in reach),
        "cards": len(stage.cards),
        "gaps": sum(card.thing in scene.gaps for card in stage.cards),
    }
