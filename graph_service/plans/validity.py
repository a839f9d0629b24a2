"""When a document is in force, as far as it is known: by its editions' days, its events and its period.

Three answers: it was, it was not and why, and it is not known. What is not stated is never guessed at: neither from a
version that looks like a year, nor from what other documents say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from graph_service.model.as_of import Why

State = Literal["in", "unknown", "out"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether something was in force on a day.

    Attributes:
        state: Whether it was.
        why: Why it was not; None else.
        when: The day on which that which kept it from being in force happened or happens.
        by: The version that replaced it; empty if none did.
    """

    state: State
    why: Why | None = None
    when: date | None = None
    by: str = ""

    @property
    def out(self) -> bool:
        """Whether it was not in force."""
        return self.state == "out"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a document.

    Attributes:
        iri: Its IRI.
        version: Its version, as it stands.
        status: ``current``, ``superseded``, ``draft``, or empty where it is not stated.
        earliest: The day before which it cannot have been issued; None if that is not known.
        latest: The day from which it has been issued; None if that is not known.
        revises: IRIs of the editions that it is a revision of.
    """

    iri: str
    version: str = ""
    status: str = ""
    earliest: date | None = None
    latest: date | None = None
    revises: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes:
        iri: Its IRI.
        title: Its title.
        governs: Whether it is a plan: then its period is the time that it is in force. That of any other document is
            the time that it tells of.
        start: The first day of its period.
        end: The last day of it.
        editions: Its editions by their IRIs.
    """

    iri: str
    title: str = ""
    governs: bool = True
    start: date | None = None
    end: date | None = None
    editions: Mapping[str, Edition] = field(default_factory=dict)

    def standing(self, day: date) -> Standing:
        """Tell whether any edition of it was in force on a day.

        Args:
            day: The day.

        Returns:
            The best that is true of an edition; of several that were not, why the last one was not. A document of which
            no edition is known is taken for one of a single edition without a date.
        """
        editions = list(self.editions.values()) if self.editions else [Edition("")]
        best: Standing | None = None
        for edition in sorted(editions, key=lambda one: (one.status != "draft", one.earliest or date.min, one.iri)):
            found = self.of(edition, day)
            if best is None or _ORDER.index(found.state) >= _ORDER.index(best.state):
                best = found
        assert best is not None  # noqa: S101 -- there is at least one edition
        return best

    def of(self, edition: Edition, day: date) -> Standing:
        """Tell whether one edition was in force on a day.

        Args:
            edition: One of its editions.
            day: The day.

        Returns:
            Whether it was.

        Example:
            >>> plan = Document("urn:plan", start=date(2018, 1, 1), end=date(2018, 12, 31))
            >>> plan.of(Edition("urn:plan/1"), date(2018, 6, 30)).state
            'in'
            >>> plan.of(Edition("urn:plan/1"), date(2019, 1, 1)).why
            'over'
        """
        if edition.status == "draft":
            return Standing("out", "draft")
        if edition.earliest is not None and day < edition.earliest:
            return Standing("out", "not_issued", edition.earliest)
        replaced = self._replaced(edition, day)
        if replaced.out:
            return replaced
        apart = self._outside(edition, day)
        if apart is not None:
            return apart
        dated = edition.latest is not None or edition.earliest is not None
        issued = edition.latest is not None and day >= edition.latest
        begun = issued or (not dated and self.governs and self.start is not None)
        return Standing("in") if begun and replaced.state == "in" else Standing("unknown")

    def _outside(self, edition: Edition, day: date) -> Standing | None:
        if self.governs:
            if self.start is not None and day < self.start:
                return Standing("out", "not_begun", self.start)
            if self.end is not None and day > self.end:
                return Standing("out", "over", self.end)
        elif edition.latest is None and self.end is not None and day < self.end:
            return Standing("out", "not_over", self.end)
        return None

    def _replaced(self, edition: Edition, day: date) -> Standing:
        """Tell whether no later edition had taken its place."""
        others = [one for one in self.editions.values() if one.status != "draft" and self._is_later(one, edition)]
        begun = [one for one in others if one.latest is not None and one.latest <= day]
        if begun:
            first = min(begun, key=lambda one: (one.latest or day, one.iri))
            return Standing("out", "replaced", first.latest, first.version or first.iri)
        ahead = [one for one in others if one.earliest is not None and day < one.earliest]
        sure = len(ahead) == len(others) and (ahead or edition.status != "superseded")
        return Standing("in" if sure else "unknown")

    def _is_later(self, one: Edition, other: Edition) -> bool:
        if one.iri == other.iri:
            return False
        forward, backward = other.iri in self._revised[one.iri], one.iri in self._revised[other.iri]
        if forward != backward:
            return forward
        if one.earliest is not None and other.latest is not None and one.earliest > other.latest:
            return True
        if other.earliest is not None and one.latest is not None and other.earliest > one.latest:
            return False
        return (one.status, other.status) == ("current", "superseded")

    @cached_property
    def _revised(self) -> dict[str, frozenset[str]]:
        """All editions that each one is a revision of, directly or through others, drafts too."""
        return {iri: frozenset(self._before(iri)) for iri in self.editions}

    def _before(self, iri: str) -> Iterable[str]:
        found: set[str] = set()
        todo = [iri]
        while todo:
            one = self.editions.get(todo.pop())
            new = one.revises - found if one is not None else frozenset()
            found |= new
            todo += new
        return found


_ORDER: tuple[State, ...] = ("out", "unknown", "in")
