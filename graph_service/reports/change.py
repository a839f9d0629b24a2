"""A judgement as plain text, for the terminal and for a log: what is found and what breaks, each cause told once."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from graph_service.messages import Lang, text
from graph_service.model.finding import FindingSeen
from graph_service.model.printable import one_line
from graph_service.model.said import Named
from graph_service.model.verdict import Place
from graph_service.plans.concerning import concerned, counted
from graph_service.plans.effect import BREAKS
from graph_service.plans.told import JudgementTold, Told
from graph_service.reports import wording
from graph_service.reports.causes import Caused, by_cause, sentence
from graph_service.store.excerpts import shortened

_NO_BODY = "breaks.nobody"


def as_text(told: JudgementTold, *, most: int | None = None) -> str:
    """Write a judgement as plain text.

    Args:
        told: The judgement in words.
        most: Most things that are shown of each group, and most causes of each kind; None for all.

    Returns:
        Lines of text: whether the change may be made, and in short what it does; then the new findings, each with its
        plan, element, place and remedy, what breaks by its cause and the bodies concerned, what is gained, and what is
        mended. No line steers a terminal or a runner of workflows.
    """
    return "".join(f"{wording.inert(line)}\n" for line in _Writer(told.lang, most).judgement(told))


class _Writer:
    def __init__(self, lang: Lang, most: int | None) -> None:
        self._lang: Lang = lang
        self._most = most

    def judgement(self, told: JudgementTold) -> Iterator[str]:
        found = told.findings
        counts = {"introduced": len(found.introduced), "mended": len(found.mended), "remained": found.remained}
        yield " ".join((told.text, *told.reasons))
        yield self._text("judgement.findings", **counts)
        yield wording.breaks(told)
        if found.introduced:
            yield from ("", self._text("judgement.introduced"))
            yield from self._findings("+", found.introduced)
        if told.breaks:
            yield from ("", self._text("judgement.broken"))
            yield from self._causes(told.breaks)
        if told.gains:
            yield from ("", counted("judgement.gains", len(told.gains), self._lang))
            yield from self._causes(told.gains)
        if found.mended:
            yield from ("", self._text("judgement.mended"))
            yield from self._findings("-", found.mended)

    def _findings(self, sign: str, found: Iterable[FindingSeen]) -> Iterator[str]:
        groups: dict[tuple[object, ...], list[FindingSeen]] = {}
        for one in found:
            cause = (one.severity, one.shape, one.component, one.path, one.plan, one.file, one.mend)
            groups.setdefault(cause, []).append(one)
        for group in groups.values():
            yield from self._group(sign, group)

    def _group(self, sign: str, group: list[FindingSeen]) -> Iterator[str]:
        """Tell findings of one kind in one file: what is wrong and what would mend it once, all their places below."""
        one, alone = group[0], len(group) == 1
        severity = self._text(f"validate.{one.severity}")
        head = (wording.spot(_place(one)), severity, f"{one_line(one.message)} [{one_line(one.shape)}]")
        yield f"  {sign} {': '.join(part for part in head if part)}"
        if alone:
            yield f"      {self._text('report.about', title=one_line(one.title), focus=one_line(one.iri))}"
        if one.plan_title or one.plan:
            yield f"      {self._text('report.document', document=one_line(one.plan_title or one.plan or ''))}"
        if one.mend and sign == "+":
            yield f"      {self._text('report.mend', mend=one_line(one.mend))}"
        if alone:
            return
        values = {_value(other) for other in group}
        kind = "cause" if len(values) == 1 else "kind"
        yield f"      {self._text(f'report.same_{kind}', count=len(group))}"
        for other in group[: self._most]:
            value = f": {_value(other)}" if len(values) > 1 and _value(other) else ""
            yield "        " + f"{wording.spot(_place(other))} {one_line(other.title)}{value}".lstrip()
        yield from self._more(len(group), " " * 8)

    def _causes(self, effects: Iterable[Told]) -> Iterator[str]:
        causes = sorted(by_cause(effects), key=lambda caused: caused.cause.what)
        kinds = [list(group) for _, group in groupby(causes, key=lambda caused: caused.cause.what)]
        for kind in sorted(kinds, key=lambda kind: -sum(len(caused.effects) for caused in kind)):
            for caused in kind[: self._most]:
                yield from self._cause(caused)
            if self._most is not None and len(kind) > self._most:
                yield self._left_out([one for caused in kind[self._most :] for one in caused.effects], kind)

    def _cause(self, caused: Caused) -> Iterator[str]:
        yield f"  {self._text('breaks.because', cause=one_line(caused.cause.text))}"
        if caused.effects[0].kind not in BREAKS:
            yield from self._shown(caused.effects, " " * 4)
            return
        for group in concerned(caused.effects, self._lang):
            yield f"    {self._bodies(group.bodies)}"
            for heading in group.headings:
                yield f"      {heading.text}"
                yield from self._shown([caused.effects[place] for place in heading.places], " " * 8)

    def _shown(self, effects: Iterable[Told], indent: str) -> Iterator[str]:
        all_ = list(effects)
        for told in all_[: self._most]:
            yield f"{indent}{sentence(told)}"
            if len(told.path) > 1:
                yield f"{indent}  {self._text('breaks.path')}: {_path(told)}"
        yield from self._more(len(all_), indent)

    def _more(self, count: int, indent: str) -> Iterator[str]:
        if self._most is not None and count > self._most:
            yield f"{indent}{self._text('breaks.more', count=count - self._most)}"

    def _left_out(self, effects: list[Told], kind: list[Caused]) -> str:
        bodies = dict.fromkeys(body for one in effects for body in one.bodies)
        causes = len(kind) - (self._most or 0)
        left = self._text("breaks.more_causes", causes=causes, count=len(effects), bodies=self._bodies(bodies))
        return f"  {left}"

    def _bodies(self, bodies: Iterable[Named]) -> str:
        return one_line(", ".join(body.title for body in bodies)) or self._text(_NO_BODY)

    def _text(self, key: str, **values: object) -> str:
        return text(key, self._lang, **values)


def _place(one: FindingSeen) -> Place | None:
    return Place(one.file, one.line, one.column) if one.file is not None and one.line is not None else None


def _value(one: FindingSeen) -> str:
    """Give the wrong value, where it is not the thing itself."""
    return "" if one.value is None or one.value == one.iri else one_line(shortened(one.value))


def _path(told: Told) -> str:
    """Write the things of a path from the lowest to the highest, with a mark where the change cuts or joins it."""
    turned = "✂" if told.kind in BREAKS else "+"
    steps = (f" {turned if step.turned else '→'} {step.upper.title}" for step in told.path)
    return one_line("".join((told.path[0].lower.title, *steps)))
