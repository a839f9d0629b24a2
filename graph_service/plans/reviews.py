"""Reviews of links: somebody looks at a link with both its ends, and finds it valid or invalid."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Final

from graph_service.errors import AmbiguousCodeError, UnknownThingError
from graph_service.model.terms import Iri, Literal
from graph_service.model.validity import Decision, Hashes, Link
from graph_service.plans import decisions
from graph_service.plans.decisions import By, rt
from graph_service.plans.gate import Change
from graph_service.store.excerpts import shortened
from graph_service.store.links import Links
from graph_service.store.port import Triple
from graph_service.store.writing import graph_file

_MOST_CANDIDATES: Final = 15
FOLDER: Final = "granskning/"
"""Path under the base that the decisions lie under."""


def find(links: Links, name: str, base: str) -> str:
    """Find the link that a user means.

    Args:
        links: The links that there are.
        name: Its IRI, its path under the base, or the last parts of that, each of them whole.
        base: Base that resources lie under.

    Returns:
        The link's IRI.

    Raises:
        UnknownThingError: If there is none; suggests one that is close.
        AmbiguousCodeError: If several have the same last parts; lists them.
    """
    wanted = name.strip()
    if wanted in links.links or base + wanted in links.links:
        return wanted if wanted in links.links else base + wanted
    found = [iri for iri in links.links if wanted and iri.endswith(tuple(f"{mark}{wanted}" for mark in "/#:"))]
    if len(found) > 1:
        candidates = tuple((iri.removeprefix(base), "") for iri in found[:_MOST_CANDIDATES])
        raise AmbiguousCodeError("link_ambiguous", candidates, name=shortened(wanted), count=len(found))
    if not found:
        close = _close(wanted, [iri.removeprefix(base) for iri in links.links])
        raise UnknownThingError("link_unknown_close" if close else "link_unknown", name=shortened(wanted), close=close)
    return found[0]


def review(links: Links, link: str, decision: Decision, by: By, base: str) -> Change:
    """Give the change by which a review is kept; it takes the place of an earlier one of the same link.

    Args:
        links: The links that there are, and the texts of what they join.
        link: IRI of the link.
        decision: What the review finds.
        by: Who reviews it, why and when.
        base: Base that resources lie under.

    Returns:
        The change.

    Raises:
        UnknownThingError: If there is no such link.
    """
    stated = links.links.get(link)
    if stated is None:
        raise UnknownThingError("link_unknown", name=shortened(link), close="")
    iri = f"{base}{FOLDER}{decisions.path(link, base)}"
    said = (*_said(Iri(iri), stated, decision, links.hashes(stated)), *by.triples(iri))
    return Change((graph_file(said, iri, decisions.file_name("granskning", iri)),))


def _said(node: Iri, link: Link, decision: Decision, hashes: Hashes) -> Iterator[Triple]:
    yield node, decisions.TYPE, rt("Review")
    yield node, rt("reviews"), Iri(link.iri)
    yield node, rt("validity"), rt(decision)
    yield node, rt("statementHash"), Literal(link.address)
    yield node, rt("fromHash"), Literal(hashes.lower)
    yield node, rt("toHash"), Literal(hashes.upper)


def _close(name: str, paths: Collection[str]) -> str:
    """Suggest what somebody may have meant: the one whose end was written, else what is written much the same."""
    ending = [path for path in paths if name and path.endswith(name)]
    if ending:
        return ending[0]
    ends = {path.rpartition("/")[2]: path for path in paths}
    return next((ends[end] for end in get_close_matches(name.rpartition("/")[2], ends, n=1)), "")
