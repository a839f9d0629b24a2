"""What the routes answer from."""

from dataclasses import dataclass

from graph_service.api.answers import VerdictCounts
from graph_service.model.verdict import Severity, Verdict
from graph_service.settings import Settings
from graph_service.store.port import Store


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes answer from.

    Attributes:
        store: The dataset for the service's own queries.
        public: The same dataset for the queries of strangers, which then hold up nobody but each other.
        verdict: The verdict on it.
        snapshot: The snapshot's identifier.
        settings: The settings.
    """

    store: Store
    public: Store
    verdict: Verdict
    snapshot: str
    settings: Settings

    def verdict_counts(self) -> VerdictCounts:
        """Give the verdict in short."""
        counts = {severity.name.lower() + "s": self.verdict.count(severity) for severity in Severity}
        return VerdictCounts(self.verdict.conforms, **counts)
