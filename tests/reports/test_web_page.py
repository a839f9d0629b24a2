"""Reports as an HTML page."""

from html.parser import HTMLParser
from typing import Final

from hypothesis import given
from invented import finding, judged, known, letters, plain, reports

from graph_service.model.verdict import Severity
from graph_service.reports import web_page, wording
from graph_service.reports.report import Report

_TAGS: Final = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "b", "strong", "article"),
    *("details", "summary", "ul", "li", "span"),
}
_ATTRIBUTES: Final = {"lang", "charset", "http-equiv", "content", "name", "class", "open"}


class _Page(HTMLParser):
    def __init__(self, written: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.articles = 0
        self.texts: list[str] = []
        self.feed(written.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.articles += tag == "article"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def test_a_page_needs_nothing_else() -> None:
    """The page has no script, and a policy that lets nothing be fetched; what is told is on it."""
    written = web_page.write(plain(finding())).decode()
    assert "<script" not in written
    assert "default-src 'none'" in written
    for told in (
        "Plan »a« has no level.",
        "To mend: Give the level.",
        "plan.ttl:4:3",
        "Title of urn:x:a",
        "Plan-level",
    ):
        assert told in written


def test_findings_with_the_same_cause_stand_together() -> None:
    """Findings with the same cause in a file are one entry with their number and places."""
    page = _Page(web_page.write(plain(finding("a"), finding("b", line=7), finding("c", file="other.ttl"))))
    assert page.articles == 2
    text = " ".join(" ".join(page.texts).split())
    assert "2 with the same cause: Title of urn:x:a plan.ttl:4:3 Title of urn:x:b plan.ttl:7:3" in text


def test_what_is_new_and_what_is_gone_is_told() -> None:
    """Compared with an earlier report, new findings are marked, and those that are gone are listed."""
    report = plain(finding("b"), finding("c"), baseline=known(plain(finding("a"), finding("b"))))
    written = web_page.write(report).decode()
    assert written.count("new violation") == 1
    assert "<li>No longer found: Known. (plan.ttl)</li>" in written


def test_a_change_is_told_to_be_refused_and_what_it_breaks_before_what_is_found() -> None:
    """Of a change the page says that it is refused and why, and what breaks, with the bodies, above all findings."""
    page = _Page(web_page.write(judged(finding(severity=Severity.WARNING))))
    text = " ".join(" ".join(page.texts).split())
    assert "The change is refused. It brings 1 new warning." in text
    assert "Compared with the plans before the change: 1 new, 0 as before, 0 no longer found." in text
    assert "It breaks 2 things." in text
    told = "Cause: It is gone. 2 with the same cause: A rested on it. (Plan) Body B rested on it. (Plan) Body"
    assert 0 < text.index(told) < text.index("Plan »a« has no level.")
    assert "earlier report" not in text


@given(reports())
def test_no_text_becomes_markup(report: Report) -> None:
    """Whatever texts hold, the page has the elements and attributes of its template and no others, and all messages."""
    page = _Page(web_page.write(report))
    assert page.tags <= _TAGS
    assert page.attributes <= _ATTRIBUTES
    text = letters("".join(page.texts))
    for entry in report.entries:
        if page.articles == len(report.entries) + len(wording.broken(report)):
            assert letters(entry.finding.messages[report.lang]) in text
