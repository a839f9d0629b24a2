"""The layers of the thread, from the nation down to what is measured, and one thread as an example of them."""

from dataclasses import dataclass
from typing import Literal

from graph_service.model.path import Chain
from graph_service.model.thread import Hop, Node

LayerName = Literal["international", "national", "regional", "subregional", "local", "indicators"]
"""The layers, from the highest to the lowest; what is measured comes last, whoever has published it."""


@dataclass(frozen=True)
class LayerCounts:
    """What is loaded of a layer.

    Attributes:
        layer: The layer.
        documents: The documents that are loaded, wholly or in part, by their titles.
        partly: How many of them are loaded in part only.
        named: How many documents are only named: what stands in them is not known.
        visions: How many visions the documents hold.
        goals: How many other goals.
        recommendations: How many recommendations.
        initiatives: How many initiatives.
        activities: How many activities.
        indicators: How many indicators.
    """

    layer: LayerName
    documents: tuple[Node, ...]
    partly: int
    named: int
    visions: int
    goals: int
    recommendations: int
    initiatives: int
    activities: int
    indicators: int


@dataclass(frozen=True)
class ExampleThread:
    """One chain through the layers, from an activity up.

    Attributes:
        goal: The goal whose thread it is.
        layers: How many layers that thread passes, the indicators among them.
        chain: The chain, from the activity up.
        indicators: The indicators that the activity addresses.
        addressing: The hops from the activity to them.
    """

    goal: Node
    layers: int
    chain: Chain
    indicators: tuple[Node, ...]
    addressing: tuple[Hop, ...]
