"""A judgement as plain text, for the terminal and for a log."""

from collections.abc import Iterable, Iterator

from graph_service.messages import Lang, text
from graph_service.model.finding import FindingSeen
from graph_service.plans.effect import BREAKS
from graph_service.plans.telling import counted
from graph_service.plans.told import JudgementTold, Told

_NO_BODY = "breaks.nobody"


def as_text(told: JudgementTold, *, most: int | None = None) -> str:
    """Write a judgement as plain text.

    Args:
        told: The judgement in words.
        most: Most things that are shown under each heading; None for all.

    Returns:
        Lines of text: whether the change may be made, the new findings, and what breaks by the bodies concerned.
    """
    return "\n".join(_lines(told, told.lang, most)) + "\n"


def _lines(told: JudgementTold, lang: Lang, most: int | None) -> Iterator[str]:
    yield " ".join((told.text, *told.reasons))
    found = told.findings
    counts = {"introduced": len(found.introduced), "mended": len(found.mended), "remained": len(found.remained)}
    yield text("judgement.findings", lang, **counts)
    yield from _findings("+", found.introduced, lang)
    yield from _findings("-", found.mended, lang)
    yield counted("judgement.breaks", len(told.breaks), lang) if told.breaks else text("judgement.breaks_nothing", lang)
    for group in told.concerned:
        yield ""
        yield ", ".join(body.title for body in group.bodies) or text(_NO_BODY, lang)
        for heading in group.headings:
            yield f"  {heading.text}"
            yield from _shown([told.breaks[place] for place in heading.places], lang, most)
    if told.gains:
        yield ""
        yield counted("judgement.gains", len(told.gains), lang)
        yield from _shown(told.gains, lang, most)


def _findings(sign: str, found: Iterable[FindingSeen], lang: Lang) -> Iterator[str]:
    for finding in found:
        severity = text(f"validate.{finding.severity}", lang)
        yield f"  {sign} {severity}: {finding.message}"


def _shown(effects: Iterable[Told], lang: Lang, most: int | None) -> Iterator[str]:
    all_ = list(effects)
    for told in all_[:most]:
        plan = f" ({told.plan.title})" if told.plan else ""
        yield f"    {told.text}{plan}"
        if told.path:
            yield f"      {text('breaks.path', lang)}: {_path(told)}"
        yield f"      {text('breaks.cause', lang)}: {told.cause.text}"
    if most is not None and len(all_) > most:
        yield f"    {text('breaks.more', lang, count=len(all_) - most)}"


def _path(told: Told) -> str:
    """Write the things of a path from the lowest to the highest, with a mark where the change cuts or joins it."""
    turned = "✂" if told.kind in BREAKS else "+"
    steps = (f" {turned if step.turned else '→'} {step.upper.title}" for step in told.path)
    return "".join((told.path[0].lower.title, *steps))
