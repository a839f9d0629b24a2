"""The shipped plans as what commands ask."""

from collections.abc import Mapping
from functools import cached_property

from graph_service.cli.as_of import tell
from graph_service.cli.terminal import progress
from graph_service.messages import Lang
from graph_service.model.as_of import AsOf
from graph_service.model.question import Question
from graph_service.model.search import Found
from graph_service.model.thread import Basis, Direction, Thread
from graph_service.plans.moments import plans_as_of
from graph_service.questions import ask, catalogue
from graph_service.questions.search.find import search
from graph_service.questions.search.index import SearchIndex
from graph_service.settings import Settings
from graph_service.store.port import Store
from graph_service.trace.resolve import resolve, resolve_document
from graph_service.trace.thread import trace


class Shipped:
    """The shipped plans, loaded when they are first needed."""

    def __init__(self, lang: Lang, asked: AsOf, *, names: bool) -> None:
        """Read the settings.

        Args:
            lang: The user's language.
            asked: The time that they are as of.
            names: Whether the documents that are not in them are named to the user, and not only counted.

        Raises:
            ParameterError: If a setting does not fit.
        """
        self._lang = lang
        self._asked = asked
        self._names = names
        self._settings = Settings.from_environment()
        self.base = self._settings.base

    @cached_property
    def store(self) -> Store:
        """The dataset."""
        with progress("validate.reading"):
            plans, told = plans_as_of(self._settings, self._asked)
            built = plans.dataset().store
        tell(told, self._asked, names=self._names)
        return built

    def resolve(self, name: str) -> str:
        """Find the one thing that a user means."""
        return resolve(self.store, name, base=self.base, lang=self._lang)

    def thread(self, name: str, *, direction: Direction, depth: int, basis: frozenset[Basis]) -> Thread:
        """Follow the thread of a thing."""
        start = self.resolve(name)
        return trace(self.store, start, direction=direction, depth=depth, basis=basis, lang=self._lang)

    def questions(self) -> tuple[Question, ...]:
        """Give the named questions."""
        return catalogue.questions()

    def search(self, words: str, *, kind: str | None, plan: str | None, limit: int) -> Found:
        """Search for words."""
        lang = self._lang
        document = None if plan is None else resolve_document(self.store, plan, base=self.base, lang=lang)
        with SearchIndex(self.store, self.base) as index:
            return search(self.store, index, words, kind=kind, plan=document, limit=limit, lang=lang)

    def filled(self, question: Question, given: Mapping[str, str]) -> str:
        """Give the query that a question becomes with its parameters filled in."""
        return ask.fill(self.store, question, given, base=self.base, lang=self._lang)
