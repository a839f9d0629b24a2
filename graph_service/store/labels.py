"""What things are called: titles, codes and kinds of things in the graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.messages import Lang
from graph_service.model.terms import Iri, Literal, Row
from graph_service.store.internal import internal_query
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import RT, compact

_LONGEST: Final = 70
_AT_ONCE: Final = 80
"""Things that one query asks for; a service over HTTP takes none that is very long."""

_KEPT: Final = 10_000
"""Labels that are kept; each takes about a kilobyte."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one thing is called.

    Attributes:
        iri: Its IRI.
        titles: Its title by language tag; plan texts have only ``"sv"``.
        code: Its code in the source, or empty.
        kind: IRI of its class, or empty.
        kinds: The class's name by language.
        plan: IRI of the document that owns it, or empty.
        plan_title: That document's title, or empty.
        level: Local name of its level, or empty.
    """

    iri: str
    titles: Mapping[str, str]
    code: str
    kind: str
    kinds: Mapping[str, str]
    plan: str
    plan_title: str
    level: str

    def title(self, lang: Lang) -> str:
        """Give the title in a language, else in Swedish, else in any, else the end of the IRI.

        Args:
            lang: The language wanted.

        Returns:
            The title; never empty.
        """
        return title(self.iri, self.titles, lang)

    def short(self, lang: Lang) -> str:
        """Name the thing as a planner would in a sentence: kind and code, else kind and title.

        Args:
            lang: The language of the kind.

        Returns:
            For instance ``Aktivitet 8`` or ``Insats »Digitala möten«``.
        """
        kind = self.kinds.get(lang, "")
        if self.code and kind:
            return f"{kind} {self.code}"
        title = self.title(lang)
        if len(title) > _LONGEST:
            title = title[:_LONGEST].rsplit(" ", 1)[0] + " …"
        return f"{kind} »{title}«" if kind else f"»{title}«"


def title(iri: str, titles: Mapping[str, str], lang: Lang) -> str:
    """Choose the title in a language, else in Swedish, else in any, else the end of the IRI.

    Args:
        iri: The thing's IRI.
        titles: What it is called, by language tag.
        lang: The language wanted.

    Returns:
        The title; never empty.
    """
    return titles.get(lang) or titles.get("sv") or next(iter(titles.values()), _end(iri))


def describe(store: Store, things: Iterable[str]) -> dict[str, Label]:
    """Find what things are called.

    Args:
        store: Where to look.
        things: IRIs.

    Returns:
        A label for each; one that the graph does not know is called by the end of its IRI.
    """
    wanted = sorted(set(things))
    rows: dict[str, list[Row]] = {thing: [] for thing in wanted}
    for first in range(0, len(wanted), _AT_ONCE):
        some = [Iri(thing) for thing in wanted[first : first + _AT_ONCE]]
        for row in store.select(with_values(internal_query("describe"), "thing", some)).rows:
            rows[_text(row, "thing")].append(row)
    return {thing: _label(thing, found) for thing, found in rows.items()}


class Labels:
    """What the things of a dataset that never changes are called; what has been asked for is kept.

    Example:
        >>> from graph_service.store.oxigraph import EmbeddedStore
        >>> Labels(EmbeddedStore()).describe(["urn:a:b"])["urn:a:b"].title("sv")
        'urn:a:b'
    """

    def __init__(self, store: Store) -> None:
        """Begin with nothing.

        Args:
            store: The dataset.
        """
        self._store = store
        self._known: dict[str, Label] = {}

    def describe(self, things: Iterable[str]) -> dict[str, Label]:
        """Find what things are called.

        Args:
            things: IRIs.

        Returns:
            A label for each, as ``describe`` gives them.
        """
        wanted = set(things)
        known = {thing: label for thing in wanted if (label := self._known.get(thing))}
        found = describe(self._store, wanted - known.keys())
        if len(self._known) > _KEPT:
            self._known.clear()
        self._known |= found
        return known | found


def _label(thing: str, rows: list[Row]) -> Label:
    kinds: dict[str, dict[str, str]] = {}
    for row in rows:
        if "class" in row:
            kinds.setdefault(row["class"].value, {}).update(_by_language([row], "classLabel"))
    kind = min(kinds, key=lambda iri: (not iri.startswith(RT), iri), default="")
    first = min(rows, key=str, default={})
    return Label(
        iri=thing,
        titles=_by_language(rows, "title") | _by_language(rows, "name") or _by_language(rows, "printed"),
        code=min((_text(row, "code") for row in rows), default=""),
        kind=kind,
        kinds=kinds.get(kind, {}),
        plan=_text(first, "plan"),
        plan_title=_text(first, "planTitle"),
        level=_text(first, "level"),
    )


def _by_language(rows: Iterable[Row], column: str) -> dict[str, str]:
    """Give the texts of a column by language; of several in one language the first in the alphabet."""
    texts = sorted({(t.language, t.value) for row in rows if isinstance(t := row.get(column), Literal)}, reverse=True)
    return dict(texts)


def _text(row: Row, column: str) -> str:
    term = row.get(column)
    return term.value if term is not None else ""


def _end(iri: str) -> str:
    return "/".join(compact(iri).split("/")[-2:])
