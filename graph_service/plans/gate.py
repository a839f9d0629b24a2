"""The gate: a change is judged in the graph as it would be after it, and only what holds comes into the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.errors import LedgerError, StaleBaseError
from graph_service.ledger.commit import Commit
from graph_service.ledger.ledger import Ledger
from graph_service.model.verdict import Severity, Verdict
from graph_service.plans.judgement import Judged, Judgement, judge
from graph_service.store import canonical, files
from graph_service.store.files import GraphFile

_MOST_TOLD: Final = 50
"""Most later commits that are told to whoever is late."""
_MOST_NAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to change.

    Attributes:
        put: Graphs that take the place of those of the same name, or are new.
        taken_out: IRIs of graphs that are to go.
    """

    put: tuple[GraphFile, ...]
    taken_out: tuple[str, ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """IRIs of all graphs that it touches."""
        return frozenset((*(file.graph for file in self.put), *self.taken_out))

    def __bool__(self) -> bool:
        """Tell whether it changes anything."""
        return bool(self.put or self.taken_out)


def base_of(ledger: Ledger, name: str | None) -> Commit:
    """Find the commit that a change is made on.

    Args:
        ledger: The ledger, which has been begun.
        name: The commit that whoever makes the change knows as the last one; None for the last one, whatever it is.

    Returns:
        The last commit.

    Raises:
        StaleBaseError: If others have followed the one that is named; tells which, and what they changed.
        UnknownThingError: If it names none.
    """
    head = ledger.commit("HEAD")
    known = head if name is None else ledger.commit(name)
    if known.number != head.number:
        since = (one for one in ledger.log(_MOST_TOLD) if one.number > known.number)
        told = "\n".join(f"  {one.number}  {one.at[:16]}  {one.who}: {one.why} ({_names(one)})" for one in since)
        raise StaleBaseError("commit_stale", base=known.number, head=head.number, since=told)
    return head


def needed(ledger: Ledger, base: Commit, change: Change) -> Change:
    """Leave out of a change what the plans say already.

    Args:
        ledger: The ledger.
        base: The commit that it is made on.
        change: The change.

    Returns:
        The rest; empty if nothing would change.

    Raises:
        LedgerError: If a graph is to go that is not there, or a file does not say which edition or register it holds.
    """
    state = ledger.state(base.number)
    for file in change.put:
        if files.is_nameless(file):
            raise LedgerError("commit_nameless", path=file.path)
        if file.graph in change.taken_out:
            raise LedgerError("commit_both", path=file.path)
        if not file.path.name.isprintable():  # half a character of another encoding, or something that steers
            raise LedgerError("commit_file_name", path=repr(file.path.name))
    for graph in change.taken_out:
        if graph not in state:
            raise LedgerError("commit_not_there", graph=graph[:200], number=base.number)
    new = (
        file for file in change.put if _address(file) != (state[file.graph].content if file.graph in state else None)
    )
    return Change(tuple(new), change.taken_out)


def judged(before: Judged, change: Change, *, strict: bool) -> Judgement:
    """Judge a change in the graph as it would be after it.

    Args:
        before: The plans that it is made on.
        change: The change.
        strict: Whether new warnings refuse it too.

    Returns:
        The judgement.
    """
    if not change:
        return judge(before, before, frozenset(), strict=strict)
    return judge(before, before.then(change.put, change.taken_out), change.touched, strict=strict)


def undoing(ledger: Ledger, base: Commit, commit: Commit) -> Change:
    """Give the change that takes a commit back.

    Args:
        ledger: The ledger.
        base: The last commit, on which the change is to be made.
        commit: The commit.

    Returns:
        What puts each graph that it changed back to what it was before.

    Raises:
        LedgerError: If it is the first one, or a later commit has changed one of the graphs again.
    """
    if commit.number == 1:
        raise LedgerError("revert_first")
    before, now = ledger.state(commit.number - 1), ledger.state(base.number)
    contents = {graph: change.content for graph, change in now.items()}
    overtaken = [one for one in commit.changes if contents.get(one.graph) != one.content]
    if overtaken:
        graphs = ", ".join(one.name or one.graph for one in overtaken)
        raise LedgerError("revert_overtaken", number=commit.number, graphs=graphs)
    earlier = {file.graph: file for file in ledger.files(commit.number - 1)}
    put = tuple(earlier[one.graph] for one in commit.changes if one.graph in before)
    return Change(put, tuple(one.graph for one in commit.changes if one.graph not in before))


def counts(verdict: Verdict) -> Mapping[str, int]:
    """Count the findings of a verdict, for a commit.

    Args:
        verdict: The verdict.

    Returns:
        How many violations, warnings and infos there are.
    """
    return {f"{severity.name.lower()}s": verdict.count(severity) for severity in Severity}


def _address(file: GraphFile) -> str:
    return canonical.address(canonical.canonical(file.quads, str(file.path)))


def _names(commit: Commit) -> str:
    return ", ".join(_short(change.name or change.graph for change in commit.changes))


def _short(names: Iterable[str]) -> list[str]:
    listed = list(names)
    left = len(listed) - _MOST_NAMES
    return listed if left <= 0 else [*listed[:_MOST_NAMES], f"+ {left}"]
