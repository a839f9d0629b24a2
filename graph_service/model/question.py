"""A named question: a SPARQL query with a title, typed parameters, an example and expected columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph_service.messages import Lang

ParameterType = Literal["element", "document", "year", "text", "concept"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Attributes:
        name: Its name, which is also the variable in the query.
        type: What it takes: an element or a document (IRI, short path or code), a year, a text, or a concept of
            the vocabulary by its local name.
        label: What it means, by language.
        default: The value used when none is given, as a user would write it; None if one must be given; an empty
            text if leaving it out means any.
        choices: The local names of the concepts that it takes; none if it takes no concept.
    """

    name: str
    type: ParameterType
    label: Mapping[Lang, str]
    default: str | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One named question.

    Attributes:
        name: Its name: the file's name without ending.
        group: The group that it is listed under.
        title: Its title by language.
        description: What it answers and how to read the answer, by language.
        parameters: Its parameters in order.
        example: Values for the parameters that give a telling answer, as a user would write them.
        columns: The columns of the answer.
        query: The SPARQL text, which runs as it stands in any engine.
    """

    name: str
    group: str
    title: Mapping[Lang, str]
    description: Mapping[Lang, str]
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    columns: tuple[str, ...]
    query: str
