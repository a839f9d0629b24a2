"""What of a stage is shown: one organisation's, one year's, or only what has gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graph_service.messages import Lang
from graph_service.model.stage import COLUMNS
from graph_service.trace.facts import Fact, Facts
from graph_service.trace.stage import Stage

_WORK: Final = COLUMNS.index("work")
_DOERS: Final[tuple[Fact, ...]] = ("responsible", "expectedOf")


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody who answers for something on a stage.

    Attributes:
        iri: The IRI.
        name: The name.
    """

    iri: str
    name: str


def bodies(facts: Facts, stage: Stage, lang: Lang) -> tuple[Body, ...]:
    """Give all who answer for something on a stage.

    Args:
        facts: What is said of things.
        stage: The stage.
        lang: The language of names.

    Returns:
        The bodies and roles by their names.
    """
    found = {body for place in range(len(stage.cards)) for body in _of(facts, stage, place)}
    named = [Body(iri, facts.body(iri, lang).title) for iri in found]
    return tuple(sorted(named, key=lambda body: (body.name, body.iri)))


def of_body(facts: Facts, stage: Stage, iri: str) -> frozenset[int]:
    """Choose what somebody answers for, and all that this leads to.

    Args:
        facts: What is said of things.
        stage: The stage.
        iri: IRI of the body or role.

    Returns:
        Places of the cards.
    """
    own = [place for place in range(len(stage.cards)) if iri in _of(facts, stage, place)]
    return frozenset(own).union(*(stage.leads_to(place) for place in own))


def running(stage: Stage, facts: Facts, iris: Iterable[str]) -> frozenset[int]:
    """Leave out the work that does not run.

    Args:
        stage: The stage.
        facts: What is said of things.
        iris: IRIs of the work that does.

    Returns:
        Places of the other cards.
    """
    known = frozenset(iris)
    name = facts.graph.things.iri
    return frozenset(
        place
        for place, card in enumerate(stage.cards)
        if card.column != _WORK or card.group != stage.plan or name[card.thing] in known
    )


def _of(facts: Facts, stage: Stage, place: int) -> set[str]:
    card = stage.cards[place]
    things = facts.graph.things
    if card.column < COLUMNS.index("direction"):
        return set()
    owners = things.owners.get(card.group, ()) if things.kinds[things.kind[card.thing]] != "Indicator" else ()
    return {body for fact in _DOERS for body in facts.of(fact, things.iri[card.thing])} | set(owners)
