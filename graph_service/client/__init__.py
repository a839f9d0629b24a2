"""A typed client of a running service; ``docs/client.md`` shows it at work."""

from graph_service.client.client import Client
from graph_service.errors import ParameterError, ProblemError, QueryError, RedThreadError, RemoteError

__all__ = ["Client", "ParameterError", "ProblemError", "QueryError", "RedThreadError", "RemoteError"]
