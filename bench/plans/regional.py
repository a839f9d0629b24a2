"""Invented plans of regions for each year, and of associations of municipalities for three years at a time."""

from functools import cache
from random import Random
from typing import Final

from bench.plans import organisations, words
from bench.plans.followups import report
from bench.plans.national import national
from bench.plans.paper import Edition, Element, Paper
from bench.plans.turtle import string
from bench.plans.work import activity
from bench.plans.world import World, region_of

_PROJECTS: Final = 3
_GOALS_OF_PROJECT: Final = 2
_ACTIVITIES_OF_PROJECT: Final = 3
_AREAS: Final = 4
_GOALS_OF_AREA: Final = "AB"
_INITIATIVES: Final = 6

Goals = tuple[Element, ...]


@cache
def regional(world: World, number: int, year: int) -> tuple[Goals, tuple[Paper, ...]]:
    """Write a region's plan for one year, and what came of it.

    Args:
        world: The seed and the national documents.
        number: The region.
        year: The year.

    Returns:
        The goals that others point at, and the files.
    """
    chance = Random(f"{world.seed}/region/{number}/{year}")
    body, name = organisations.region(number)
    title = f"Handlingsplan {year} för {name}"
    paper = Paper.of(Edition(f"exempelregion-{number}-{year}", title, "regional", body, (year, year)), "regionalt")
    section = paper.element("rt:Section", "avsnitt/projekt", "Projekt", "avsnitt 2")
    goals: list[Element] = []
    for index in range(1, _PROJECTS + 1):
        locator = f"avsnitt 2, projekt {index}"
        project = paper.element("rt:Initiative", f"projekt/{index}", words.activity(chance), locator)
        paper.stated(project, "partOf", section, locator)
        for _ in range(_GOALS_OF_PROJECT):
            goals.append(
                paper.element("rt:DeliveryGoal", f"mal/{len(goals) + 1}", words.goal(chance), f"{locator}, mål")
            )
            paper.stated(project, "contributesTo", goals[-1], f"{locator}, mål")
            paper.stated(goals[-1], "alignsWith", chance.choice(national(world).subgoals), f"{locator}, bakgrund")
        for step in range(_ACTIVITIES_OF_PROJECT):
            task = activity(paper, (index - 1) * _ACTIVITIES_OF_PROJECT + step + 1, chance)
            paper.stated(task, "partOf", project, locator)
    return tuple(goals), (paper, report(paper, goals, chance))


@cache
def subregional(world: World, number: int, first: int) -> tuple[Goals, Paper]:
    """Write the plan of an association of municipalities.

    Args:
        world: The seed and the plans above.
        number: The sub-region.
        first: First year of the plan.

    Returns:
        The effect goals that others point at, and the file.
    """
    chance = Random(f"{world.seed}/delregion/{number}/{first}")
    body, name = organisations.subregion(number)
    last = world.last_year_of_subregional_plan(first)
    document = f"exempelforbund-{number}-{first}-{last}"
    title = f"Handlingsplan {first}–{last} för {name}"
    paper = Paper.of(Edition(document, title, "subregional", body, (first, last)), "delregionalt")
    above = regional(world, region_of(number), first)[0]
    goals: list[Element] = []
    for index, theme in enumerate(chance.sample(words.words("area"), _AREAS), start=1):
        locator = f"avsnitt 3.{index}"
        area = paper.element("rt:FocusArea", f"fokusomrade/{index}", theme, locator)
        paper.stated(area, "alignsWith", chance.choice(national(world).subgoals), locator)
        for letter in _GOALS_OF_AREA:
            code = f"{index}{letter}"
            goals.append(
                paper.element(
                    "rt:EffectGoal",
                    f"effektmal/{code}",
                    words.goal(chance),
                    f"{locator}, effektmål {code}",
                    {"dcterms:identifier": string(code)},
                )
            )
            paper.stated(goals[-1], "inArea", area, f"{locator}, effektmål {code}")
            paper.inferred(goals[-1], "alignsWith", chance.choice(above))
    for index in range(1, _INITIATIVES + 1):
        code = f"4.{index}"
        locator = f"avsnitt {code}"
        initiative = paper.element(
            "rt:Initiative", f"insats/{code}", words.activity(chance), locator, {"dcterms:identifier": string(code)}
        )
        # Every goal gets an initiative: the first ones in turn, the rest in the second round.
        for goal in goals[index - 1 :: _INITIATIVES]:
            paper.stated(initiative, "contributesTo", goal, f"{locator}, rubrik Effektmål")
        paper.inferred(initiative, "alignsWith", chance.choice(national(world).initiatives))
        paper.stated(activity(paper, index, chance), "partOf", initiative, locator)
    return tuple(goals), paper
