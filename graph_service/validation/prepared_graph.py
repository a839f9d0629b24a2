"""A graph for pySHACL, which asks the same query of each node: the query is parsed once, not once for each."""

from collections.abc import Mapping
from typing import Any, Final

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


class PreparedGraph(Graph):
    """A graph that keeps the queries that it is asked as prepared queries.

    What rdflib makes of a query's text depends on nothing but the text and the prefixes, and can be asked as often as
    anyone likes: https://rdflib.readthedocs.io/en/stable/intro_to_sparql/#prepared-queries.
    """

    def __init__(self) -> None:
        """Make an empty graph."""
        super().__init__()
        self._prepared: Final[dict[tuple[object, ...], Query]] = {}

    def query(  # type: ignore[override]
        self,
        query_object: str | Query,
        processor: str = "sparql",
        result: str = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803
        initBindings: Mapping[str, Any] | None = None,  # noqa: N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **options: Any,  # noqa: ANN401
    ) -> Result:
        """Answer a query, as rdflib does; its text is parsed only the first time.

        Args:
            query_object: The query.
            processor: The name of rdflib's plugin that answers it.
            result: The name of the one that holds the answer.
            initNs: Prefixes; None for those of the graph.
            initBindings: What variables stand for.
            use_store_provided: Whether the store may answer it itself.
            **options: What else the processor takes.

        Returns:
            The answer.

        Example:
            >>> PreparedGraph().query("ASK {}").askAnswer
            True
        """
        if isinstance(query_object, str):
            names = dict(initNs or self.namespaces())
            key = (query_object, *sorted(names.items()))
            if key not in self._prepared:
                self._prepared[key] = prepareQuery(query_object, names)
            query_object = self._prepared[key]
        return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **options)
