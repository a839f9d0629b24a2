"""Showing in the terminal what a plan carries on of another. Each line begins with a sign, as in a difference."""

from collections.abc import Iterator
from typing import Final, get_args

from rich.text import Text

from graph_service.cli.terminal import out
from graph_service.cli.wordings import shown
from graph_service.messages import Lang, text
from graph_service.model.succession import GONE, Carried, Fate, Fated, Pointing, Succession
from graph_service.model.thread import Node
from graph_service.store import labels
from graph_service.store.port import Store
from graph_service.vocabulary import RT, compact

_SIGNS: Final[dict[Fate, tuple[str, str]]] = {
    "kept": ("=", "green"),
    "reworded": ("~", "yellow"),
    "changed": ("~", "yellow"),
    "split": ("<", "yellow"),
    "merged": (">", "yellow"),
    "dropped": ("-", "red"),
    "silent": ("-", "bold red"),
    "unknown": ("?", "blue"),
}


def print_succession(succession: Succession, store: Store, *, base: str, lang: Lang) -> None:
    """Show what a plan carries on of another, fate by fate.

    Args:
        succession: What it carries on.
        store: The dataset; it knows what classes and properties are called.
        base: Base that IRIs are shortened by.
        lang: The language.
    """
    console = out()
    view = _View(succession, store, base, lang)
    for line in view.lines():
        console.print(line, soft_wrap=True)


class _View:
    def __init__(self, succession: Succession, store: Store, base: str, lang: Lang) -> None:
        words = {f"{RT}{node.kind}" for node in _nodes(succession) if node.kind}
        words |= {f"{RT}{pointing.relation}" for pointing in succession.pointing}
        words |= {f"{RT}{word.verdict}" for one in succession.elements for word in one.words}
        self._names = labels.describe(store, words)
        self._succession = succession
        self._base = base
        self._lang: Lang = lang

    def lines(self) -> Iterator[Text]:
        told, lang = self._succession, self._lang
        later, earlier = f"»{told.later.title}«", f"»{told.earlier.title}«"
        yield Text(text("succession.continues", lang, later=later, earlier=earlier), style="bold")
        if told.earlier_content != "loaded":
            key = f"succession.earlier_{told.earlier_content}"
            yield Text(text(key, lang, plan=told.earlier.title), style="yellow")
        if told.content != "loaded":
            yield Text(text(f"succession.{told.content}", lang, plan=told.later.title), style="yellow")
        for fate in get_args(Fate):
            elements = [one for one in told.elements if one.fate == fate]
            yield from self._group(f"fate_{fate}", (line for one in elements for line in self._fated(one)))
        yield from self._group("new", (self._line("+", "green", node) for node in told.new))
        yield from self._group("pointing", self._all_pointing())
        yield Text()
        yield Text(text("succession.counts", lang, **told.counts))

    def _group(self, key: str, lines: Iterator[Text]) -> Iterator[Text]:
        first = next(lines, None)
        if first is not None:
            yield Text()
            yield Text(text(f"succession.{key}", self._lang), style="bold")
            yield first
            yield from lines

    def _fated(self, one: Fated) -> Iterator[Text]:
        yield self._line(*_SIGNS[one.fate], one.element)
        for carried in one.carried:
            yield from self._carried(one, carried)
        for word in one.words:
            told = ", ".join(part for part in (word.source, word.locator) if part)
            comment = f" »{word.comment}«" if word.comment else ""
            yield Text.assemble(f"    {self._word(word.verdict)}", (comment, "italic"), (f" – {told}", "dim"))

    def _carried(self, one: Fated, carried: Carried) -> Iterator[Text]:
        yield Text.assemble("    → ", _wording(carried), (compact(carried.later.iri, self._base), "dim"))
        if carried.moved:
            ends = {"before": self._under(one.headings), "after": self._under(carried.headings)}
            yield Text.assemble("      ", (text("succession.moved", self._lang, **ends), "cyan"))

    def _all_pointing(self) -> Iterator[Text]:
        gone = [one for one in self._succession.pointing if one.fate in GONE]
        yield from (line for one in self._succession.pointing if one not in gone for line in self._pointing(one))
        if gone:
            yield Text(text("succession.gone_too", self._lang, count=len(gone)), style="dim")

    def _pointing(self, one: Pointing) -> Iterator[Text]:
        line = self._line("!", "red", one.start)
        yield line if one.fate is None else line.append(f" ({text('succession.carried_on', self._lang)})", "dim")
        yield Text.assemble((f"    —{self._word(one.relation)}→ ", "magenta"), self._short(one.goal))

    def _line(self, sign: str, style: str, node: Node) -> Text:
        name = f"{self._word(node.kind)} {node.code}".strip()
        path = (f" {compact(node.iri, self._base)}", "dim")
        return Text.assemble((f"{sign} ", style), (name, "bold"), f" {node.title}", path)

    def _under(self, headings: tuple[Node, ...]) -> str:
        return ", ".join(self._short(heading) for heading in headings)

    def _short(self, node: Node) -> str:
        return f"{self._word(node.kind)} »{node.title}«"

    def _word(self, name: str) -> str:
        label = self._names.get(f"{RT}{name}")
        return label.title(self._lang) if label is not None else name


def _wording(carried: Carried) -> Text:
    """Show what became of the words: nothing if they are the same, the later ones alone if none is left."""
    if all(run.kind == "kept" for run in carried.wording):
        return Text()
    left = any(run.kind == "kept" and any(map(str.isalnum, run.text)) for run in carried.wording)
    return (shown(carried.wording) if left else Text(carried.later.title)).append(" ")


def _nodes(succession: Succession) -> Iterator[Node]:
    for one in succession.elements:
        yield from (one.element, *one.headings)
        yield from (node for carried in one.carried for node in (carried.later, *carried.headings))
    yield from succession.new
    yield from (node for one in succession.pointing for node in (one.start, one.goal))
