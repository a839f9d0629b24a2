"""What a child of the keeper does with what strangers have sent: all of it is data until it has been judged."""

from collections.abc import Mapping

from graph_service.keeper.request import Sent
from graph_service.ledger.commit import Change as Changed
from graph_service.ledger.ledger import Put
from graph_service.messages import Lang
from graph_service.model.json_bytes import as_json
from graph_service.model.verdict import Finding
from graph_service.plans import gate, report, telling, upload
from graph_service.plans.gate import Change
from graph_service.plans.judgement import Judged, Judgement
from graph_service.questions.findings import findings
from graph_service.reports import formats
from graph_service.reports import report as reports
from graph_service.reports.fingerprint import fingerprint
from graph_service.reports.report import Earlier, Report
from graph_service.reports.rules import rules
from graph_service.settings import Settings
from graph_service.store import wire
from graph_service.validation.shapes import load


def judge(sent: Sent, now: Judged, known: Mapping[str, Changed]) -> bytes:
    """Judge what was sent in the graph as it would be after it.

    Args:
        sent: What was sent.
        now: The plans as they are.
        known: What is known of the plan, by graph.

    Returns:
        A frame: whether it holds, how many findings there are after it, and what there is to keep and to say.

    Raises:
        UnreadableInputError: If it cannot be read.
        ForeignError: If it is another plan than it was sent for, or speaks of what is not its own.
    """
    file = upload.read(sent.content, sent.name, base=Settings.from_environment().base)
    upload.check(file, sent.target, sent.sort, now.snapshot)
    put = Put.of(file)
    changed = {graph: one.content for graph, one in known.items()} != {put.graph: put.address}
    change = Change((file,), tuple(graph for graph in known if graph != file.graph)) if changed else Change(())
    judgement = gate.judged(now, change, strict=sent.strict)
    content, text = put.content, put.text.encode()
    header = {
        "accepted": judgement.accepted,
        "changed": changed,
        "counts": dict(gate.counts(judgement.after.verdict)),
        "graph": put.graph,
        "name": put.name,
        "address": put.address,
        "lengths": [len(content), len(text)],
    }
    return wire.frame(["judged", header], content + text + written(judgement, sent))


def written(judgement: Judgement, sent: Sent) -> bytes:
    """Write what there is to say of a judgement.

    Args:
        judgement: The judgement.
        sent: In which language and format.

    Returns:
        The judgement as JSON or text; the other formats hold what validation found, and what of it is new.
    """
    if sent.form in {"json", "text"}:
        told = telling.tell(judgement, sent.lang)
        return as_json(telling.as_plain(told)) if sent.form == "json" else report.as_text(told).encode()
    return formats.write(_report(judgement, sent), sent.form)


def _report(judgement: Judgement, sent: Sent) -> Report:
    after = judgement.after
    return reports.make(
        after.verdict,
        findings(after.snapshot.store, after.verdict, sent.lang),
        lang=sent.lang,
        rules=rules(load()),
        files=(sent.name,),
        strict=sent.strict,
        baseline=tuple(_earlier(one, sent.lang) for one in judgement.before.verdict.findings),
    )


def _earlier(finding: Finding, lang: Lang) -> Earlier:
    file = finding.place.file if finding.place else None
    return Earlier(fingerprint(finding), finding.severity.name.lower(), finding.messages[lang], file)
