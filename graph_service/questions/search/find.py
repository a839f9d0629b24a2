"""Searching: what was meant, best first, and why it was found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.search import Found, Group, Hit
from graph_service.model.terms import Iri, Literal, Row
from graph_service.questions.search import query, snippets
from graph_service.questions.search.gather import Thing
from graph_service.questions.search.index import Matched, SearchIndex
from graph_service.questions.search.query import Asked
from graph_service.questions.search.words import clean, solid, words
from graph_service.store.excerpts import shortened
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_rows, with_values
from graph_service.vocabulary import RT, XSD, compact

_NOT_NAMED: Final = 2
_UNMATCHED: Final = Matched(0, in_texts=False, rank=0.0)
_DECIMALS: Final = 4


class _Ranked(NamedTuple):
    """A thing that was found; what sorts first is best."""

    named: int
    matched: Matched
    thing: int


def search(  # noqa: PLR0913 -- what is searched for, narrowed in the ways that a list is
    store: Store,
    index: SearchIndex,
    text: str,
    *,
    kind: str | None = None,
    plan: str | None = None,
    offset: int = 0,
    limit: int = 20,
    lang: Lang = "sv",
) -> Found:
    """Find what a user may mean by some words.

    A thing is found if it has all words, in any form, as parts or beginnings of others, or with a slip; if nothing has
    all, what has some is found. What is called just so goes first, then what has the words themselves, then what has
    them as parts, then what has them only with slips; and among those a word in the title counts for more than one in
    another name, and that for more than one in a text.

    Args:
        store: The dataset.
        index: The index of the same dataset.
        text: What the user wrote.
        kind: A class that hits are of: its name, its local name or its IRI; None for any.
        plan: IRI of a document that owns the hits, or is the hit; None for any.
        offset: Hits to leave out at the beginning.
        limit: Most hits to give.
        lang: Language of names.

    Returns:
        What was found.

    Raises:
        ParameterError: If there is no word in the text, or it is too long.
        UnknownThingError: If no class is called that.
    """
    asked = query.read(text, index.vocabulary, index.base)
    wanted = None if kind is None else _class(index, kind)
    ranked = _rank(index, asked, plan, every=True)
    complete = all(word.stems for word in asked.sought) or all(one.named < _NOT_NAMED for one in ranked)
    if not ranked:
        ranked = _rank(index, asked, plan, every=False)
        complete = not ranked
    hits = [one for one in ranked if wanted is None or wanted in index.things[one.thing].classes]
    page = hits[offset : offset + limit]
    sparql = _sparql(index, page, offset, lang)
    rows = store.select(sparql).rows if page else ()
    return Found(
        total=len(hits),
        hits=tuple(_hit(index, asked, one, row, lang) for one, row in zip(page, rows, strict=True)),
        groups=_groups(index, ranked, lang),
        complete=complete,
        sparql=sparql,
    )


def coded(index: SearchIndex, text: str) -> tuple[str, ...]:
    """Find the things that have just this code, with or without what kind of thing they are before it.

    Args:
        index: The index.
        text: What the user wrote, such as ``4b`` or ``Effektmål 4B``.

    Returns:
        Their IRIs, sorted; none if no thing has it as its code.
    """
    name = solid(words(clean(text.strip())))
    return tuple(
        index.things[number].iri
        for number in sorted(index.called(name))
        if name in {solid(words(code)) for code in _codes(index.things[number])}
    )


def _codes(thing: Thing) -> Iterable[str]:
    return (*map(clean, thing.codes), *(text.text for text in thing.texts if text.field == "code"))


def suggest(index: SearchIndex, text: str, *, limit: int = 10) -> tuple[str, ...]:
    """Complete what a user is writing.

    Args:
        index: The index.
        text: What is written so far.
        limit: Most completions to give.

    Returns:
        What is written with its last word completed, those first whose word comes most often; none if it ends
        in no word.
    """
    written = clean(text)
    last = words(written)[-1:]
    if not last or last[0].end != len(written):
        return ()
    begun = (spelling for form, spelling in index.spellings.items() if form.startswith(last[0].form))
    return tuple(written[: last[0].start] + spelling for spelling in islice(begun, limit))


def _rank(index: SearchIndex, asked: Asked, plan: str | None, *, every: bool) -> list[_Ranked]:
    sought = [word for word in asked.sought if word.stems]
    matched = index.match(query.expressions(sought, every=every))
    named = index.called(asked.name)
    owned = (one for one in {*matched, *named} if plan in {None, index.things[one].plan, index.things[one].iri})
    return sorted(_Ranked(named.get(one, _NOT_NAMED), matched.get(one, _UNMATCHED), one) for one in owned)


def _class(index: SearchIndex, name: str) -> str:
    """Find the class that a user names, by IRI, prefixed or local name, or label in any language."""
    meant = name.strip().casefold()
    called = [
        iri
        for iri, label in index.kinds.items()
        if meant in map(str.casefold, (iri, compact(iri), _local(iri), *label.titles.values()))
    ]
    if called:  # where a label is that of several classes, the widest is meant
        return max(called, key=lambda iri: sum(iri in thing.classes for thing in index.things))
    known = sorted({_local(thing.kind) for thing in index.things})
    raise UnknownThingError("unknown_kind", name=shortened(name), known=", ".join(known))


def _sparql(index: SearchIndex, page: Sequence[_Ranked], offset: int, lang: Lang) -> str:
    rows = [
        (Literal(str(rank), datatype=f"{XSD}integer"), Iri(index.things[one.thing].iri))
        for rank, one in enumerate(page, offset + 1)
    ]
    return with_rows(with_values(internal_query("found"), "lang", [Literal(lang)]), ("rank", "iri"), rows)


def _hit(index: SearchIndex, asked: Asked, one: _Ranked, row: Row, lang: Lang) -> Hit:
    thing = index.things[one.thing]
    shown = snippets.show(thing.texts, asked.sought, one.matched.nearness, index.terms, lang)

    def text(column: str) -> str:
        return row[column].value if column in row else ""

    return Hit(
        iri=thing.iri,
        id=compact(thing.iri, index.base),
        title=text("title") or compact(thing.iri, index.base),
        kind=text("kind"),
        kind_label=text("kind_label"),
        code=text("code"),
        plan=text("plan"),
        plan_title=text("plan_title"),
        level=text("level"),
        match=shown.match,
        missing=() if one.named < _NOT_NAMED else shown.missing,
        field=shown.field,
        snippet=shown.pieces,
        score=round(abs(one.matched.rank), _DECIMALS),
    )


def _groups(index: SearchIndex, ranked: Iterable[_Ranked], lang: Lang) -> tuple[Group, ...]:
    counts = Counter(index.things[one.thing].kind for one in ranked)
    groups = (Group(_local(kind), index.kinds[kind].title(lang), count) for kind, count in counts.items())
    return tuple(sorted(groups, key=lambda group: (-group.count, group.kind)))


def _local(iri: str) -> str:
    return iri.removeprefix(RT).rsplit("#", 1)[-1]
