"""A plan that is sent to the service: read as a file is, and held to speak of nothing but itself."""

from pathlib import Path
from typing import Literal

from graph_service.errors import ForeignError, UnreadableInputError
from graph_service.plans import foreign
from graph_service.store import files
from graph_service.store.excerpts import shortened
from graph_service.store.files import GraphFile
from graph_service.store.snapshot import Snapshot

Sort = Literal["plan", "graph"]
"""A plan, or a graph that belongs to none, such as a register or a file of links."""


def read(content: bytes, name: str, *, base: str) -> GraphFile:
    """Read what was sent.

    Args:
        content: The bytes.
        name: What to call it; its ending says in which format it is.
        base: Base of the IRIs.

    Returns:
        What it holds.

    Raises:
        UnreadableInputError: If it cannot be read, or does not say which edition or register it holds.

    Example:
        >>> plan = b"<urn:p/1> <https://w3id.org/redthread/ns#content> <https://w3id.org/redthread/ns#loaded> ."
        >>> read(plan, "plan.ttl", base="urn:").graph
        'urn:p/1'
    """
    path = Path(name)
    file = files.parse(files.decode(content, name), path, base=base)
    if files.is_nameless(file):
        raise UnreadableInputError("commit_nameless", path=path)
    return file


def is_of(graph: str, target: str, sort: Sort) -> bool:
    """Tell whether a graph is that of a plan's edition, or a register itself.

    Args:
        graph: IRI of the graph.
        target: IRI of the plan or register.
        sort: Which of the two.

    Returns:
        True if it is.

    Example:
        >>> is_of("urn:plan/utgava/1.0", "urn:plan", "plan"), is_of("urn:plan-2/utgava/1.0", "urn:plan", "plan")
        (True, False)
    """
    return graph == target if sort == "graph" else graph.startswith(target + foreign.EDITION)


def check(file: GraphFile, target: str, sort: Sort, plans: Snapshot) -> None:
    """Hold a plan or register that is sent to be the one it is sent for, and to speak of nothing but itself.

    Args:
        file: What was sent.
        target: IRI of the plan or register that it was sent for.
        sort: Which of the two.
        plans: The plans as they are.

    Raises:
        ForeignError: If it is another one, or speaks of what is not its own, see :mod:`graph_service.plans.foreign`.
    """
    if not is_of(file.graph, target, sort) or (sort == "graph" and foreign.EDITION in file.graph):
        key = "foreign_plan" if sort == "plan" else "foreign_graph"
        raise ForeignError(key, path=file.path, graph=shortened(file.graph), target=target)
    foreign.refuse({target: (file,)}, (), plans)
