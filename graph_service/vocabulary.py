"""The namespaces that everything is written in."""

from typing import Final

RT: Final = "https://w3id.org/redthread/ns#"
DCTERMS: Final = "http://purl.org/dc/terms/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SHAPES: Final = "https://w3id.org/redthread/shapes#"

PREFIXES: Final[dict[str, str]] = {
    "rt": RT,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sh": SH,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xsd": XSD,
}
"""Prefixes that every query may use without declaring them."""

ONTOLOGY_GRAPH: Final = "https://w3id.org/redthread/ns"
"""The named graph that holds the ontology and the concept schemes."""

DERIVED_GRAPH: Final = "https://w3id.org/redthread/id/register/harlett"
"""The named graph that holds what the rules derive."""


def compact(iri: str, base: str = "") -> str:
    """Shorten an IRI for people: a path under the base, else a prefixed name, else as it is.

    Args:
        iri: An absolute IRI.
        base: The base that resources lie under.

    Returns:
        The shortened name.

    Example:
        >>> compact("https://w3id.org/redthread/ns#Goal")
        'rt:Goal'
        >>> compact("https://w3id.org/redthread/id/org/skr", "https://w3id.org/redthread/id/")
        'org/skr'
    """
    if base and iri.startswith(base):
        return iri[len(base) :]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
