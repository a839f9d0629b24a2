"""Gathering what can be searched for, and the texts that it is found by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import orjson

from graph_service.messages import LANGUAGES
from graph_service.model.search import Field
from graph_service.questions.search.words import clean
from graph_service.store import labels
from graph_service.store.internal import internal_query
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.vocabulary import RT

FIELDS: Final[tuple[Field, ...]] = ("code", "title", "alternative", "text")
"""What a text is to a thing, from what counts most in a search to what counts least."""

_Values = set[tuple[str, str]]
"""Values with their language tags."""


class Text(NamedTuple):
    """A text of a thing.

    Attributes:
        field: What it is to the thing.
        language: Its language tag, or empty.
        text: The text, clean.
    """

    field: Field
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a user may look for.

    Attributes:
        iri: Its IRI.
        kind: IRI of its class.
        classes: IRIs of all its classes.
        plan: IRI of the document that owns it, or empty.
        codes: Its codes.
        texts: Its texts, those that count most first; a code stands there with the kind, as in »Aktivitet 8«.
    """

    iri: str
    kind: str
    classes: frozenset[str]
    plan: str
    codes: tuple[str, ...]
    texts: tuple[Text, ...]


def gather(store: Store) -> tuple[tuple[Thing, ...], dict[str, Label]]:
    """Gather everything that a user may look for.

    Args:
        store: The dataset.

    Returns:
        The things, by IRI, and what their classes are called.
    """
    # Serialised by the engine, for these are thousands of rows, and terms of our own are not needed.
    body = orjson.loads(store.answer(internal_query("searchable"), table="json").body)
    said: dict[str, dict[str, _Values]] = defaultdict(lambda: defaultdict(set))
    for row in body["results"]["bindings"]:
        value = row["value"]
        said[row["thing"]["value"]][row["role"]["value"]].add((value["value"], value.get("xml:lang", "")))
    kinds = labels.describe(store, {iri for roles in said.values() for iri, _ in roles["class"]})
    return tuple(_thing(iri, said[iri], kinds) for iri in sorted(said)), kinds


def _thing(iri: str, roles: Mapping[str, _Values], kinds: Mapping[str, Label]) -> Thing:
    kind = min(_plain(roles["kind"]), key=lambda one: (not one.startswith(RT), one), default="")
    codes = tuple(sorted(_plain(roles["code"])))
    called = kinds[kind].titles if codes and kind else {}
    texts = [
        Text("code", lang, clean(f"{called.get(lang, '')} {code}".strip())) for code in codes for lang in LANGUAGES
    ]
    for field in FIELDS[1:]:
        texts += [Text(field, language, clean(text)) for text, language in sorted(roles[field], key=_swedish_first)]
    return Thing(
        iri, kind, frozenset(_plain(roles["class"])), min(_plain(roles["plan"]), default=""), codes, tuple(texts)
    )


def _plain(values: _Values) -> Iterable[str]:
    return (value for value, _ in values)


def _swedish_first(value: tuple[str, str]) -> tuple[bool, tuple[str, str]]:
    return value[1] != "sv", value
