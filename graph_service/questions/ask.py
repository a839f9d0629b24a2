"""Asking a named question: its parameters are checked, become terms and enter the query."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph_service.errors import ParameterError
from graph_service.messages import Lang, text
from graph_service.model.question import Parameter, Question
from graph_service.model.terms import Iri, Literal, Table, Term
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.trace.resolve import resolve, resolve_document
from graph_service.vocabulary import RT, XSD

_YEAR: Final = re.compile(r"[12]\d{3}")


def ask(store: Store, question: Question, given: Mapping[str, str], *, base: str, lang: Lang) -> Table:
    """Ask a named question.

    Args:
        store: The dataset.
        question: The question.
        given: Values for its parameters as the user wrote them.
        base: Base that short paths are completed with.
        lang: Language of labels in the answer.

    Returns:
        The answer.

    Raises:
        ParameterError: If a parameter is unknown, missing or of the wrong type.
        UnknownThingError: If an element does not exist.
        AmbiguousCodeError: If a code stands for several elements.
    """
    return store.select(fill(store, question, given, base=base, lang=lang))


def fill(store: Store, question: Question, given: Mapping[str, str], *, base: str, lang: Lang) -> str:
    """Give the query that a question becomes with its parameters filled in.

    Args:
        store: The dataset, in which codes are looked up.
        question: The question.
        given: Values for its parameters as the user wrote them.
        base: Base that short paths are completed with.
        lang: Language of labels in the answer.

    Returns:
        SPARQL text that can be asked anywhere.

    Raises:
        ParameterError: If a parameter is unknown, missing or of the wrong type.
        UnknownThingError: If an element does not exist.
        AmbiguousCodeError: If a code stands for several elements.
    """
    check_names(question, given)
    found = {p.name: terms(store, question, p, given.get(p.name), base=base, lang=lang) for p in question.parameters}
    return filled(question, found, lang)


def filled(question: Question, found: Mapping[str, Sequence[Term] | None], lang: Lang) -> str:
    """Give the query that a question becomes with some terms in the places of its parameters.

    Args:
        question: The question.
        found: What each of its parameters stands for; None leaves it open.
        lang: Language of labels in the answer.

    Returns:
        SPARQL text that can be asked anywhere.
    """
    query = question.query
    for name, those in found.items():
        query = with_values(query, name, those)
    return with_values(query, "lang", [Literal(lang)]) if "VALUES ?lang " in query else query


def check_names(question: Question, given: Iterable[str]) -> None:
    """Refuse parameters that a question does not have.

    Args:
        question: The question.
        given: Names of parameters.

    Raises:
        ParameterError: If it does not have one of them.
    """
    known = [parameter.name for parameter in question.parameters]
    for name in given:
        if name not in known:
            raise ParameterError("unknown_parameter", question=question.name, name=name, known=", ".join(known) or "–")


def terms(
    store: Store, question: Question, parameter: Parameter, given: str | None, *, base: str, lang: Lang
) -> Sequence[Term] | None:
    """Find what one parameter of a question stands for.

    Args:
        store: The dataset, in which codes are looked up.
        question: The question.
        parameter: The parameter.
        given: Its value as the user wrote it; None if none is given.
        base: Base that short paths are completed with.
        lang: Language of hints.

    Returns:
        The terms; None if it is left open.

    Raises:
        ParameterError: If it is missing or of the wrong type.
        UnknownThingError: If an element does not exist.
        AmbiguousCodeError: If a code stands for several elements.
    """
    value = parameter.default if given is None else given
    if value is None:
        raise ParameterError(
            "parameter_missing",
            question=question.name,
            name=parameter.name,
            label=parameter.label[lang],
            example=question.example.get(parameter.name, "…"),
        )
    if not value and parameter.default == "":
        return None
    return [_term(store, parameter, value, base, lang)]


def _term(store: Store, parameter: Parameter, value: str, base: str, lang: Lang) -> Term:
    match parameter.type:
        case "element":
            return Iri(resolve(store, value, base=base, lang=lang))
        case "document":
            return Iri(resolve_document(store, value, base=base, lang=lang))
        case "year" if _YEAR.fullmatch(value):
            return Literal(value, datatype=f"{XSD}integer")
        case "concept" if value in parameter.choices:
            return Iri(f"{RT}{value}")
        case "concept":
            choices = ", ".join(parameter.choices)
            raise ParameterError("parameter_choice", name=parameter.name, value=value, choices=choices)
        case "text" if value.strip():
            return Literal(unicodedata.normalize("NFC", value))
    raise ParameterError("parameter_type", name=parameter.name, type=text(f"type.{parameter.type}", lang), value=value)
