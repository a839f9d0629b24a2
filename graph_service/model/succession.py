"""What a later plan carries on of an earlier one, and what it does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from graph_service.model.names import Content
from graph_service.model.thread import Basis, Node
from graph_service.model.wording import Run

Likeness = Literal["exact", "similar", "changed"]
"""How a later element answers to an earlier one: word for word, in other words, or with another target or scope."""

Fate = Literal["kept", "reworded", "changed", "split", "merged", "dropped", "silent", "unknown"]
"""What became of an earlier element.

``kept``, ``reworded``, ``changed``: one later element continues it, exact, similar or changed. ``split``: several do.
``merged``: one does, which continues others too. ``dropped``: none does, and a follow-up says a word of it.
``silent``: none does, and no follow-up says a word of it. ``unknown``: none does, but nothing of the later plan is
loaded.
"""

GONE: Final[frozenset[Fate]] = frozenset({"dropped", "silent"})
"""The fates of what is gone."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A later element that continues an earlier one.

    Attributes:
        later: The later element.
        match: How it answers to the earlier one.
        wording: The texts of both, word by word.
        headings: What it stands under in the later plan.
        moved: Whether that is something else than what continues the heading of the earlier element.
        link: IRI of the link that says so.
        basis: What that rests on.
        rationale: Why it was inferred, in the reader's language; else empty.
    """

    later: Node
    match: Likeness
    wording: tuple[Run, ...]
    headings: tuple[Node, ...]
    moved: bool
    link: str
    basis: Basis
    rationale: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a later document says of an element.

    Attributes:
        follow_up: IRI of the follow-up.
        verdict: Local name of its verdict.
        comment: Its comment as it stands, or empty.
        source: Title of the document, or empty.
        locator: Where in it, or empty.
    """

    follow_up: str
    verdict: str
    comment: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Fated:
    """An element of the earlier plan and what became of it.

    Attributes:
        element: The element.
        headings: What it stands under in the earlier plan.
        fate: What became of it.
        carried: What continues it.
        words: What later documents say of it, if nothing continues it.
    """

    element: Node
    headings: tuple[Node, ...]
    fate: Fate
    carried: tuple[Carried, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Pointing:
    """A link that points at a goal which is gone.

    Attributes:
        start: What points at it; of any plan.
        relation: Local name of the relation.
        goal: The goal.
        link: IRI of the link.
        basis: What the link rests on.
        fate: What became of the start, if it is an element of the earlier plan itself; else null.
    """

    start: Node
    relation: str
    goal: Node
    link: str
    basis: Basis
    fate: Fate | None


@dataclass(frozen=True, slots=True)
class Succession:
    """What one plan carries on of one earlier plan.

    Attributes:
        earlier: The earlier plan.
        later: The later plan.
        earlier_content: What of the earlier plan is loaded. Where that is not all, it may hold more than is told here.
        content: What of the later plan is loaded. Where that is not all, what seems to be gone may stand in the rest.
        counts: How many elements of the earlier plan have each fate; how many are ``moved``, whatever their fate; and
            how many elements of the later plan are ``new``.
        elements: The goals, areas, initiatives and activities of the earlier plan, in its order.
        new: Those of the later plan that continue nothing of the earlier one, in its order.
        pointing: Links that point at goals that are gone: first those from elsewhere, then those from what is carried
            on, then those from what is gone too.
    """

    earlier: Node
    later: Node
    earlier_content: Content
    content: Content
    counts: Mapping[str, int]
    elements: tuple[Fated, ...]
    new: tuple[Node, ...]
    pointing: tuple[Pointing, ...]
