"""Invented national documents: a vision, a strategy in two editions, an action plan, recommendations and indicators."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from bench.plans import words
from bench.plans.organisations import STATE
from bench.plans.paper import Edition, Element, Paper
from bench.plans.turtle import Objects, string
from bench.plans.world import World

_SUBGOALS: Final = 5
_OLD_SUBGOALS: Final = 3
_AREAS: Final = 6
_INITIATIVES: Final = 12
_RECOMMENDATIONS: Final = 12
_LIKA: Final = (
    ("L", "rt:likaManagement"),
    ("I", "rt:likaInfrastructure"),
    ("K", "rt:likaCompetence"),
    ("A", "rt:likaUse"),
)
_INDICATORS_IN_AREA: Final = 12


@dataclass(frozen=True)
class National:
    """The national documents, and what in them the others point at.

    Attributes:
        papers: Their files.
        subgoals: Sub-goals of the strategy that holds.
        outdated: Sub-goals of its earlier edition.
        initiatives: Initiatives of the national action plan.
        recommendations: What municipalities are advised to do.
        indicators: What is measured.
    """

    papers: tuple[Paper, ...]
    subgoals: tuple[Element, ...]
    outdated: tuple[Element, ...]
    initiatives: tuple[Element, ...]
    recommendations: tuple[Element, ...]
    indicators: tuple[Element, ...]


@cache
def national(world: World) -> National:
    """Write the national documents.

    Args:
        world: The years they hold for, and the seed.

    Returns:
        The documents and their elements.
    """
    chance = Random(f"{world.seed}/national")
    years = (world.years[0] - 1, world.years[-1] + 6)
    vision_paper = _paper("exempelvision", "Exempelvision (påhittad)", years)
    vision = vision_paper.element(
        "rt:Vision", "vision/1", "Sverige ska vara bäst i världen på påhittade exempel.", "sidan 1"
    )
    old_paper, outdated = _old_strategy(chance, years[0])
    strategy_paper, subgoals = _strategy(chance, years, vision, outdated)
    action_paper, initiatives = _action_plan(chance, years, vision, subgoals)
    advice_paper = _paper("exempelrekommendation", "Exempelrekommendation (påhittad)", years)
    recommendations = tuple(
        advice_paper.element(
            "rt:Recommendation",
            f"rekommendation/{number}",
            words.activity(chance),
            f"punkt {number}",
            _code(str(number)),
        )
        for number in range(1, _RECOMMENDATIONS + 1)
    )
    lika_paper, indicators = _lika(chance, years)
    papers = (vision_paper, old_paper, strategy_paper, action_paper, advice_paper, lika_paper)
    return National(papers, subgoals, outdated, initiatives, recommendations, indicators)


def _old_strategy(chance: Random, year: int) -> tuple[Paper, tuple[Element, ...]]:
    edition = Edition(
        "exempelstrategi", "Exempelstrategi (påhittad)", "national", STATE, (year - 8, year - 1), status="superseded"
    )
    paper = Paper.of(edition, "nationellt")
    return paper, tuple(
        paper.element("rt:Goal", f"delmal-1.0/{number}", words.goal(chance), f"utgåva 1.0, delmål {number}")
        for number in range(1, _OLD_SUBGOALS + 1)
    )


def _strategy(
    chance: Random, years: tuple[int, int], vision: Element, outdated: tuple[Element, ...]
) -> tuple[Paper, tuple[Element, ...]]:
    paper = _paper("exempelstrategi", "Exempelstrategi (påhittad)", years, version="2.0")
    overall = paper.element("rt:OverallGoal", "overgripande-mal/1", words.goal(chance), "övergripande mål")
    paper.stated(overall, "alignsWith", vision, "inledningen")
    subgoals = []
    for number in range(1, _SUBGOALS + 1):
        locator = f"delmål {number}"
        subgoals.append(
            paper.element(
                ("rt:FocusArea", "rt:Goal"), f"delmal/D-{number}", words.goal(chance), locator, _code(f"D-{number}")
            )
        )
        paper.stated(subgoals[-1], "contributesTo", overall, locator)
    for new, old in zip(subgoals, outdated, strict=False):
        paper.inferred(new, "continues", old, {"rt:match": "rt:changed"})
    return paper, tuple(subgoals)


def _action_plan(
    chance: Random, years: tuple[int, int], vision: Element, subgoals: tuple[Element, ...]
) -> tuple[Paper, tuple[Element, ...]]:
    paper = _paper("exempelhandlingsplan", "Nationell exempelhandlingsplan (påhittad)", years)
    areas = []
    for number, title in enumerate(words.words("area")[:_AREAS], start=1):
        areas.append(paper.element("rt:FocusArea", f"insatsomrade/{number}", title, f"avsnitt {number}"))
        paper.stated(areas[-1], "contributesTo", vision, f"avsnitt {number}")
    initiatives = []
    for number in range(1, _INITIATIVES + 1):
        locator = f"insats {number}"
        initiatives.append(
            paper.element("rt:Initiative", f"insats/{number}", words.activity(chance), locator, _code(str(number)))
        )
        paper.stated(initiatives[-1], "inArea", areas[number % _AREAS], locator)
        paper.stated(initiatives[-1], "contributesTo", chance.choice(subgoals), locator)
    return paper, tuple(initiatives)


def _lika(chance: Random, years: tuple[int, int]) -> tuple[Paper, tuple[Element, ...]]:
    edition = Edition("exempel-lika", "LIKA-exempel (påhittat)", "national", STATE, years, kind="rt:Document")
    paper = Paper.of(edition, "nationellt")
    return paper, tuple(
        paper.element(
            "rt:Indicator",
            f"indikator/{letter}{number}",
            words.goal(chance),
            f"fråga {letter}{number}",
            {**_code(f"{letter}{number}"), "rt:indicatorArea": area},
        )
        for letter, area in _LIKA
        for number in range(1, _INDICATORS_IN_AREA + 1)
    )


def _paper(document: str, title: str, years: tuple[int, int], version: str = "1.0") -> Paper:
    return Paper.of(Edition(document, title, "national", STATE, years, version=version), "nationellt")


def _code(code: str) -> dict[str, Objects]:
    return {"dcterms:identifier": string(code)}
