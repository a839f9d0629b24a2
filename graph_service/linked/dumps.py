"""The files that all of the dataset, or a part of it, can be fetched in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from graph_service.messages import LANGUAGES, Lang, text
from graph_service.model.terms import Iri
from graph_service.store import labels
from graph_service.store.internal import internal_query
from graph_service.store.port import DumpFormat, Store
from graph_service.store.sparql_text import with_values
from graph_service.store.writing import merged

ALL: Final = "all"
"""The name of the dump of everything."""
ENDINGS: Final[Mapping[str, DumpFormat]] = {
    "trig": "trig",
    "nq": "nquads",
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
}
"""The formats of dumps by the ending of the file."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A part of the dataset that can be fetched as a file.

    Attributes:
        name: Its name, which is the path of the thing that it is named after.
        part: What it holds: everything, all editions of a document, one edition, or a register.
        titles: What it is called, by language.
        graphs: The named graphs in it; None for all that there are, the vocabulary and what is derived too.
    """

    name: str
    part: Literal["all", "document", "edition", "register"]
    titles: Mapping[Lang, str]
    graphs: tuple[str, ...] | None


def dumps(store: Store, graphs: Iterable[str], base: str) -> tuple[Dump, ...]:
    """List the parts of the dataset that can be fetched.

    Args:
        store: The dataset.
        graphs: The IRIs of its named graphs.
        base: Base that resources lie under; a graph that does not is in the dump of everything only.

    Returns:
        Everything first, then each document before its editions, then the registers.
    """
    under = sorted(graph for graph in graphs if graph.startswith(base) and graph != base)
    query = with_values(internal_query("graphs-of-documents"), "graph", [Iri(graph) for graph in under])
    editions: dict[str, list[str]] = {}
    for row in store.select(query).rows:
        editions.setdefault(row["document"].value, []).append(row["graph"].value)
    names = labels.describe(store, [*under, *editions])
    found = [Dump(ALL, "all", {lang: text("dumps.all", lang) for lang in LANGUAGES}, None)]
    for document, parts in editions.items():
        titles: dict[Lang, str] = {lang: names[document].title(lang) for lang in LANGUAGES}
        if document.startswith(base):
            found.append(Dump(document.removeprefix(base), "document", titles, tuple(parts)))
        found += [
            Dump(
                part.removeprefix(base),
                "edition",
                {lang: f"{titles[lang]}, {names[part].title(lang)}" for lang in LANGUAGES},
                (part,),
            )
            for part in parts
        ]
    told = {part for parts in editions.values() for part in parts}
    found += [
        Dump(graph.removeprefix(base), "register", {lang: names[graph].title(lang) for lang in LANGUAGES}, (graph,))
        for graph in under
        if graph not in told
    ]
    return tuple(found)


def write(store: Store, dump: Dump, form: DumpFormat) -> bytes:
    """Write a dump.

    Args:
        store: The dataset.
        dump: What to write.
        form: How.

    Returns:
        The file, always the same for the same dataset.
    """
    if dump.graphs is None:
        return store.dump(None, form)
    if len(dump.graphs) == 1:
        return store.dump(dump.graphs[0], form)
    return merged((store.dump(graph, "nquads") for graph in dump.graphs), form)
