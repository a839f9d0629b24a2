"""From what a user writes to the one thing that is meant: an IRI, a short path, a code or words."""

from difflib import get_close_matches
from typing import Final

from graph_service import messages
from graph_service.errors import AmbiguousCodeError, UnknownThingError
from graph_service.messages import Lang
from graph_service.model.terms import Iri, is_absolute_iri
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import compact

_MOST_CANDIDATES: Final = 15
_LONGEST_TITLE: Final = 90


def resolve(store: Store, name: str, *, base: str, lang: Lang) -> str:
    """Find the one thing that a user means.

    Tried in this order: an absolute IRI, a path under the base, a code such as ``4B``, a whole title or name, words
    that all stand in a title.

    Args:
        store: Where to look.
        name: What the user wrote.
        base: Base that short paths are completed with.
        lang: Language of hints.

    Returns:
        The thing's IRI.

    Raises:
        UnknownThingError: If nothing is meant; suggests something close.
        AmbiguousCodeError: If several things could be meant; lists them.
    """
    text = name.strip()
    for candidate in (text, f"{base}{text}"):
        if text and is_absolute_iri(candidate) and _exists(store, candidate):
            return candidate
    rows = store.select(internal_query("names")).rows
    names = [(r["thing"].value, r["code"].value if "code" in r else "", r["name"].value) for r in rows]
    folded = text.casefold()
    words = folded.split()
    for found in (
        {thing: title for thing, code, title in names if code and code.casefold() == folded},
        {thing: title for thing, _, title in names if title.casefold() == folded},
        {thing: title for thing, _, title in names if words and all(w in title.casefold() for w in words)},
    ):
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise _ambiguous(text, found, base, lang)
    raise _unknown(text, names, base, lang)


def _exists(store: Store, iri: str) -> bool:
    return store.ask(with_values(internal_query("exists"), "thing", [Iri(iri)]))


def _ambiguous(text: str, found: dict[str, str], base: str, lang: Lang) -> AmbiguousCodeError:
    listed = sorted(found.items())
    candidates = [(compact(thing, base), _shortened(title)) for thing, title in listed[:_MOST_CANDIDATES]]
    if len(listed) > _MOST_CANDIDATES:
        candidates.append(("…", messages.text("table.rows", lang, count=len(listed))))
    return AmbiguousCodeError("ambiguous_code", tuple(candidates), name=text)


def _unknown(text: str, names: list[tuple[str, str, str]], base: str, lang: Lang) -> UnknownThingError:
    known = {code for _, code, _ in names} | {compact(thing, base) for thing, _, _ in names}
    close = get_close_matches(text, sorted(known), 1)
    hint = messages.text("error.did_you_mean", lang, suggestion=close[0]) if close else ""
    return UnknownThingError("unknown_thing", name=text[:_LONGEST_TITLE], hint=hint)


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
