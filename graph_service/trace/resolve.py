"""From what a user writes to the one thing that is meant: an IRI, a short path, a code or words."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from graph_service import messages
from graph_service.errors import AmbiguousCodeError, QueryError, UnknownThingError
from graph_service.messages import Lang
from graph_service.model.terms import Iri, Literal, Row, is_absolute_iri
from graph_service.store import labels
from graph_service.store.excerpts import shortened
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import PREFIXES, RT, compact

_MOST_CANDIDATES: Final = 15
_LONGEST_TITLE: Final = 90


@dataclass(frozen=True, slots=True)
class _Name:
    thing: str
    code: str
    title: str
    language: str
    element: bool


def resolve(store: Store, name: str, *, base: str, lang: Lang, kind: str | None = None) -> str:
    """Find the one thing that a user means.

    Tried in this order: an absolute IRI, a path under the base, a prefixed name, a plan element's code such as
    ``4B``, the code of anything else, a whole title or name, a kind and a code such as ``Aktivitet 8``, words that
    each begin a word of one title.

    Args:
        store: Where to look.
        name: What the user wrote.
        base: Base that short paths are completed with.
        lang: Language of hints.
        kind: IRI of the class that the thing is of, so that nothing else is meant; ``None`` for any.

    Returns:
        The thing's IRI.

    Raises:
        UnknownThingError: If nothing is meant; suggests something close.
        AmbiguousCodeError: If several things could be meant; lists them.
    """
    text = unicodedata.normalize("NFC", name.strip())
    if not text:
        raise UnknownThingError("empty_name")
    for candidate in _iris(text, base):
        if is_absolute_iri(candidate) and _exists(store, candidate, kind):
            return candidate
    rows = store.select(with_values(internal_query("names"), "class", _given(kind))).rows
    names = [_name(row) for row in rows]
    folded = text.casefold()
    beginnings = [re.compile(rf"(?<!\w){re.escape(word)}") for word in folded.split()]
    kinds = _kinds(store, names, folded)
    tests: tuple[Callable[[_Name], bool], ...] = (
        lambda n: n.element and n.code == text,
        lambda n: n.element and n.code.casefold() == folded,
        lambda n: n.code.casefold() == folded,
        lambda n: n.title.casefold() == folded,
        lambda n: n.thing in kinds,
        lambda n: all(beginning.search(n.title.casefold()) for beginning in beginnings),
    )
    for test in tests:
        found: dict[str, str] = {}
        for one in names:
            if test(one) and (one.thing not in found or one.language == lang):
                found[one.thing] = one.title
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise _ambiguous(text, found, base, lang)
    raise _unknown(text, names, base, lang, _kind_name(store, kind, lang))


def resolve_document(store: Store, name: str, *, base: str, lang: Lang) -> str:
    """Find the one document that a user means.

    Args:
        store: Where to look.
        name: What the user wrote.
        base: Base that short paths are completed with.
        lang: Language of hints.

    Returns:
        The document's IRI.

    Raises:
        UnknownThingError: If no document is meant; suggests something close.
        AmbiguousCodeError: If several documents could be meant; lists them.
    """
    try:
        return resolve(store, name, base=base, lang=lang, kind=f"{RT}Document")
    except UnknownThingError as error:
        if error.key != "unknown_of_kind":
            raise
        raise UnknownThingError("unknown_document", name=error.values["name"], hint=error.values["hint"]) from error


def _iris(text: str, base: str) -> Iterator[str]:
    yield text
    yield f"{base}{text}"
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES:
        yield f"{PREFIXES[prefix]}{local}"


def _name(row: Row) -> _Name:
    title = row["name"]
    return _Name(
        row["thing"].value,
        row["code"].value if "code" in row else "",
        title.value,
        title.language if isinstance(title, Literal) else "",
        row["element"].value == "true",
    )


def _kinds(store: Store, names: list[_Name], folded: str) -> frozenset[str]:
    # What a kind and a code together name, as our own messages do: "Aktivitet 8".
    code = folded.rsplit(maxsplit=1)[-1]
    things = {n.thing for n in names if n.code.casefold() == code} if code != folded else set()
    named = labels.describe(store, things)
    return frozenset(
        iri for iri, label in named.items() if folded in {label.short(lang).casefold() for lang in messages.LANGUAGES}
    )


def _given(kind: str | None) -> list[Iri] | None:
    return None if kind is None else [Iri(kind)]


def _exists(store: Store, iri: str, kind: str | None) -> bool:
    query = with_values(internal_query("exists"), "class", _given(kind))
    try:
        return store.ask(with_values(query, "thing", [Iri(iri)]))
    except QueryError as error:
        if error.key != "query_syntax":
            raise
        return False  # an IRI that the engine cannot read, such as http://[x


def _ambiguous(text: str, found: dict[str, str], base: str, lang: Lang) -> AmbiguousCodeError:
    listed = sorted(found.items(), key=lambda item: (len(item[1]), item[0]))
    candidates = tuple(
        (compact(thing, base), shortened(title, _LONGEST_TITLE)) for thing, title in listed[:_MOST_CANDIDATES]
    )
    left = len(listed) - len(candidates)
    more = "\n" + messages.text("error.more_candidates", lang, count=left) if left else ""
    return AmbiguousCodeError("ambiguous_code", candidates, name=shortened(text), more=more)


def _kind_name(store: Store, kind: str | None, lang: Lang) -> str | None:
    return None if kind is None else labels.describe(store, {kind})[kind].title(lang)


def _unknown(text: str, names: list[_Name], base: str, lang: Lang, kind: str | None) -> UnknownThingError:
    known = {n.code for n in names if n.code} | {compact(n.thing, base) for n in names}
    close = get_close_matches(shortened(text), sorted(known), 1)
    hint = messages.text("error.did_you_mean", lang, suggestion=close[0]) if close else ""
    if kind is None:
        return UnknownThingError("unknown_thing", name=shortened(text), hint=hint)
    return UnknownThingError("unknown_of_kind", kind=kind, name=shortened(text), hint=hint)
