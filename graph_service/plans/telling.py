"""Telling of a judgement in words: each break as a sentence with its cause, and all by the bodies concerned."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from graph_service import messages
from graph_service.messages import Lang
from graph_service.model.finding import FindingSeen
from graph_service.model.verdict import Finding, Severity
from graph_service.plans.concerning import concerned, counted
from graph_service.plans.effect import BREAKS, Effect
from graph_service.plans.judgement import Judged, Judgement
from graph_service.plans.names import Names
from graph_service.plans.told import Because, Findings, JudgementTold, Reworded, Step, Told
from graph_service.trace.standing import RULES

_FROM_BELOW: Final = frozenset({"losesActivities", "gainsActivities", "notAddressed"})
"""Kinds whose path ends in the thing itself; what is told of is where it begins."""


def tell(judgement: Judgement, lang: Lang) -> JudgementTold:
    """Tell of a judgement in words.

    Args:
        judgement: The judgement.
        lang: The language of sentences.

    Returns:
        The judgement in words.

    Example:
        >>> from graph_service.plans.judgement import judge
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> plans = Judged.of(snapshot.build(snapshot.shipped_files(Settings())))
        >>> tell(judge(plans, plans, frozenset()), "en").text
        'The change is accepted.'
    """
    found = judgement.findings
    effects = (*judgement.effects.breaks, *judgement.effects.gains)
    words = _Words(Names(*judgement.sides, effects, lang), lang)
    told = tuple(words.told(effect) for effect in effects)
    breaks = tuple(one for one in told if one.kind in BREAKS)
    key = "accepted" if judgement.accepted else "refused"
    return JudgementTold(
        lang=lang,
        accepted=judgement.accepted,
        strict=judgement.strict,
        text=messages.text(f"judgement.{key}", lang),
        reasons=tuple(_reasons(judgement, lang)),
        findings=Findings(
            _seen(judgement.after, found.introduced, lang),
            _seen(judgement.before, found.mended, lang),
            len(found.remained),
        ),
        breaks=breaks,
        gains=told[len(breaks) :],
        concerned=concerned(breaks, lang),
    )


def as_plain(told: JudgementTold) -> dict[str, Any]:
    """Give a judgement as plain dictionaries, lists and values, as JSON has them.

    Args:
        told: The judgement in words.

    Returns:
        The same by the names of the fields.
    """
    return asdict(told)


def _reasons(judgement: Judgement, lang: Lang) -> Iterable[str]:
    for severity in (Severity.VIOLATION, Severity.WARNING):
        count = judgement.findings.count(severity)
        if count:
            yield counted(f"judgement.brings_{severity.name.lower()}", count, lang)


def _seen(judged: Judged, found: tuple[Finding, ...], lang: Lang) -> tuple[FindingSeen, ...]:
    seen = judged.seen(lang) if found else {}
    return tuple(seen[id(finding)] for finding in found)


class _Words:
    def __init__(self, names: Names, lang: Lang) -> None:
        self._names = names
        self._lang: Lang = lang

    def told(self, effect: Effect) -> Told:
        names = self._names
        return Told(
            kind=effect.kind,
            kind_text=self._text(f"breaks.kind_{effect.kind}"),
            thing=names.node(effect.thing),
            plan=names.titled(effect.plan) if effect.plan else None,
            elsewhere=effect.elsewhere,
            text=self._sentence(effect),
            rule=effect.rule,
            before=effect.before,
            after=effect.after,
            relation=effect.relation,
            link=effect.link,
            basis=effect.basis,
            path=tuple(
                Step(c.link, names.named(c.lower), names.named(c.upper), c.relation, c.turned) for c in effect.path
            ),
            through=effect.through,
            cause=self._cause(effect),
            ends=tuple(
                Reworded(end, names.named(how.thing), how.before, how.after, how.old_hash, how.new_hash)
                for end, how in effect.ends
            ),
            bodies=tuple(names.titled(body) for body in effect.bodies),
        )

    def _sentence(self, effect: Effect) -> str:
        path = effect.path
        lower, upper = (path[0].lower, path[-1].upper) if path else ("", "")
        stated = effect.kind in {"pointsAtNothing", "becomesSuspect"} and not effect.link
        values = {
            "thing": self._names.short(effect.thing),
            "end": self._names.short(lower if effect.kind in _FROM_BELOW else upper),
            "lower": self._names.short(lower),
            "upper": self._names.short(upper),
            "rule": self._text(f"impact.rule_{effect.rule.removeprefix(RULES)}") if effect.rule else "",
            "before": self._text(f"impact.state_{effect.before}") if effect.before else "",
            "after": self._text(f"impact.state_{effect.after}") if effect.after else "",
        }
        return self._text(f"breaks.{'said' if stated else 'text'}_{effect.kind}", **values)

    def _cause(self, effect: Effect) -> Because:
        cause = effect.cause
        crossing = next((one for one in effect.path if cause.link and one.link == cause.link), None)
        values = {
            "thing": self._names.short(cause.thing),
            "upper": self._names.short(crossing.upper) if crossing else "",
            "relation": self._names.relation("" if cause.link else cause.relation),
        }
        text = self._text(f"breaks.cause_{cause.what}", **values)
        return Because(cause.what, text, self._names.named(cause.thing), cause.link, cause.relation)

    def _text(self, key: str, **values: object) -> str:
        return messages.text(key, self._lang, **values)
