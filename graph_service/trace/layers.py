"""What is loaded of each layer of the thread."""

from typing import Final, get_args

import numpy as np

from graph_service.messages import Lang
from graph_service.model.layer import LayerCounts, LayerName
from graph_service.model.names import Level
from graph_service.trace.graph import Graph
from graph_service.trace.standing import Mask, marked, members, of_document, on_level

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""The levels, from the highest to the lowest."""
LAYERS: Final[tuple[LayerName, ...]] = get_args(LayerName)
"""The layers in their order."""


def layers(graph: Graph, lang: Lang) -> tuple[LayerCounts, ...]:
    """Count what is loaded of each layer.

    A document belongs to its level; one that holds indicators to what is measured. What a document that is only named
    is quoted to say is not counted.

    Args:
        graph: The threads.
        lang: The language of titles.

    Returns:
        The layers in their order. The international one is left out where nothing of it is loaded.
    """
    holding = _holding(graph)
    found = (_counted(graph, name, _documents(graph, name, holding), lang) for name in LAYERS)
    return tuple(one for one in found if one.layer != "international" or one.documents)


def _holding(graph: Graph) -> Mask:
    """Mark the documents that hold indicators."""
    return marked(graph, graph.things.plan[graph.of_class("Indicator")])


def _documents(graph: Graph, name: LayerName, holding: Mask) -> Mask:
    documents = members(graph, "Document")
    return documents & (holding if name == "indicators" else on_level(graph, name) & ~holding)


def _counted(graph: Graph, name: LayerName, documents: Mask, lang: Lang) -> LayerCounts:
    things = graph.things
    content = {number: things.content.get(number, "") for number in np.flatnonzero(documents).tolist()}
    loaded = [number for number, state in content.items() if state in {"loaded", "partlyLoaded"}]
    within = of_document(graph, marked(graph, np.array(loaded, dtype=np.int64)))
    vision = members(graph, "Vision")

    def many(kind: str) -> int:
        return int((members(graph, kind) & within).sum())

    return LayerCounts(
        layer=name,
        documents=tuple(sorted((graph.node(number, lang) for number in loaded), key=lambda one: one.title.lower())),
        partly=sum(state == "partlyLoaded" for state in content.values()),
        named=len(content) - len(loaded),
        visions=int((vision & within).sum()),
        goals=int((members(graph, "Goal") & ~vision & within).sum()),
        recommendations=many("Recommendation"),
        initiatives=many("Initiative"),
        activities=many("Activity"),
        indicators=many("Indicator"),
    )
