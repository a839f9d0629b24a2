"""What a child of the keeper does with what strangers have sent: all of it is data until it has been judged."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, Final

from graph_service.keeper.request import Between, Decided, Request, Sent
from graph_service.ledger import current
from graph_service.ledger.commit import Change as Changed
from graph_service.ledger.put import Put
from graph_service.messages import Lang
from graph_service.model.json_bytes import as_json
from graph_service.model.verdict import Finding
from graph_service.plans import deciding, differences, gate, history, telling, upload, versions
from graph_service.plans.decisions import By
from graph_service.plans.diff import compare
from graph_service.plans.foreign import EDITION
from graph_service.plans.gate import Change
from graph_service.plans.judgement import Judged, Judgement
from graph_service.questions.findings import findings
from graph_service.reports import change, formats
from graph_service.reports import report as reports
from graph_service.reports.cut import cut
from graph_service.reports.fingerprint import fingerprint
from graph_service.reports.report import Earlier, Report
from graph_service.reports.rules import rules
from graph_service.settings import Settings
from graph_service.store import wire
from graph_service.validation.shapes import load

_MOST_TOLD: Final = 100
"""Most things of a difference that are told, of each sort to which the same happened."""
_REHEARSED: Final = 10
"""Texts that are changed in a rehearsal."""


def judge(sent: Request, now: Judged, state: Mapping[str, Changed]) -> bytes:
    """Judge what was sent in the graph as it would be after it.

    Args:
        sent: What was sent.
        now: The plans as they are.
        state: What is known, by graph.

    Returns:
        A frame: whether it holds, how many findings there are after it, and what there is to keep and to say.

    Raises:
        UnreadableInputError: If it cannot be read.
        ForeignError: If it is another plan than it was sent for, or speaks of what is not its own.
        UnknownThingError: If a decision is about something that is not there.
        AmbiguousCodeError: If it could be about several things.
        StaleBaseError: If what was reviewed is no longer what was looked at.
        ParameterError: If a waiver is to end before it begins.
    """
    if isinstance(sent, Between):
        return _between(sent)
    wanted = _of_plan(sent, now, state) if isinstance(sent, Sent) else _of_decision(sent, now)
    put = [Put.of(file) for file in wanted.put]
    known = {graph: state[graph].content for graph in sorted(wanted.touched) if graph in state}
    changed = known != {one.graph: one.address for one in put}
    judgement = gate.judged(now, wanted if changed else Change(()), strict=sent.strict)
    content, text = (put[0].content, put[0].text.encode()) if put else (b"", b"")
    header = {
        "accepted": judgement.accepted,
        "changed": changed,
        "counts": dict(gate.counts(judgement.after.verdict)),
        "graph": put[0].graph if put else wanted.taken_out[0],
        "name": put[0].name if put else None,
        "address": put[0].address if put else None,
        "gone": wanted.taken_out,
        "before": list(known.values()),
        "lengths": [len(content), len(text)],
        "difference": _difference(wanted, now, sent.lang) if isinstance(sent, Sent) and sent.compared else None,
    }
    told = written(judgement, sent, (one.name for one in put))
    return wire.frame(["judged", header], content + text + told)


def _between(asked: Between) -> bytes:
    """Judge a change that was made on the plans as they were before it."""
    settings = Settings.from_environment()
    with current.opened(settings) as ledger:
        wanted = history.change(ledger, asked.target, asked.sort, asked.before, asked.after)
        judgement = gate.judged(Judged.of(ledger.dataset(asked.before)), wanted, strict=False)
    header = {"accepted": judgement.accepted, "changed": bool(wanted), "lengths": [0, 0]}
    return wire.frame(["judged", header], as_json(telling.as_plain(telling.tell(judgement, asked.lang))))


def _difference(wanted: Change, now: Judged, lang: Lang) -> dict[str, Any]:
    before = (now.snapshot.files[graph] for graph in sorted(wanted.touched) if graph in now.snapshot.files)
    found = compare(versions.of_files(before), versions.of_files(wanted.put))
    base = Settings.from_environment().base
    return asdict(differences.tell(found, now.snapshot.store, base=base, lang=lang, most=_MOST_TOLD))


def rehearse(now: Judged, state: Mapping[str, Changed]) -> None:
    """Judge a change that nobody has sent, for what it takes to do that the first time.

    Args:
        now: The plans as they are.
        state: What is known, by graph.
    """
    plans = sorted((len(file.quads), graph) for graph, file in now.snapshot.files.items() if EDITION in graph)
    if plans:
        file = now.snapshot.files[plans[len(plans) // 2][1]]
        others = Put.of(file).content.replace(b'"@sv .', b' (2)"@sv .', _REHEARSED)
        judge(Sent(file.graph.partition(EDITION)[0], "plan", f"{file.path.stem}.nt", others), now, state)
        now.snapshot.store.ask("ASK {}")  # which is what it is in again, then


def _of_plan(sent: Sent, now: Judged, state: Mapping[str, Changed]) -> Change:
    file = upload.read(sent.content, sent.name, base=Settings.from_environment().base)
    upload.check(file, sent.target, sent.sort, now.snapshot)
    others = (graph for graph in state if graph != file.graph and upload.is_of(graph, sent.target, sent.sort))
    return Change((file,), tuple(others))


def _of_decision(sent: Decided, now: Judged) -> Change:
    by = By(sent.who, sent.why, datetime.now(UTC), sent.lang)
    return deciding.change(sent.asked, by, now.snapshot, Settings.from_environment().base)


def written(judgement: Judgement, sent: Sent | Decided, names: Iterable[str]) -> bytes:
    """Write what there is to say of a judgement.

    Args:
        judgement: The judgement.
        sent: In which language and format.
        names: What the files are called that were judged.

    Returns:
        The judgement as JSON or text; the other formats hold what validation found, what of it is new, and
        where there is a place for it whether the change may be made and what it breaks.
    """
    if sent.form in {"json", "text"}:
        told = telling.tell(judgement, sent.lang)
        if sent.form == "json":
            return as_json(telling.as_plain(told))
        return "\n".join([*cut(change.as_text(told).removesuffix("\n").split("\n"), sent.lang), ""]).encode()
    return formats.write(_report(judgement, sent, names), sent.form)


def _report(judgement: Judgement, sent: Sent | Decided, names: Iterable[str]) -> Report:
    after = judgement.after
    made = reports.make(
        after.verdict,
        findings(after.snapshot.store, after.verdict, sent.lang),
        lang=sent.lang,
        rules=rules(load()),
        files=tuple(names),
        strict=sent.strict,
        baseline=tuple(_earlier(one, sent.lang) for one in judgement.before.verdict.findings),
    )
    return replace(made, change=telling.tell(judgement, sent.lang))


def _earlier(finding: Finding, lang: Lang) -> Earlier:
    file = finding.place.file if finding.place else None
    return Earlier(fingerprint(finding), finding.severity.name.lower(), finding.messages[lang], file)
