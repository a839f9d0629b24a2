"""How decisions are made, as a plan describes it."""

from collections.abc import Iterable
from itertools import groupby

from graph_service.messages import Lang
from graph_service.model.process import ProcessPart, Stage
from graph_service.model.terms import Iri
from graph_service.questions import views


def plans_query() -> str:
    """Make the query for the documents that describe a process.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``ProcessPlan``.
    """
    return views.query("process-plans")


def process_query(lang: Lang, plan: str) -> str:
    """Make the query for the process that a document describes.

    Args:
        lang: The language of names.
        plan: IRI of the document.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``ProcessPart``, those of a step together.
    """
    return views.query("process", lang, plan=[Iri(plan)])


def stages(parts: Iterable[ProcessPart]) -> tuple[Stage, ...]:
    """Put what a process is made of together, step by step.

    Args:
        parts: What it is made of, as the query gives it.

    Returns:
        The steps in the order of the source, each with its decisions and deliverables; what stands in several editions
        is there once.
    """
    found = []
    for _, members in groupby(parts, key=lambda part: part.step):
        once = {part.iri: part for part in members}
        step = next((part for part in once.values() if part.part == "step"), None)
        if step is not None:
            decisions = tuple(part for part in once.values() if part.part == "decision")
            deliverables = tuple(part for part in once.values() if part.part == "deliverable")
            found.append(Stage(step, decisions, deliverables))
    return tuple(found)
