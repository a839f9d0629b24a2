"""From what a request calls a thing to its IRI."""

from typing import Final

from graph_service.api.service import Service
from graph_service.errors import ParameterError
from graph_service.messages import Lang
from graph_service.model.terms import Iri
from graph_service.store.internal import internal_query
from graph_service.store.sparql_text import with_values
from graph_service.trace.resolve import resolve, resolve_document
from graph_service.vocabulary import RT, compact

DESCRIPTION: Final = "An IRI, a short path, a code such as 4B, or words from a title."
"""What can be written where a thing is to be named."""


def find(service: Service, name: str, lang: Lang) -> str:
    """Find the one thing that a request means. The IRI, short path or code of a plan's element takes no query.

    Args:
        service: What is answered from.
        name: What the request calls it.
        lang: Language of hints.

    Returns:
        The thing's IRI.

    Raises:
        UnknownThingError: If nothing is meant; suggests something close.
        AmbiguousCodeError: If several things could be meant; lists them.
        ParameterError: If a link is meant, which is a step of threads and begins none.
    """
    for iri in (name, f"{service.settings.base}{name}"):
        if service.graph.number(iri) is not None:
            return iri
    coded = service.graph.things.coded.get(name, ())
    if len(coded) == 1:
        return service.graph.things.iri[coded[0]]
    found = resolve(service.store, name, base=service.settings.base, lang=lang)
    if service.graph.number(found) is None:
        _refuse_link(service, found)
    return found


def find_document(service: Service, name: str, lang: Lang) -> str:
    """Find the one document that a request means.

    Args:
        service: What is answered from.
        name: What the request calls it.
        lang: Language of hints.

    Returns:
        The document's IRI.

    Raises:
        UnknownThingError: If no document is meant; suggests something close.
        AmbiguousCodeError: If several documents could be meant; lists them.
    """
    for iri in (name, f"{service.settings.base}{name}"):
        if service.graph.number(iri) in service.graph.things.content:
            return iri
    return resolve_document(service.store, name, base=service.settings.base, lang=lang)


def _refuse_link(service: Service, iri: str) -> None:
    query = with_values(internal_query("exists"), "class", [Iri(f"{RT}Link")])
    if service.store.ask(with_values(query, "thing", [Iri(iri)])):
        raise ParameterError("link_meant", name=compact(iri, service.settings.base))
