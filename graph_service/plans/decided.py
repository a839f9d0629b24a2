"""What the decisions are about that commits keep or take back: the link or the thing, and what was decided."""

from collections.abc import Iterable

from graph_service.ledger.commit import Commit
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang, text
from graph_service.model.history import DecisionMade
from graph_service.plans import reviews
from graph_service.plans import waivers as waiving
from graph_service.store import waivers
from graph_service.store.files import GraphFile
from graph_service.store.links import Links


def read(ledger: Ledger, commits: Iterable[Commit], base: str) -> dict[tuple[int, str], DecisionMade]:
    """Read the decisions among what commits changed.

    Args:
        ledger: The ledger that they are of.
        commits: The commits.
        base: Base that resources lie under.

    Returns:
        The decisions by the number of the commit and the IRI of the graph.
    """
    folders = tuple(f"{base}{folder}" for folder in (reviews.FOLDER, waiving.FOLDER))
    wanted = [
        (commit.number, one.graph) for commit in commits for one in commit.changes if one.graph.startswith(folders)
    ]
    files = ledger.said(wanted) if wanted else {}
    return {of: decision for of, file in files.items() if (decision := _decision(file, base)) is not None}


def _decision(file: GraphFile, base: str) -> DecisionMade | None:
    for review in Links((file,)).reviews.values():
        if review.iri == file.graph:
            link = review.of.link
            return DecisionMade("review", link, link.removeprefix(base), validity=review.decision)
    for waived in waivers.read((file,)):
        if waived.iri == file.graph and waived.thing:
            until = None if waived.until is None else waived.until.isoformat()
            return DecisionMade(
                "waiver", waived.thing, waived.thing.removeprefix(base), rule=waived.rule or None, until=until
            )
    return None


def shown(decision: DecisionMade, lang: Lang, *, taken_back: bool) -> str:
    """Tell a decision to people.

    Args:
        decision: The decision.
        lang: The language.
        taken_back: Whether it was taken back.

    Returns:
        What it is about and what was decided, in one line.

    Example:
        >>> shown(DecisionMade("review", "urn:1", "p/lank/1", validity="valid"), "en", taken_back=False)
        'the link p/lank/1: valid'
    """
    ends = "_until" if decision.until else ""
    key = f"review_{decision.validity}" if decision.kind == "review" else f"waiver{ends}"
    rule = (decision.rule or "").rpartition("/")[2]
    told = text(f"decided.{key}", lang, path=decision.path, rule=rule, until=decision.until)
    return text("decided.taken_back", lang, decision=told) if taken_back else told
