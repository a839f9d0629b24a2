"""Drawing a thread as a tree in the terminal."""

from collections import defaultdict
from collections.abc import Sequence

from rich.text import Text
from rich.tree import Tree

from graph_service.cli.terminal import out
from graph_service.messages import Lang, text
from graph_service.model.thread import Hop, Thread
from graph_service.store.labels import Label
from graph_service.vocabulary import compact


def print_thread(thread: Thread, kinds: dict[str, Label], *, base: str, lang: Lang, evidence: bool, depth: int) -> None:
    """Draw a thread.

    Args:
        thread: The thread.
        kinds: What its nodes are called, by IRI.
        base: Base that paths are shortened by.
        lang: The language.
        evidence: Whether to show what each step rests on.
        depth: The depth that was asked for.
    """
    console = out()
    drawing = _Drawing(thread, kinds, base, lang, evidence=evidence)
    console.print(drawing.heading(thread.start), soft_wrap=True)
    if thread.direction != "down":
        _print(drawing, thread.up, "up", lang)
    if thread.direction != "up":
        _print(drawing, thread.down, "down", lang)
    if thread.truncated:
        console.print(Text(text("trace.truncated", lang, depth=depth), style="yellow"))


def _print(drawing: "_Drawing", hops: Sequence[Hop], way: str, lang: Lang) -> None:
    console = out()
    if not hops:
        console.print(Text(text(f"trace.nothing_{way}", lang), style="dim"))
        return
    tree = Tree(Text(text(f"trace.{way}", lang), style="bold"))
    drawing.grow(tree, hops, up=way == "up")
    console.print(tree)


class _Drawing:
    def __init__(self, thread: Thread, kinds: dict[str, Label], base: str, lang: Lang, *, evidence: bool) -> None:
        self._thread = thread
        self._kinds = kinds
        self._base = base
        self._lang: Lang = lang
        self._evidence = evidence

    def heading(self, iri: str) -> Text:
        node = self._thread.nodes[iri]
        kind = self._kinds[iri].kinds.get(self._lang, node.kind)
        name = Text.assemble((f"{kind} {node.code}".strip(), "bold"), f" {node.title}")
        if node.plan_title:
            name.append(f"  [{node.plan_title}]", style="cyan")
        name.append(f"  {compact(iri, self._base)}", style="dim")
        return name

    def grow(self, tree: Tree, hops: Sequence[Hop], *, up: bool) -> None:
        at: dict[str, list[Hop]] = defaultdict(list)
        for hop in hops:
            at[hop.lower if up else hop.upper].append(hop)
        self._grow(tree, self._thread.start, at, up=up, seen={self._thread.start})

    def _grow(self, tree: Tree, here: str, at: dict[str, list[Hop]], *, up: bool, seen: set[str]) -> None:
        for hop in at.get(here, ()):
            there = hop.upper if up else hop.lower
            branch = tree.add(self._step(hop, there, again=there in seen))
            if there not in seen:
                seen.add(there)
                self._grow(branch, there, at, up=up, seen=seen)

    def _step(self, hop: Hop, there: str, *, again: bool) -> Text:
        lang = self._lang
        basis = text(f"trace.basis_{hop.evidence.basis}", lang)
        relation = self._kinds[f"relation:{hop.relation}"].title(lang)
        line = Text.assemble((f"{relation} ({basis}) ", "magenta"), self.heading(there))
        if again:
            line.append(f" {text('trace.seen', lang)}", style="dim")
        if self._evidence:
            line.append(self._proof(hop))
        return line

    def _proof(self, hop: Hop) -> Text:
        proof = Text()
        evidence = hop.evidence
        if evidence.quote:
            proof.append(f"\n»{evidence.quote}«", style="italic")
        where = ", ".join(part for part in (evidence.source, evidence.locator) if part)
        if where:
            proof.append(f"\n– {where}", style="dim")
        if evidence.rationale:
            proof.append(f"\n{evidence.rationale}", style="yellow")
        return proof
