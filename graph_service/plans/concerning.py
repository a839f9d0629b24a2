"""What a change does, by the bodies that it concerns and by what is so of how many things."""

from collections.abc import Iterable, Sequence
from typing import Final

from graph_service import messages
from graph_service.messages import Lang
from graph_service.plans.effect import Kind
from graph_service.plans.told import Concerned, Heading, Told

_NOUNS: Final[dict[str, str]] = {
    **dict.fromkeys(("Goal", "Vision", "OverallGoal", "EffectGoal", "DeliveryGoal"), "goal"),
    **dict.fromkeys(("Plan", "Document", "FollowUpReport", "BackgroundReport"), "document"),
    "FocusArea": "area",
    "Initiative": "initiative",
    "Activity": "activity",
    "Indicator": "indicator",
    "FollowUp": "followup",
    "Assessment": "assessment",
    "Link": "link",
    "RoleExpectation": "expectation",
}
"""What things of a class are counted as; the rest are things."""


def concerned(effects: Sequence[Told], lang: Lang) -> tuple[Concerned, ...]:
    """Group what breaks by the bodies that it concerns.

    Args:
        effects: What breaks.
        lang: The language of headings.

    Returns:
        The groups; what concerns the most goes first, and what concerns nobody last. Places are those in ``effects``.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(effects):
        groups.setdefault(tuple(sorted(body.iri for body in one.bodies)), []).append(place)
    ordered = sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))
    return tuple(Concerned(effects[places[0]].bodies, _headings(effects, places, lang)) for _, places in ordered)


def headings(effects: Sequence[Told], lang: Lang) -> tuple[Heading, ...]:
    """Count what breaks, whomever it concerns.

    Args:
        effects: What breaks.
        lang: The language.

    Returns:
        What is so of how many things, in the order of the kinds.
    """
    return _headings(effects, range(len(effects)), lang)


def counted(name: str, count: int, lang: Lang, **values: object) -> str:
    """Give a message about how many there are of something, in the singular or the plural.

    Args:
        name: The message's key without its ending.
        count: How many.
        lang: The language.
        **values: What else stands in it.

    Returns:
        The message.

    Example:
        >>> counted("breaks.noun_goal", 1, "en"), counted("breaks.noun_goal", 2, "en")
        ('1 goal', '2 goals')
    """
    return messages.text(f"{name}_{'one' if count == 1 else 'many'}", lang, count=count, **values)


def _headings(effects: Sequence[Told], places: Iterable[int], lang: Lang) -> tuple[Heading, ...]:
    alike: dict[tuple[Kind, bool, str], list[int]] = {}
    for place in places:
        one = effects[place]
        noun = "link" if one.link else _NOUNS.get(one.thing.kind, "thing")
        alike.setdefault((one.kind, one.elsewhere, noun), []).append(place)
    return tuple(
        Heading(kind, _heading(kind, noun, len(found), lang, elsewhere=elsewhere), tuple(found))
        for (kind, elsewhere, noun), found in alike.items()
    )


def _heading(kind: Kind, noun: str, count: int, lang: Lang, *, elsewhere: bool) -> str:
    what = counted(f"breaks.noun_{noun}", count, lang)
    where = messages.text(f"breaks.{'elsewhere' if elsewhere else 'within'}", lang)
    return counted(f"breaks.heading_{kind}", count, lang, what=what, where=where)
