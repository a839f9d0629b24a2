"""A plan that is sent to the service: read as a file is, and held to speak of nothing but itself."""

from pathlib import Path
from typing import Final

from graph_service.errors import ForeignError, UnreadableInputError
from graph_service.model.terms import Iri
from graph_service.plans import versions
from graph_service.plans.side import Side
from graph_service.store import files
from graph_service.store.excerpts import shortened
from graph_service.store.files import GraphFile
from graph_service.vocabulary import RT

_EDITION_OF: Final = Iri(f"{RT}editionOf")
_EDITION: Final = "/utgava/"


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


def is_of(graph: str, plan: str) -> bool:
    """Tell whether a graph is of a plan, by their names: it is the plan's own, or that of an edition of it.

    Args:
        graph: IRI of the graph.
        plan: IRI of the plan or register.

    Returns:
        True if it is.

    Example:
        >>> is_of("urn:plan/utgava/1.0", "urn:plan"), is_of("urn:plan-2/utgava/1.0", "urn:plan")
        (True, False)
    """
    return graph == plan or graph.startswith(plan + _EDITION)


def check(file: GraphFile, plan: str, side: Side) -> None:
    """Hold a plan to speak of nothing but itself.

    Args:
        file: What was sent.
        plan: IRI of the plan or register that it was sent for.
        side: The graph as it is.

    Raises:
        ForeignError: If it is another plan; or says something of what stands in another graph, or of what lies below
            another plan's IRI.
    """
    said = versions.of_files([file])[file.graph]
    if not is_of(file.graph, plan) and (Iri(file.graph), _EDITION_OF, Iri(plan)) not in said:
        raise ForeignError("foreign_plan", path=file.path, graph=shortened(file.graph), plan=plan)
    others = {graph.partition(_EDITION)[0] for graphs in side.graphs.values() for graph in graphs if _EDITION in graph}
    others -= {plan}
    for subject in dict.fromkeys(subject.value for subject, _, _ in said if isinstance(subject, Iri)):
        elsewhere = sorted(graph for graph in side.graphs.get(subject, ()) if not is_of(graph, plan))
        owner = next(iter(elsewhere), "") or _owner(subject, others if _EDITION in file.graph else frozenset())
        if owner:
            line, _ = files.place_of(file, subject) or (1, 1)
            raise ForeignError("foreign_thing", path=file.path, line=line, thing=shortened(subject), owner=owner)


def _owner(subject: str, plans: "set[str] | frozenset[str]") -> str:
    """Give the plan below whose IRI a thing lies; empty if there is none."""
    at = subject
    while at:
        if at in plans:
            return at
        at = at.rpartition("/")[0]
    return ""
