"""What can be said of an element and of a document alike, read from the statements around it."""

from collections.abc import Iterator
from typing import Final

from graph_service.model.said import (
    Body,
    Defect,
    FollowUpSeen,
    LinkSeen,
    Period,
    Remark,
    Resource,
    Silence,
)
from graph_service.model.terms import Iri
from graph_service.questions.around import Around, Said, local

_BODIES: Final = ("responsible", "decidedBy", "expectedOf", "publisher", "creator", "audience")
_SILENCES: Final = ("statedEmpty", "notReadable")
_TOLD: Final = frozenset(
    {
        *("identifier", "title", "description", "isPartOf", "source", "type"),
        *("level", "position", "locator", "quote", "asPrinted", "period", "effort", "budget"),
        *_BODIES,
        *_SILENCES,
    }
)
"""What is told of a thing elsewhere than among the remarks."""


def periods(around: Around) -> tuple[Period, ...]:
    """Give the times of a thing."""
    return tuple(
        Period(
            said.iri,
            said.all("asPrinted"),
            said.one("startDate"),
            said.one("endDate"),
            said.concept("precision"),
            around.title(said.one("precision")),
        )
        for said in around.part("periods")
    )


def resources(around: Around) -> tuple[Resource, ...]:
    """Give the work and the money that a thing is given."""
    return tuple(
        Resource(
            iri=said.iri,
            kind=said.concept("type") or "",
            title=said.one("title"),
            printed=said.one("asPrinted"),
            amount=said.number("amount"),
            unit=said.concept("unit"),
            unit_label=around.title(said.one("unit")),
            bound=said.concept("bound"),
            no_amount=said.concept("noAmount"),
            no_amount_label=around.title(said.one("noAmount")),
            alternative_to=said.all("alternativeTo"),
            included_in=said.one("includedIn"),
            held_by=tuple(around.named(iri) for iri in said.all("heldBy")),
            source=around.source(said),
        )
        for said in around.part("resources")
    )


def bodies(around: Around) -> tuple[Body, ...]:
    """Give who has to do with a thing, and how."""
    itself = around.itself()
    return tuple(
        Body(name, around.property(name), body.iri, body.title)
        for name in _BODIES
        for body in map(around.named, itself.all(name))
    )


def links(around: Around) -> tuple[LinkSeen, ...]:
    """Give the links that begin or end in a thing."""
    return tuple(_link(around, said) for said in around.part("links"))


def follow_ups(around: Around) -> tuple[FollowUpSeen, ...]:
    """Give what later documents say of a thing, or of what continues it."""
    times = {said.iri: said for said in around.part("times")}
    nothing = Said("", {}, around.lang)
    return tuple(
        FollowUpSeen(
            iri=said.iri,
            follows=around.named(said.one("follows") or around.thing),
            verdict=said.concept("verdict"),
            verdict_label=around.title(said.one("verdict")),
            basis=said.concept("basis"),
            comment=said.one("comment"),
            time=times.get(said.one("timeSpent") or "", nothing).one("asPrinted"),
            time_comparison=times.get(said.one("timeSpent") or "", nothing).concept("comparison"),
            source=around.source(said),
            quote=said.one("quote"),
            rationale=said.one("rationale"),
        )
        for said in around.part("follow_ups")
    )


def defects(around: Around) -> tuple[Defect, ...]:
    """Give what is wrong or unclear about a thing in the source."""
    return tuple(
        Defect(
            iri=said.iri,
            kind=said.concept("defectKind"),
            kind_label=around.title(said.one("defectKind")),
            title=said.one("title"),
            treatment=said.one("treatment"),
            source=around.source(said),
            quotes=said.all("quote"),
        )
        for said in around.part("defects")
    )


def silences(around: Around, said: Said) -> tuple[Silence, ...]:
    """Give what a source has a place for and does not say."""
    return tuple(
        Silence(state, around.property(state), *_called(around, value))
        for state in _SILENCES
        for value in said.all(state)
    )


def remarks(around: Around, *, told: frozenset[str] = frozenset()) -> tuple[Remark, ...]:
    """Give all that is said of a thing or speaks of it and is not told otherwise.

    Args:
        around: What is said of it.
        told: Local names of properties that are told otherwise, besides the usual ones.
    """
    return tuple(_remarks(around, _TOLD | told))


def _remarks(around: Around, told: frozenset[str]) -> Iterator[Remark]:
    itself = around.itself()
    for name, values in itself.values.items():
        for value in values if name not in told else ():
            title = around.title(value.value) if isinstance(value, Iri) else None
            yield Remark("out", name, around.property(name), value.value, title)
    for said in around.part("mentions"):
        for name in said.values:
            yield Remark("in", name, around.property(name), said.iri, around.title(said.iri))


def _link(around: Around, said: Said) -> LinkSeen:
    begins = said.one("from") == around.thing
    relation, label = _called(around, said.one("relation") or "")
    return LinkSeen(
        iri=said.iri,
        direction="out" if begins else "in",
        relation=relation,
        relation_label=label,
        other=around.other(said.one("to" if begins else "from") or ""),
        basis=said.concept("basis"),
        validity=said.concept("validity"),
        match=said.concept("match"),
        pages=said.one("pages"),
        source=around.source(said),
        quote=said.one("quote"),
        rationale=said.one("rationale"),
    )


def _called(around: Around, iri: str) -> tuple[str, str]:
    return local(iri), around.title(iri) or local(iri)
