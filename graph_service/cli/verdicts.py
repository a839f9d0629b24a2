"""Writing a verdict for people and for programs."""

from itertools import groupby
from typing import Final

from rich.text import Text

from graph_service.cli.tables import as_json
from graph_service.cli.terminal import out, write_bytes
from graph_service.messages import Lang, text
from graph_service.model.verdict import Finding, Severity, Verdict
from graph_service.vocabulary import compact

_STYLES: Final = {Severity.VIOLATION: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_SHOWN_OF_A_KIND: Final = 5


def print_verdict(verdict: Verdict, lang: Lang, *, everything: bool) -> None:
    """Print a verdict, findings of a kind together.

    Args:
        verdict: The verdict.
        lang: The language.
        everything: Whether to print all findings of a kind, and infos, or only the first few.
    """
    console = out()
    shown = [f for f in verdict.findings if everything or f.severity is not Severity.INFO]
    for (severity, _), group in groupby(shown, key=lambda finding: (finding.severity, finding.shape)):
        findings = list(group)
        for finding in findings if everything else findings[:_SHOWN_OF_A_KIND]:
            console.print(_line(severity, finding, lang), soft_wrap=True)
        if not everything and len(findings) > _SHOWN_OF_A_KIND:
            more = text("validate.more", lang, count=len(findings) - _SHOWN_OF_A_KIND)
            console.print(Text(f"         {more}", style="dim"), soft_wrap=True)
    outcome = text("validate.conforms" if verdict.conforms else "validate.refused", lang)
    console.print(Text(outcome, style="bold green" if verdict.conforms else "bold red"))
    console.print(summary(verdict, lang), soft_wrap=True)


def summary(verdict: Verdict, lang: Lang) -> str:
    """Count a verdict's findings in one line.

    Args:
        verdict: The verdict.
        lang: The language.

    Returns:
        The line.
    """
    return text(
        "validate.summary",
        lang,
        violations=verdict.count(Severity.VIOLATION),
        warnings=verdict.count(Severity.WARNING),
        infos=verdict.count(Severity.INFO),
        triples=verdict.triples,
        shapes=verdict.shapes,
    )


def write_json(verdict: Verdict) -> None:
    """Write a verdict as JSON to standard output.

    Args:
        verdict: The verdict.
    """
    findings = [
        {
            "severity": finding.severity.name.lower(),
            "focus": finding.focus.value,
            "path": finding.path,
            "value": finding.value.value if finding.value else None,
            "component": compact(finding.component),
            "shape": finding.shape,
            "messages": finding.messages,
            "file": finding.place.file if finding.place else None,
            "line": finding.place.line if finding.place else None,
        }
        for finding in verdict.findings
    ]
    body = {
        "conforms": verdict.conforms,
        "violations": verdict.count(Severity.VIOLATION),
        "warnings": verdict.count(Severity.WARNING),
        "infos": verdict.count(Severity.INFO),
        "triples": verdict.triples,
        "shapes": verdict.shapes,
        "engine": verdict.engine,
        "findings": findings,
    }
    write_bytes(as_json(body))


def _line(severity: Severity, finding: Finding, lang: Lang) -> Text:
    name = text(f"validate.{severity.name.lower()}", lang)
    line = Text.assemble((f"{name}: ", _STYLES[severity]), finding.messages[lang])
    if finding.place:
        where = text("validate.place", lang, file=finding.place.file, line=finding.place.line)
        line.append(f"  ({where})", style="dim")
    return line
