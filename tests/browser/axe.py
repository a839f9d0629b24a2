"""Rules of accessibility, as axe-core (tests/browser/vendor) judges them in a page.

On are all rules for WCAG 2.2 at levels A and AA, with the size of targets, which axe-core leaves out unless asked; all
of its best practices; and of its experimental rules those that speak of headings, tables and the order of focus.
What axe-core cannot decide counts as broken: text in the very colour of its background is such a thing. One case is
decided here: text that lies on an opaque background of its own has that, whatever lies behind a part of it.
"""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

SOURCE: Final = Path(__file__).with_name("vendor") / "axe-core" / "axe.min.js"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
ASKED: Final = ("target-size", "focus-order-semantics", "p-as-heading", "table-fake-caption", "td-has-header")
"""Rules that are off unless asked for, or that have none of the tags."""
LEFT_OUT: Final = ("hidden-content",)
"""Rules that say no more than that something is hidden, as what is there for paper alone is."""
_RUN: Final = """
async ([tags, asked, leftOut]) => {
  const known = axe.getRules().filter(rule => !leftOut.includes(rule.ruleId));
  const rules = known.filter(rule => asked.includes(rule.ruleId) || rule.tags.some(tag => tags.includes(tag)))
    .filter(rule => !rule.tags.includes("deprecated")).map(rule => rule.ruleId);
  const result = await axe.run(document, {
    resultTypes: ["violations", "incomplete"], runOnly: {type: "rule", values: rules},
  });
  const {Color, getContrast} = axe.commons.color;
  const colour = text => { const found = new Color(); found.parseString(text); return found; };
  const opaque = node => {
    const one = document.querySelector(node.target[0]), style = getComputedStyle(one);
    const behind = colour(style.backgroundColor);
    return node.any[0]?.data?.messageKey === "elmPartiallyObscuring" && behind.alpha === 1
      && getContrast(behind, colour(style.color)) >= 4.5;
  };
  const incomplete = result.incomplete.map(one => ({...one, nodes: one.nodes.filter(node => !opaque(node))}));
  return [...result.violations, ...incomplete].flatMap(broken => broken.nodes.map(
    node => `${broken.id}: ${broken.help}: ${node.target.join(" ")}: ${node.html.slice(0, 200)}: ${node.failureSummary}`
  ));
}
"""
_KNOWN: Final = "() => axe.getRules().map(rule => rule.ruleId)"


def put_into(page: Page) -> None:
    """Bring axe-core into a page; the debugger does it, so that the page's Content-Security-Policy stays as it is.

    Args:
        page: The page.
    """
    page.evaluate(SOURCE.read_text(encoding="utf-8"))


def violations(page: Page, tags: tuple[str, ...] = TAGS, asked: tuple[str, ...] = ASKED) -> list[str]:
    """Judge a page as it stands.

    Args:
        page: The page, with axe-core in it.
        tags: Tags whose rules are on.
        asked: Rules that are on besides.

    Returns:
        For each element that breaks a rule: the rule, the element and what would mend it.
    """
    found: list[str] = page.evaluate(_RUN, [list(tags), list(asked), list(LEFT_OUT)])
    return found


def known(page: Page) -> set[str]:
    """Give the names of all rules that axe-core has.

    Args:
        page: A page, with axe-core in it.

    Returns:
        The names.
    """
    found: list[str] = page.evaluate(_KNOWN)
    return set(found)
