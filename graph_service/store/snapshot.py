"""Building a dataset: the ontology, the files, and what the rules derive from them."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from graph_service import resources
from graph_service.errors import UnreadableInputError
from graph_service.model.validity import Kept
from graph_service.settings import Settings
from graph_service.store import files, standing
from graph_service.store.files import GraphFile
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH

_IDENTIFIER_LENGTH: Final = 16
NOTHING_KEPT: Final[Kept] = MappingProxyType({})
"""Where no ledger tells what the ends of links have said before."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One whole dataset that does not change.

    Attributes:
        store: The dataset, with ontology and derived statements, and with the validity of links and waivers that holds.
        files: The files it was built from, by the IRI of their graph.
        kept: What the ends of links said when what the links state came in.
        today: The day on which waivers have to count; None if all count.
    """

    store: EmbeddedStore
    files: Mapping[str, GraphFile]
    kept: Kept
    today: date | None


def shipped_files(settings: Settings) -> tuple[GraphFile, ...]:
    """Read the plans that come with the service.

    Args:
        settings: The settings.

    Returns:
        One entry per file, in the order of their paths.

    Raises:
        UnreadableInputError: If one cannot be read.
    """
    return read_files([resources.folder("data")], settings)


def read_files(paths: list[Path], settings: Settings) -> tuple[GraphFile, ...]:
    """Read files and folders.

    Args:
        paths: Files and folders.
        settings: The settings; they give the largest size.

    Returns:
        One entry per file.

    Raises:
        UnreadableInputError: If one cannot be read, or two hold the same graph.
    """
    read: dict[str, GraphFile] = {}
    for path in files.find(paths):
        file = files.read(path, limit=settings.file_bytes, base=settings.base)
        if file.graph in read:
            raise UnreadableInputError("file_same_graph", path=path, other=read[file.graph].path, graph=file.graph)
        read[file.graph] = file
    return tuple(read.values())


def build(plans: Iterable[GraphFile], *, kept: Kept | None = NOTHING_KEPT, today: date | None = None) -> Snapshot:
    """Build the dataset of some files: add the ontology, then derive what the rules say.

    Where two files hold the same graph, the later one takes the place of the earlier.

    Args:
        plans: The files.
        kept: What the ends of links said when what the links state came in, see ``Ledger.kept``; None if the files say
            already what holds of links and waivers.
        today: The day on which waivers have to count; None to let all count.

    Returns:
        The dataset.
    """
    by_graph = {file.graph: file for file in plans}
    store = EmbeddedStore()
    store.load(_ontology())
    if kept is None:
        said = {file.graph: file.quads for file in by_graph.values()}
    else:
        said = standing.as_it_stands(by_graph.values(), kept, today)
    for quads in said.values():
        store.load(quads)
    derive(store)
    store.settle()
    return Snapshot(store, by_graph, NOTHING_KEPT if kept is None else kept, today)


def derive(store: EmbeddedStore) -> int:
    """Derive by rule what the links state, until nothing new comes of it.

    Args:
        store: The dataset; what was derived before is derived anew.

    Returns:
        The number of derived statements.
    """
    store.remove_graph(DERIVED_GRAPH)
    size = -1
    while size != len(store):
        size = len(store)
        for rule in rules():
            store.infer(rule, DERIVED_GRAPH)
    return sum(1 for _ in store.quads(DERIVED_GRAPH))


def identifier(store: EmbeddedStore) -> str:
    """Name a snapshot by what it holds.

    Args:
        store: The dataset.

    Returns:
        The beginning of the SHA-256 of its sorted quads, in hexadecimal.
    """
    written = io.BytesIO()
    store.write(written)
    lines = sorted(written.getvalue().splitlines())
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:_IDENTIFIER_LENGTH]


def rules() -> tuple[str, ...]:
    """Give the derivation rules, as CONSTRUCT queries, in the order in which they are asked."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(rules_folder().glob("*.rq")))


def rules_folder() -> Path:
    """Give the folder that holds the derivation rules."""
    return resources.folder("ontology") / "rules"


def _ontology() -> list[ox.Quad]:
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for path in sorted(resources.folder("ontology").rglob("*.ttl"))
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    ]
