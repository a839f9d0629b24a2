"""Everything that is said of one thing and of what belongs to it, as statements that are grouped and named."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.messages import Lang
from graph_service.model.said import Named, Other, Source
from graph_service.model.terms import Iri, Literal, Row, Term
from graph_service.questions import views
from graph_service.store import labels
from graph_service.store.port import Store

_LAST: Final = re.compile(r"[^/#]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """The statements of one thing.

    Attributes:
        iri: The thing.
        values: The values by the local name of the property.
        lang: The language that is chosen where there are several.
    """

    iri: str
    values: Mapping[str, tuple[Term, ...]]
    lang: Lang

    def one(self, name: str) -> str | None:
        """Give the value of a property, in the reader's language where there is a choice."""
        found = self.values.get(name, ())
        return min(found, key=self._welcome).value if found else None

    def all(self, name: str) -> tuple[str, ...]:
        """Give all values of a property."""
        return tuple(term.value for term in self.values.get(name, ()))

    def concept(self, name: str) -> str | None:
        """Give the local name of the concept, class or property that is a property's value."""
        value = self.one(name)
        return None if value is None else local(value)

    def number(self, name: str) -> float | None:
        """Give the value of a property that is a number."""
        value = self.one(name)
        return None if value is None else float(value)

    def _welcome(self, term: Term) -> int:
        language = term.language if isinstance(term, Literal) else ""
        return (self.lang, "sv", "").index(language) if language in {self.lang, "sv", ""} else len(language)


class Around:
    """What is said of one thing and of what belongs to it.

    Attributes:
        thing: The thing.
        lang: The language of names.
    """

    def __init__(self, store: Store, text: str, thing: str, lang: Lang) -> None:
        """Ask for it.

        Args:
            store: The dataset.
            text: The query for it.
            thing: IRI of the thing.
            lang: The language of names.
        """
        self.thing, self.lang = thing, lang
        rows = store.select(text).rows
        self._parts = _grouped(rows, lang)
        self._properties = {local(row["property"].value): row["property"].value for row in rows}
        mentioned = {term.value for row in rows for term in row.values() if isinstance(term, Iri)}
        self._labels = labels.describe(store, mentioned)
        self._documents = _documents(store, mentioned)

    def part(self, name: str) -> tuple[Said, ...]:
        """Give the things of one part, in the order of the query.

        Args:
            name: The part's name.

        Returns:
            What is said of each.
        """
        return self._parts.get(name, ())

    def itself(self) -> Said:
        """Give what the thing says itself."""
        found = self.part("itself")
        return found[0] if found else Said(self.thing, {}, self.lang)

    def title(self, iri: str | None) -> str | None:
        """Give what a thing is called.

        Args:
            iri: The thing, or None.

        Returns:
            Its title or name; None if it has none.
        """
        label = self._labels.get(iri or "")
        return label.title(self.lang) if label and label.titles else None

    def property(self, name: str) -> str:
        """Give what a property is called.

        Args:
            name: Its local name.

        Returns:
            Its name in the reader's language, else the local name.
        """
        return self.title(self._properties.get(name)) or name

    def named(self, iri: str) -> Named:
        """Give a thing with what it is called, which is the end of its IRI if it has no name."""
        return Named(iri, self.title(iri) or local(iri))

    def other(self, iri: str) -> Other:
        """Give what stands at the other end of a link."""
        label = self._labels.get(iri)
        if label is None:
            return Other(iri, local(iri), None, None, None, None, None)
        return Other(
            iri,
            label.title(self.lang),
            local(label.kind) or None,
            label.code or None,
            label.plan or None,
            label.plan_title or None,
            label.level or None,
        )

    def kind_label(self, iri: str | None) -> str | None:
        """Give what the class of a thing is called."""
        label = self._labels.get(iri or "")
        return label.kinds.get(self.lang) if label else None

    def document(self, edition: str) -> Named:
        """Give the document of an edition; the edition itself if it is of none."""
        return self._documents.get(edition) or self.named(edition)

    def source(self, said: Said) -> Source:
        """Give where something stands."""
        edition = said.one("source")
        document = self._documents.get(edition or "")
        return Source(edition, document.title if document else None, said.one("locator"))


def query(thing: str) -> str:
    """Make the query for everything that is said of a thing and of what belongs to it.

    Args:
        thing: IRI of the thing.

    Returns:
        SPARQL text that can be asked anywhere.
    """
    return views.query("around", thing=[Iri(thing)])


def local(iri: str) -> str:
    """Give the last part of an IRI.

    Args:
        iri: The IRI.

    Returns:
        What comes after the last slash or hash.

    Example:
        >>> local("https://w3id.org/redthread/ns#atLeast"), local("http://purl.org/dc/terms/creator")
        ('atLeast', 'creator')
    """
    found = _LAST.search(iri)
    return found.group() if found else iri


def _grouped(rows: Iterable[Row], lang: Lang) -> dict[str, tuple[Said, ...]]:
    parts: dict[str, dict[str, dict[str, list[Term]]]] = {}
    for row in rows:
        thing = parts.setdefault(row["part"].value, {}).setdefault(row["iri"].value, {})
        thing.setdefault(local(row["property"].value), []).append(row["value"])
    return {
        part: tuple(
            Said(iri, {name: tuple(found) for name, found in said.items()}, lang) for iri, said in things.items()
        )
        for part, things in parts.items()
    }


def _documents(store: Store, mentioned: set[str]) -> dict[str, Named]:
    editions = [Iri(iri) for iri in sorted(mentioned)]
    rows = store.select(views.query("sources", edition=editions)).rows
    return {row["edition"].value: Named(row["document"].value, row["title"].value) for row in rows}
