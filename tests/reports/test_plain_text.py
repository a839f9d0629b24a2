"""Reports as plain text."""

from hypothesis import given
from invented import finding, judged, known, plain, reports

from graph_service.model.verdict import Severity
from graph_service.reports import plain_text, wording
from graph_service.reports.report import Report


def test_a_finding_is_told_with_place_and_remedy() -> None:
    """A finding is one line as compilers write it, and below it what it is about and what would mend it."""
    assert plain_text.write(plain(finding())).decode() == (
        "plan.ttl:4:3: violation: Plan »a« has no level. [Plan-level]\n"
        "    About: Title of urn:x:a <urn:x:a>\n"
        "    Document: Plan\n"
        "    To mend: Give the level.\n"
        "The plans do not hold.\n"
        "1 violations, 0 warnings, 0 infos. 2 triples, 1 shapes.\n"
    )


def test_findings_with_the_same_cause_are_told_once() -> None:
    """Findings with the same cause in a file are counted and their places listed; another file or value is another."""
    report = plain(finding("a"), finding("b", line=7), finding("c", file="other.ttl"), finding("d", value="x"))
    lines = plain_text.write(report).decode().splitlines()
    assert [line for line in lines if not line.startswith(" ")][:-2] == [
        "plan.ttl:4:3: violation: Plan »a« has no level. [Plan-level]",
        "other.ttl:4:3: violation: Plan »c« has no level. [Plan-level]",
        "plan.ttl:4:3: violation: Plan »d« has no level. [Plan-level]",
    ]
    assert lines[3:6] == [
        "    2 with the same cause:",
        "      plan.ttl:4:3 Title of urn:x:a",
        "      plan.ttl:7:3 Title of urn:x:b",
    ]


def test_what_is_new_and_what_is_gone_is_told() -> None:
    """Compared with an earlier report, new findings are marked, and those that are gone are told."""
    report = plain(finding("b"), finding("c"), baseline=known(plain(finding("a"), finding("b"))))
    lines = plain_text.write(report).decode().splitlines()
    assert [line.split(": ")[1] for line in lines if line.startswith("plan.ttl")] == ["violation", "new violation"]
    assert "No longer found: Known. (plan.ttl)" in lines
    assert lines[-1] == "Compared with the earlier report: 1 new, 1 as before, 1 no longer found."


def test_known_findings_do_not_stop_the_plans() -> None:
    """Where nothing that is bad enough is new, the report says so instead of that the plans do not hold."""
    report = plain(finding(), baseline=known(plain(finding())))
    assert not report.failed
    assert "The plans do not hold, but nothing that stops them is new.\n" in plain_text.write(report).decode()


def test_warnings_that_fail_are_told_to_fail() -> None:
    """Where warnings are enough to fail, it is said that the plans do not hold, and why."""
    warned = plain_text.write(plain(finding(severity=Severity.WARNING), strict=True)).decode()
    assert "The plans do not hold in strict validation, where warnings count as violations.\n" in warned
    assert "The plans hold.\n" in plain_text.write(plain(finding(severity=Severity.WARNING))).decode()


def test_a_change_is_told_to_be_refused_and_what_it_breaks() -> None:
    """Of a change it is told what breaks, each cause once, and that it is refused and why."""
    assert plain_text.write(judged()).decode() == (
        "Cause: It is gone.\n"
        "    A rested on it. (Plan)\n"
        "    B rested on it. (Plan)\n"
        "The change is refused. It brings 1 new warning.\n"
        "0 violations, 0 warnings, 0 infos. 2 triples, 1 shapes.\n"
        "Compared with the plans before the change: 0 new, 0 as before, 0 no longer found.\n"
        "It breaks 2 things.\n"
    )


@given(reports())
def test_no_text_steers_a_terminal_or_a_runner(report: Report) -> None:
    """Whatever texts hold, each line is one line, without control characters and without commands of workflows."""
    lines = plain_text.write(report).decode().removesuffix("\n").split("\n")
    for line in lines:
        assert len(line.splitlines()) == 1
        assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in line)
        assert not set("\u202a\u202e\u2066") & set(line)
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    heads = [line for line in lines if not line.startswith(" ") and line.endswith("]")]
    assert len(heads) <= len(report.entries) + len(wording.broken(report))
