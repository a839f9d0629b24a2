"""The plan or register that a page about versions is asked of."""

from typing import NamedTuple

from graph_service.api import naming
from graph_service.api.service import Service
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang
from graph_service.plans.upload import Sort, is_of
from graph_service.store import labels


class Of(NamedTuple):
    """A plan or register.

    Attributes:
        iri: Its IRI.
        sort: Which of the two it is.
    """

    iri: str
    sort: Sort


def find(service: Service, ledger: Ledger | None, name: str, lang: Lang) -> Of:
    """Find the plan or register that a request means.

    Args:
        service: What is answered from.
        ledger: The ledger, which may know what is not served yet or not any more; None if there is none.
        name: What the request calls it.
        lang: Language of hints.

    Returns:
        It.

    Raises:
        UnknownThingError: If none is meant; suggests something close.
        AmbiguousCodeError: If several could be meant.
    """
    iri = name if name.startswith(service.settings.base) else service.settings.base + name
    graphs = {*service.graphs, *(() if ledger is None else ledger.graphs())}
    for sort in ("plan", "graph"):
        if any(is_of(graph, iri, sort) for graph in graphs):
            return Of(iri, sort)
    return Of(naming.find_document(service, name, lang), "plan")


def title(service: Service, iri: str, lang: Lang) -> str:
    """Tell what a plan or register is called."""
    return labels.describe(service.store, [iri])[iri].title(lang)
