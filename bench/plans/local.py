"""Invented plans of municipalities, one for each year, with a few per cent of defects."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from bench.plans import organisations, words
from bench.plans.followups import report
from bench.plans.national import National, national
from bench.plans.paper import Edition, Element, Paper
from bench.plans.regional import Goals, subregional
from bench.plans.turtle import string
from bench.plans.work import activity
from bench.plans.world import World, subregion_of


@dataclass(frozen=True)
class Defects:
    """How large a share of the local plans is defective, and in which way.

    Attributes:
        goals_without_activity: Effect goals that nothing contributes to.
        activities_without_responsible: Activities that no one answers for.
        goals_without_follow_up: Effect goals that no follow-up mentions.
        links_to_outdated_goals: Effect goals that point at an earlier edition of the national strategy.
    """

    goals_without_activity: float = 0.04
    activities_without_responsible: float = 0.05
    goals_without_follow_up: float = 0.06
    links_to_outdated_goals: float = 0.03


SHARES: Final = Defects()
_AREAS: Final = 3
_GOALS: Final = (5, 7)
_ACTIVITIES: Final = (10, 14)
_INFERRED_SHARE: Final = 0.3
_CONTINUED_SHARE: Final = 0.3
_REWORDED_SHARE: Final = 0.3
_INDICATORS: Final = (0, 2)
_RECOMMENDATION_SHARE: Final = 0.4
_NATIONAL_SHARE: Final = 0.25


def local(world: World, municipality: int) -> Iterator[Paper]:
    """Write all plans of one municipality and what came of them, year by year.

    Args:
        world: The seed, the years and the plans above.
        municipality: The municipality.

    Yields:
        For each year the plan and its follow-up report.
    """
    earlier: Goals = ()
    for year in world.years:
        chance = Random(f"{world.seed}/kommun/{municipality}/{year}")
        body, name = organisations.municipality(municipality)
        title = f"Handlingsplan {year} för {name}"
        edition = Edition(f"exempelkommun-{municipality}-{year}", title, "local", body, (year, year))
        paper = Paper.of(edition, f"lokalt/{municipality:03}")
        first = world.first_year_of_subregional_plan(year)
        above = subregional(world, subregion_of(municipality), first)[0]
        goals = _goals(paper, above, earlier, national(world), chance)
        _activities(paper, goals, national(world), chance)
        followed = [goal for goal in goals if not _defective(paper, "goals_without_follow_up", chance)]
        yield paper
        yield report(paper, followed, chance)
        earlier = goals


def _goals(paper: Paper, above: Goals, earlier: Goals, nation: National, chance: Random) -> Goals:
    areas = []
    for index, theme in enumerate(chance.sample(words.words("area"), _AREAS), start=1):
        areas.append(paper.element("rt:FocusArea", f"omrade/{index}", theme, f"avsnitt 2.{index}"))
        paper.stated(areas[-1], "alignsWith", chance.choice(nation.subgoals), f"avsnitt 2.{index}")
    goals = []
    for index in range(chance.randint(*_GOALS)):
        area = index % _AREAS
        code = f"{area + 1}{'ABC'[index // _AREAS]}"
        continued = earlier[index] if index < len(earlier) and chance.random() < _CONTINUED_SHARE else None
        kept = continued is not None and chance.random() >= _REWORDED_SHARE
        title = continued.title if continued and kept else words.goal(chance)
        locator = f"avsnitt 2.{area + 1}, effektmål {code}"
        goal = paper.element("rt:EffectGoal", f"effektmal/{code}", title, locator, {"dcterms:identifier": string(code)})
        paper.stated(goal, "inArea", areas[area], locator)
        _align(paper, goal, above, nation, chance)
        if continued:
            paper.inferred(goal, "continues", continued, {"rt:match": "rt:exact" if kept else "rt:changed"})
        goals.append(goal)
    return tuple(goals)


def _align(paper: Paper, goal: Element, above: Goals, nation: National, chance: Random) -> None:
    if _defective(paper, "links_to_outdated_goals", chance):
        paper.stated(goal, "alignsWith", chance.choice(nation.outdated), "avsnitt 1, nationella mål")
    elif chance.random() < _INFERRED_SHARE:
        paper.inferred(goal, "alignsWith", chance.choice(above))
    else:
        paper.stated(goal, "alignsWith", chance.choice(above), "avsnitt 1, delregionala mål")


def _activities(paper: Paper, goals: Goals, nation: National, chance: Random) -> None:
    # The first goal always has an activity, so that there is something to do.
    worked_on = [goals[0], *(goal for goal in goals[1:] if not _defective(paper, "goals_without_activity", chance))]
    for number in range(1, max(len(worked_on), chance.randint(*_ACTIVITIES)) + 1):
        responsible = not _defective(paper, "activities_without_responsible", chance)
        task = activity(paper, number, chance, responsible=responsible)
        row = f"tabellrad Nr {number}, kolumn"
        paper.stated(task, "contributesTo", worked_on[(number - 1) % len(worked_on)], f"{row} Effektmål")
        for indicator in chance.sample(nation.indicators, chance.randint(*_INDICATORS)):
            paper.stated(task, "addresses", indicator, f"{row} LIKA")
        if chance.random() < _RECOMMENDATION_SHARE:
            paper.stated(task, "respondsTo", chance.choice(nation.recommendations), f"{row} Rekommendation")
        if chance.random() < _NATIONAL_SHARE:
            paper.inferred(task, "alignsWith", chance.choice(nation.initiatives))


def _defective(paper: Paper, kind: str, chance: Random) -> bool:
    defective: bool = chance.random() < getattr(SHARES, kind)
    paper.defects[kind] += defective
    return defective
