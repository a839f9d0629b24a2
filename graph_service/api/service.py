"""What the routes answer from."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from graph_service.model.answers import OtherTime, VerdictCounts
from graph_service.model.as_of import NOTHING, Told
from graph_service.model.verdict import Severity, Verdict
from graph_service.questions.search.index import SearchIndex
from graph_service.settings import Settings
from graph_service.store.lane import Lane
from graph_service.store.port import Store
from graph_service.trace.coverage import Coverage
from graph_service.trace.facts import Facts
from graph_service.trace.gaps import Gaps
from graph_service.trace.graph import Graph


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes answer from.

    Attributes:
        store: The dataset for the service's own queries.
        public: The workers for the queries of strangers, which then hold up nobody but each other.
        own: The workers behind ``store``.
        verdict: The verdict on it.
        snapshot: The snapshot's identifier.
        settings: The settings.
        graph: The threads of it, in memory.
        index: Everything that can be searched for in it; gathered while the first requests are answered.
        facts: What is said of the things in them, in memory.
        coverage: How well they are covered, in memory.
        gaps: What is missing in them, in memory.
        graphs: The IRIs of all named graphs, sorted.
        triples: How many triples there are in all of them.
        told: What a reader must be told of them, where they are those of another time than now.
        time: What a request has to say to be answered from them, as parameters of an address; nothing, where everybody
            is.
        commit: The last commit whose plans are in it; None if they do not come from a ledger.
        address: Its address, which tells it from one with its number in what takes the ledger's place.
    """

    store: Store
    public: Lane
    own: Lane
    verdict: Verdict
    snapshot: str
    settings: Settings
    graph: Graph
    index: Future[SearchIndex]
    facts: Facts
    coverage: Coverage
    gaps: Gaps
    graphs: tuple[str, ...]
    triples: int
    told: Told
    time: Mapping[str, str]
    commit: int | None
    address: str

    def verdict_counts(self) -> VerdictCounts:
        """Give the verdict in short."""
        counts = {severity.name.lower() + "s": self.verdict.count(severity) for severity in Severity}
        return VerdictCounts(self.verdict.conforms, **counts)

    def other_time(self) -> OtherTime | None:
        """Tell in short of which time they are; None where it is now."""
        told = self.told
        if told == NOTHING:
            return None
        return OtherTime(told.in_force, told.commit, told.at, len(told.left_out), len(told.unknown))
