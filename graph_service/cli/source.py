"""What the commands ask: the shipped plans, loaded here, or a running service. They get the same answers of both."""

from collections.abc import Mapping
from typing import Protocol

from graph_service.messages import Lang
from graph_service.model.question import Question
from graph_service.model.search import Found
from graph_service.model.thread import Basis, Direction, Thread
from graph_service.plans.moments import as_of
from graph_service.store.port import Store


class Source(Protocol):
    """What the commands ask."""

    @property
    def store(self) -> Store:
        """The dataset."""
        ...

    @property
    def base(self) -> str:
        """Base that the resources lie under."""
        ...

    def resolve(self, name: str) -> str:
        """Find the one thing that a user means.

        Args:
            name: What the user wrote.

        Returns:
            The thing's IRI.

        Raises:
            RedThreadError: If nothing, or more than one thing, could be meant.
        """
        ...

    def thread(self, name: str, *, direction: Direction, depth: int, basis: frozenset[Basis]) -> Thread:
        """Follow the thread of a thing.

        Args:
            name: What the user calls the thing.
            direction: Which way.
            depth: Most steps in each direction.
            basis: Which links to follow.

        Returns:
            The thread.

        Raises:
            RedThreadError: If nothing, or more than one thing, could be meant.
        """
        ...

    def questions(self) -> tuple[Question, ...]:
        """Give the named questions, with what is said of them in the user's language."""
        ...

    def search(self, words: str, *, kind: str | None, plan: str | None, limit: int) -> Found:
        """Search for words.

        Args:
            words: The words.
            kind: A class that hits are of.
            plan: What the user calls a document that hits belong to.
            limit: Most hits.

        Returns:
            What is found.

        Raises:
            RedThreadError: If it cannot be searched for.
        """
        ...

    def filled(self, question: Question, given: Mapping[str, str]) -> str:
        """Give the query that a question becomes with its parameters filled in.

        Args:
            question: The question.
            given: Values for its parameters as the user wrote them.

        Returns:
            SPARQL text.

        Raises:
            RedThreadError: If a parameter is unknown, missing or of the wrong type.
        """
        ...


def source(
    url: str | None, lang: Lang, day: str | None = None, known: str | None = None, *, names: bool = False
) -> Source:
    """Open what the commands ask.

    Args:
        url: The address of a running service; None for the shipped plans.
        lang: The user's language.
        day: The day that plans are to be in force on, as the user wrote it; None for all plans.
        known: The moment or commit as of which they are known, as the user wrote it; None for now.
        names: Whether the documents that were not in force then are named to the user, and not only counted.

    Returns:
        It; nothing is loaded or asked before it is needed.

    Raises:
        ParameterError: If the address cannot be one, or a time cannot be understood.
    """
    asked = as_of(day, known)
    if url is None:
        from graph_service.cli.shipped import Shipped  # noqa: PLC0415 -- not needed for a service

        return Shipped(lang, asked, names=names)
    from graph_service.cli.running import Running  # noqa: PLC0415 -- a third of a second that only a service needs

    return Running(url, lang, asked)
