"""A graph for pySHACL, which asks the same query of each node: the query is parsed once, not once for each."""

from typing import Any, Final

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


class PreparedGraph(Graph):
    """A graph that keeps the queries that it is asked as prepared queries."""

    def __init__(self) -> None:
        """Make an empty graph."""
        super().__init__()
        self._prepared: Final[dict[str, Query]] = {}

    # What rdflib takes besides is passed on as it is.
    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:  # noqa: ANN401
        """Answer a query; one without prefixes of its own is parsed only the first time.

        Args:
            query_object: The query.
            *arguments: As rdflib has them.
            **options: The same. With ``initNs`` a text may mean another query than without.

        Returns:
            The answer.

        Example:
            >>> PreparedGraph().query("ASK {}").askAnswer
            True
        """
        if isinstance(query_object, str) and not arguments and "initNs" not in options:
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object, dict(self.namespaces()))
            query_object = self._prepared[query_object]
        return super().query(query_object, *arguments, **options)
