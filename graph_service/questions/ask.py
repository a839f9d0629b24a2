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
    query = question.query
    for parameter in question.parameters:
        terms = _terms(store, question, parameter, given.get(parameter.name), base, lang)
        query = with_values(query, parameter.name, terms)
    if "VALUES ?lang " in query:
        query = with_values(query, "lang", [Literal(lang)])
    return query


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


def _terms(
    store: Store, question: Question, parameter: Parameter, given: str | None, base: str, lang: Lang
) -> Sequence[Term] | None:
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
