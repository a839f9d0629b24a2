"""All named questions."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from graph_service import messages, resources
from graph_service.errors import UnknownThingError
from graph_service.messages import Lang
from graph_service.model.question import Question
from graph_service.questions import header


@cache
def questions() -> tuple[Question, ...]:
    """Give all named questions, by group and name.

    Returns:
        The questions.

    Raises:
        BrokenFileError: If a question's header is malformed.
    """
    read = [header.read(path) for path in resources.folder("queries").glob("*.rq")]
    return tuple(sorted(read, key=lambda question: (question.group, question.name)))


def find(name: str, lang: Lang = "en", among: Sequence[Question] | None = None) -> Question:
    """Give one question by its name.

    Args:
        name: The question's name.
        lang: The language of the hint when there is none.
        among: The questions that there are; None for all of ours.

    Returns:
        The question.

    Raises:
        UnknownThingError: If there is none; names the closest one.

    Example:
        >>> find("effektmal-utan-insats").group
        'gaps'
    """
    known = {question.name: question for question in (questions() if among is None else among)}
    if name in known:
        return known[name]
    close = get_close_matches(name, known, 1)
    hint = messages.text("error.did_you_mean", lang, suggestion=close[0]) if close else ""
    raise UnknownThingError("unknown_question", name=name, hint=hint)
