"""An invented plan that holds nothing but goals, however many."""

from typing import Final

_HEAD: Final = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{name}> a rt:Plan ; dcterms:title "Påhittad plan"@sv ; rt:level rt:local .
<{name}/utgava/1> a rt:PlanEdition ; rt:editionOf <{name}> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded .
"""
_GOAL: Final = """<{name}/mal/{number}> a rt:EffectGoal ; dcterms:isPartOf <{name}> ;
    dcterms:source <{name}/utgava/1> ; dcterms:identifier "{number}" ; rt:locator "rad {number}"@sv ;
    rt:position {number} ; dcterms:title "{title} nummer {number}"@sv .
"""


def written(name: str, goals: int, title: str = "Påhittat mål") -> str:
    """Write the plan.

    Args:
        name: Its name, which is the path of its IRI.
        goals: How many goals it has; nothing leads to them.
        title: What each is called, before its number.

    Returns:
        The plan in Turtle.
    """
    told = (_GOAL.format(name=name, number=number, title=title) for number in range(1, goals + 1))
    return "".join((_HEAD.format(name=name), *told))
