"""What the ledger tells of changes: all of them, or those of one plan or register."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from graph_service.errors import UnknownThingError
from graph_service.ledger.commit import Commit
from graph_service.ledger.ledger import Ledger
from graph_service.model.difference import Difference
from graph_service.model.history import ChangedGraph, ChangeMade, DecisionMade, EditionMade
from graph_service.plans import decided, versions
from graph_service.plans.diff import compare
from graph_service.plans.gate import Change
from graph_service.plans.upload import Sort, is_of


def told(ledger: Ledger, commits: Sequence[Commit], base: str) -> tuple[ChangeMade, ...]:
    """Tell of commits.

    Args:
        ledger: The ledger that they are of.
        commits: The commits.
        base: Base of the IRIs.

    Returns:
        What each changed, when, by whom and why.
    """
    found = decided.read(ledger, commits, base)
    return tuple(_made(commit, base, found) for commit in commits)


def _made(commit: Commit, base: str, decisions: Mapping[tuple[int, str], DecisionMade]) -> ChangeMade:
    graphs = tuple(
        ChangedGraph(
            one.graph, one.graph.removeprefix(base), one.name, one.content, decisions.get((commit.number, one.graph))
        )
        for one in commit.changes
    )
    return ChangeMade(
        number=commit.number,
        address=commit.address,
        parent=commit.parent,
        at=commit.at,
        who=commit.who,
        why=commit.why,
        violations=commit.verdict.get("violations"),
        warnings=commit.verdict.get("warnings"),
        infos=commit.verdict.get("infos"),
        graphs=graphs,
    )


def editions(ledger: Ledger, target: str, sort: Sort, *, most: int) -> tuple[EditionMade, ...]:
    """Tell what a plan or register has said.

    Args:
        ledger: The ledger.
        target: Its IRI.
        sort: Which of the two it is.
        most: Most changes that are looked at.

    Returns:
        What each change made it say, the last first.

    Raises:
        UnknownThingError: If nothing has ever been known of it.
    """
    graphs = _graphs(ledger, target, sort)
    return tuple(_editions(ledger.log(most, graphs=graphs), graphs))


def difference(ledger: Ledger, target: str, sort: Sort, before: str, after: str) -> Difference:
    """Tell what differs between what a plan or register said after two changes.

    Args:
        ledger: The ledger.
        target: Its IRI.
        sort: Which of the two it is.
        before: Number or address of the earlier change, or ``HEAD``.
        after: The same of the later one.

    Returns:
        The difference.

    Raises:
        UnknownThingError: If nothing has ever been known of it, or there is no such change.
    """
    graphs = _graphs(ledger, target, sort)
    old, new = (versions.of_files(ledger.files(ledger.commit(name).number, graphs=graphs)) for name in (before, after))
    return compare(old, new)


def change(ledger: Ledger, target: str, sort: Sort, before: int, after: int) -> Change:
    """Give the change between what a plan or register said after two changes.

    Args:
        ledger: The ledger.
        target: Its IRI.
        sort: Which of the two it is.
        before: Number of the earlier change.
        after: Number of the later one.

    Returns:
        What would have had to be changed after the earlier one, if nothing else had been.
    """
    graphs = frozenset(graph for graph in ledger.graphs() if is_of(graph, target, sort))
    old, new = ledger.state(before), ledger.state(after)
    put = [graph for graph in graphs & new.keys() if graph not in old or old[graph].content != new[graph].content]
    gone = sorted(graph for graph in graphs & old.keys() if graph not in new)
    return Change(ledger.files(after, graphs=put) if put else (), tuple(gone))


def contents(ledger: Ledger, target: str, sort: Sort, name: str) -> tuple[str, ...]:
    """Tell what was known of a plan or register after a change.

    Args:
        ledger: The ledger.
        target: Its IRI.
        sort: Which of the two it is.
        name: Number or address of the change, or ``HEAD``.

    Returns:
        The content addresses; none if nothing was known of it then.

    Raises:
        UnknownThingError: If there is no such change.
    """
    state = ledger.state(ledger.commit(name).number)
    return tuple(one.content for graph, one in state.items() if is_of(graph, target, sort) and one.content is not None)


def since(ledger: Ledger, target: str, sort: Sort, known: Collection[str], *, most: int) -> tuple[EditionMade, ...]:
    """Tell what has changed a plan or register since it said something.

    Args:
        ledger: The ledger.
        target: Its IRI.
        sort: Which of the two it is.
        known: Content addresses of what it said.
        most: Most changes.

    Returns:
        The changes, the last first; as many as there may be if it has never said that.
    """
    try:
        found = editions(ledger, target, sort, most=most)
    except UnknownThingError:
        return ()
    return tuple(takewhile(lambda one: one.content not in known, found))


def _graphs(ledger: Ledger, target: str, sort: Sort) -> frozenset[str]:
    graphs = frozenset(graph for graph in ledger.graphs() if is_of(graph, target, sort))
    if not graphs:
        raise UnknownThingError("history_unknown", name=target[:200])
    return graphs


def _editions(commits: Collection[Commit], graphs: frozenset[str]) -> Iterator[EditionMade]:
    seen: set[str] = set()
    for commit in commits:
        for one in commit.changes:
            if one.graph in graphs:
                current = one.graph not in seen and one.content is not None
                seen.add(one.graph)
                yield EditionMade(
                    commit.number, commit.at, commit.who, commit.why, one.graph, one.name, one.content, current
                )
