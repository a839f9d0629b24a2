"""An invented plan with hundreds of activities, in areas and with goals, for pages that must stay usable."""

from typing import Final

_HEAD: Final = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<pahittad-bred> a rt:Plan ; dcterms:title "Påhittad bred plan"@sv ; rt:level rt:local .
<pahittad-bred/utgava/1> a rt:PlanEdition ; rt:editionOf <pahittad-bred> ; rt:version "1" ;
    rt:editionStatus rt:current ; rt:content rt:loaded .
"""
_THING: Final = """<pahittad-bred/{path}> a rt:{kind} ; dcterms:isPartOf <pahittad-bred> ;
    dcterms:source <pahittad-bred/utgava/1> ; dcterms:identifier "{code}" ; rt:locator "rad {number}"@sv ;
    rt:position {number} ; dcterms:title "{title}"@sv .
"""
_LINK: Final = """<pahittad-bred/lank/{number}> a rt:Link ; rt:from <pahittad-bred/{lower}> ;
    rt:to <pahittad-bred/{upper}> ; rt:relation rt:{relation} ; rt:basis rt:stated ; rt:validity rt:valid ;
    dcterms:source <pahittad-bred/utgava/1> ; rt:locator "rad {number}"@sv ; rt:quote "Påhittat {number}"@sv .
"""


def written(activities: int, areas: int = 8, goals: int = 30) -> str:
    """Write the plan.

    Args:
        activities: How many activities it has; each is in an area and contributes to a goal.
        areas: How many areas.
        goals: How many goals.

    Returns:
        The plan in Turtle.
    """
    parts = [
        _HEAD,
        *(_thing("omrade", "FocusArea", f"O{n}", n, f"Påhittat område {n}") for n in range(1, areas + 1)),
        *(_thing("mal", "EffectGoal", f"M{n}", n, f"Påhittat mål nummer {n}") for n in range(1, goals + 1)),
    ]
    for number in range(1, activities + 1):
        title = f"Påhittad aktivitet nummer {number} som gör något för invånarna"
        parts.append(_thing("aktivitet", "Activity", f"A{number}", number, title))
        own = f"aktivitet/{number}"
        area, goal = f"omrade/{number % areas + 1}", f"mal/{number % goals + 1}"
        parts.append(_LINK.format(number=2 * number, lower=own, upper=area, relation="inArea"))
        parts.append(_LINK.format(number=2 * number + 1, lower=own, upper=goal, relation="contributesTo"))
    return "".join(parts)


def _thing(path: str, kind: str, code: str, number: int, title: str) -> str:
    return _THING.format(path=f"{path}/{number}", kind=kind, code=code, number=number, title=title)
