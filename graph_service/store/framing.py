"""Triples as JSON that web developers like: JSON-LD with the project's context, one thing as the root.

See https://www.w3.org/TR/json-ld11-framing/. Nothing is ever fetched: the context is read from its file.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NoReturn

import orjson

from graph_service import resources
from graph_service.model.terms import BlankNode, Iri, Literal, Term
from graph_service.store.port import Triple
from graph_service.vocabulary import XSD

_FIRST: Final = ("id", "type", "identifier", "title", "prefLabel")
"""The names that a reader looks for first."""
_PARTS: Final = ("subject", "predicate", "object")
_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""An integer as JSON writes it, and small enough for every reader of JSON."""
_BOOLEAN: Final = {"true": True, "false": False}


def context_document() -> bytes:
    """Give the project's JSON-LD context as it lies in its file."""
    return resources.folder("ontology").joinpath("context.jsonld").read_bytes()


def framed(triples: Iterable[Triple], root: str, context: str) -> bytes:
    """Write what is said of a thing as one JSON object, which holds the objects that it hangs together with.

    Args:
        triples: The triples.
        root: IRI of the thing.
        context: Address that the context is found at; it is only named.

    Returns:
        JSON-LD in UTF-8 that means the same triples, as far as they hang together with the root.
    """
    given = tuple(triples)
    pointing = {p.value for s, p, o in given if o.value == root and s.value != root}
    named = _reverse_names()
    frame: dict[str, Any] = {"@context": _context_of(given), "@id": root}
    frame |= {name: {} for property_, name in named.items() if property_ in pointing}
    others = sorted(pointing - set(named))
    if others:
        frame["@reverse"] = {property_: {} for property_ in others}
    options = {"embed": "@always", "omitGraph": True, "omitDefault": True, "documentLoader": _refuse}
    found = _library().frame(_expanded(given), frame, options)
    last = {*named.values(), "@reverse"}
    names = sorted(found.keys() - {"@context"}, key=lambda name: (name in last, _rank(name), name))
    written = {"@context": context, "id": root, **{name: found[name] for name in names}}
    return orjson.dumps(written, option=orjson.OPT_INDENT_2)


def listed(triples: Iterable[Triple], context: str) -> bytes:
    """Write triples as JSON objects side by side.

    Args:
        triples: The triples.
        context: Address that the context is found at; it is only named.

    Returns:
        JSON-LD in UTF-8 that means the same triples.
    """
    given = tuple(triples)
    options = {"graph": True, "documentLoader": _refuse}
    found = _library().compact(_expanded(given), _context_of(given), options)
    return orjson.dumps({"@context": context, "@graph": found["@graph"]}, option=orjson.OPT_INDENT_2)


def _expanded(triples: Iterable[Triple]) -> Any:  # noqa: ANN401 -- JSON
    # As terms: the library's own reader of N-Quads takes quadratic time.
    dataset = {"@default": [dict(zip(_PARTS, map(_term, triple), strict=True)) for triple in triples]}
    expanded = _library().from_rdf(dataset, {})
    for value in _values(expanded):
        text = value["@value"]
        if value.get("@type") == f"{XSD}integer" and _NUMBER.fullmatch(text):
            value["@value"] = int(text)
        elif value.get("@type") == f"{XSD}boolean":
            value["@value"] = _BOOLEAN.get(text, text)
    return expanded


def _term(term: Term) -> dict[str, str]:
    match term:
        case Iri(value):
            return {"type": "IRI", "value": value}
        case BlankNode(value):
            return {"type": "blank node", "value": f"_:{value}"}
        case Literal(value, language, _):
            written = {"type": "literal", "value": value, "datatype": term.effective_datatype}
            return {**written, "language": language} if language else written


def _values(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _values(one)
    elif isinstance(part, dict):
        if "@value" in part:
            yield part
        else:
            yield from _values(list(part.values()))


@cache
def _context() -> dict[str, Any]:
    inner: dict[str, Any] = json.loads(context_document())["@context"]
    return inner


def _context_of(triples: Iterable[Triple]) -> dict[str, Any]:
    # The part of the context that can be of use: each IRI is compared with every name, which takes time.
    used = {term.value for triple in triples for term in triple if isinstance(term, Iri)}
    return {name: said for name, said in _context().items() if name not in _named() or _named()[name] in used}


@cache
def _named() -> Mapping[str, str]:
    """Give what the names in the context stand for, or reverse; keywords and prefixes are not among them."""
    context = _context()
    meant = {
        name: said if isinstance(said, str) else said.get("@reverse") or said["@id"]
        for name, said in context.items()
        if isinstance(said, str | dict)
    }
    split = {name: iri.partition(":") for name, iri in meant.items()}
    return {name: f"{context[prefix]}{local}" for name, (prefix, _, local) in split.items() if prefix in context}


@cache
def _reverse_names() -> Mapping[str, str]:
    """Give the names that the context has for being pointed at, by the property that points."""
    return {_named()[name]: name for name, said in _context().items() if isinstance(said, dict) and "@reverse" in said}


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _refuse(address: str, _options: object) -> NoReturn:
    raise ValueError(address)


def _library() -> Any:  # noqa: ANN401 -- the library has no types
    from pyld import jsonld  # noqa: PLC0415 -- a tenth of a second and 25 MB that only JSON-LD needs

    return jsonld
