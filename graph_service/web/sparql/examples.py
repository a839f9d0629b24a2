"""Queries to begin with: some that show what there is, and some of the named questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_service.api.service import Service
from graph_service.errors import RedThreadError
from graph_service.messages import Lang
from graph_service.questions import ask as asking
from graph_service.questions import catalogue
from graph_service.store.internal import internal_query
from graph_service.web.here import Here
from graph_service.web.translations import later

FIRST: Final = "examples/documents"
"""The query that stands in the editor where nothing has been asked yet."""
_SIMPLE: Final = {
    "documents": later("Which documents are there?"),
    "kinds": later("How many things of each kind are there?"),
    "goals": later("Which activity contributes to which goal?"),
    "quotes": later("Which words do the links rest on?"),
    "inferred": later("How many links are stated, and how many inferred?"),
    "ask": later("Is there an activity that contributes to nothing?"),
    "construct": later("The effect goals as triples"),
    "describe": later("What the vocabulary says of goals"),
}
_ASKED: Final = (
    "vad-leder-till",
    "effektmal-utan-insats",
    "vad-blev-det-av-malen",
    "pagar-under-ar",
    "lika-per-omrade",
)


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin with.

    Attributes:
        title: What it asks.
        query: SPARQL text.
    """

    title: str
    query: str


class Examples:
    """The examples; those of named questions are filled in when they are first shown."""

    def __init__(self, service: Service) -> None:
        """Begin with nothing filled in.

        Args:
            service: What is answered from.
        """
        self._service = service
        self._questions: dict[Lang, tuple[Example, ...]] = {}

    def all(self, here: Here) -> list[Example]:
        """Give the examples in a language.

        Args:
            here: Where the reader is.

        Returns:
            The examples; of the named questions those whose example is about something that is there.
        """
        if here.lang not in self._questions:
            self._questions[here.lang] = tuple(self._filled(here.lang))
        simple = [Example(here.gettext(title), internal_query(f"examples/{name}")) for name, title in _SIMPLE.items()]
        return [*simple, *self._questions[here.lang]]

    def _filled(self, lang: Lang) -> Iterator[Example]:
        store, base = self._service.store, self._service.settings.base
        for name in _ASKED:
            question = catalogue.find(name)
            try:
                query = asking.fill(store, question, question.example, base=base, lang=lang)
            except RedThreadError:
                continue  # the plans that it is about are not there
            yield Example(question.title[lang], query)
