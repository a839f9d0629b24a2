"""The catalogue of the datasets, for data portals.

It is written in DCAT-AP-SE 3.0.1 (https://docs.dataportal.se/dcat/3.0.1/en/), the Swedish profile of DCAT-AP 3.0.1
(https://semiceu.github.io/DCAT-AP/releases/3.0.1/), which is the European profile of DCAT.
"""

from collections.abc import Mapping
from typing import Final

from graph_service.linked.description import ordered
from graph_service.model.terms import Iri, Literal, Term
from graph_service.settings import Settings
from graph_service.store.internal import internal_query
from graph_service.store.port import Store, Triple
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import PREFIXES as USUAL

PREFIXES: Final[Mapping[str, str]] = {**USUAL, "vcard": "http://www.w3.org/2006/vcard/ns#"}
"""The prefixes that the catalogue is written with."""


def catalogue(store: Store, settings: Settings) -> tuple[Triple, ...]:
    """Describe the datasets, the files they are fetched in, and the services that answer from them.

    Args:
        store: The dataset.
        settings: Where the service is reached, and who runs it.

    Returns:
        The triples, the catalogue itself first, without blank nodes.
    """
    triples = (triple for query in catalogue_queries(settings) for triple in store.construct(query))
    return ordered(triples, f"{settings.url}/catalog")


def catalogue_queries(settings: Settings) -> tuple[str, ...]:
    """Give the queries whose answers are together the catalogue.

    Args:
        settings: Where the service is reached, and who runs it.

    Returns:
        SPARQL texts that can be asked anywhere.
    """
    root, base = Literal(settings.url), Literal(settings.base)
    operator: dict[str, Term] = {
        "name": Literal(settings.operator_name),
        "mail": Iri(f"mailto:{settings.operator_mail}"),
        "type": Literal(settings.operator_type),
    }
    return (
        _filled("catalogue", {"root": root, **operator}),
        _filled("catalogue-documents", {"root": root, "base": base}),
        _filled("catalogue-files", {"root": root, "base": base, "start": base}),
    )


def _filled(name: str, values: Mapping[str, Term]) -> str:
    query = internal_query(name)
    for variable, value in values.items():
        query = with_values(query, variable, [value])
    return query
