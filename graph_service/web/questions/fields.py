"""The fields that a question is asked by: what can be chosen in them, what stands in them, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from graph_service.api import parameters, problems
from graph_service.api.service import Service
from graph_service.errors import AmbiguousCodeError, ParameterError, RedThreadError
from graph_service.messages import Lang
from graph_service.model.plan import PlanEntry
from graph_service.model.question import Parameter, Question
from graph_service.model.terms import Iri, Term
from graph_service.questions import ask as asking
from graph_service.questions import plans, views
from graph_service.vocabulary import RT
from graph_service.web import cells
from graph_service.web.here import Here

_MOST_YEARS: Final = 60
"""Years that somebody would still look through."""


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen in a field.

    Attributes:
        value: What is sent.
        text: What is read.
        lang: The language of that; empty where it is that of the page.
    """

    value: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field.

    Attributes:
        parameter: The parameter that it gives.
        label: What it means.
        value: What stands in it, or is chosen.
        groups: What can be chosen, in groups with their names; nothing, if something is to be written.
        open: Whether it may be left empty, which means any.
        example: What could stand in it.
        meant: The thing that it means, if it means one.
        error: What is wrong with it; empty if nothing is.
        candidates: Short paths and titles of the things that it could mean.
    """

    parameter: Parameter
    label: str
    value: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    open: bool
    example: str
    meant: cells.Cell | None
    error: str
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in.

    Attributes:
        fields: Its fields.
        terms: What the parameters stand for, as far as that could be found out.
        wrong: What is wrong: at a field, or with the whole; the first is what the answer is about.
        others: What is wrong and has no field.
    """

    fields: tuple[Field, ...]
    terms: Mapping[str, Sequence[Term] | None]
    wrong: tuple[RedThreadError, ...]
    others: tuple[str, ...]


def blank(form: Filled) -> Filled:
    """Give a form in which nothing stands that is wrong.

    Args:
        form: The form.

    Returns:
        The same with those fields empty; what is wrong is not told in it.
    """
    fields = tuple(_emptied(field) if field.error else field for field in form.fields)
    return Filled(fields, {}, form.wrong, ())


def _emptied(field: Field) -> Field:
    groups = tuple(group for group in field.groups if [one.value for one in group[1]] != [field.value])
    return replace(field, value="", groups=groups, example="", error="", candidates=())


class Choices:
    """What can be chosen, gathered once from a snapshot."""

    def __init__(self, service: Service) -> None:
        """Begin with nothing gathered.

        Args:
            service: What is answered from.
        """
        self._service = service
        self._entries = cache(self._asked)
        self.years = cache(self._years)

    def documents(self, here: Here) -> tuple[tuple[str, tuple[Option, ...]], ...]:
        """Give the documents, those that are loaded and then those that are named only."""
        found = self._entries(here.lang)
        loaded = tuple(_document(one, here) for one in found if one.content != "notLoaded")
        named = tuple(_document(one, here) for one in found if one.content == "notLoaded")
        return (here.gettext("Documents that are loaded"), loaded), (here.gettext("Documents that they name"), named)

    def _asked(self, lang: Lang) -> tuple[PlanEntry, ...]:
        return views.ask(self._service.store, plans.plans_query(lang), PlanEntry)

    def _years(self) -> tuple[Option, ...]:
        """Give the years that the loaded documents are for; none if they are too many to look through."""
        loaded = [one for one in self._entries("sv") if one.content != "notLoaded"]
        dates = [date for one in loaded for date in (one.start, one.end) if date]
        found = sorted(int(date[:4]) for date in dates if date[:4].isdigit())
        if not found or found[-1] - found[0] > _MOST_YEARS:
            return ()
        return tuple(Option(str(year), str(year)) for year in range(found[0], found[-1] + 1))


def fill(here: Here, question: Question, given: Mapping[str, str], choices: Choices) -> Filled:
    """Fill in the form of a question.

    Args:
        here: Where the reader is.
        question: The question.
        given: Values by parameter, as the reader wrote them.
        choices: What can be chosen.

    Returns:
        The form, with what is wrong told where it is.
    """
    terms: dict[str, Sequence[Term] | None] = {}
    errors: dict[str, RedThreadError] = {}
    for parameter in question.parameters:
        try:
            terms[parameter.name] = _found(here, question, parameter, given.get(parameter.name))
        except RedThreadError as error:
            errors[parameter.name] = error
    fields = tuple(
        _field(here, question, parameter, given.get(parameter.name), terms, errors.get(parameter.name), choices)
        for parameter in question.parameters
    )
    others: list[RedThreadError] = []
    try:
        asking.check_names(question, given)
    except ParameterError as error:
        others.append(error)
    told = tuple(problems.detail_of(error, here.lang) for error in others)
    return Filled(fields, terms, (*others, *errors.values()), told)


def _found(here: Here, question: Question, parameter: Parameter, value: str | None) -> Sequence[Term] | None:
    parameters.refuse_long({} if value is None else {parameter.name: value})
    base = here.service.settings.base
    return asking.terms(here.service.store, question, parameter, value, base=base, lang=here.lang)


def _field(
    here: Here,
    question: Question,
    parameter: Parameter,
    given: str | None,
    terms: Mapping[str, Sequence[Term] | None],
    error: RedThreadError | None,
    choices: Choices,
) -> Field:
    value = (parameter.default or "") if given is None else given
    groups = _groups(here, parameter, choices)
    (term, *_) = terms.get(parameter.name) or (None,)
    meant = None
    if isinstance(term, Iri) and parameter.type == "document":
        value = here.short(term.value)
    elif isinstance(term, Iri) and parameter.type == "element":
        ((meant,),) = cells.cells(here, [{"it": term}], ["it"], plain=True)
    known = {option.value for _, options in groups for option in options}
    if groups and value and value not in known:
        groups = (("", (Option(value, value),)), *groups)
    return Field(
        parameter,
        parameter.label[here.lang],
        value,
        groups,
        parameter.default == "",
        question.example.get(parameter.name, ""),
        meant,
        "" if error is None else problems.detail_of(error, here.lang).partition("\n")[0],
        error.candidates if isinstance(error, AmbiguousCodeError) else (),
    )


def _groups(here: Here, parameter: Parameter, choices: Choices) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    match parameter.type:
        case "document":
            return tuple((name, options) for name, options in choices.documents(here) if options)
        case "year":
            return (("", choices.years()),) if choices.years() else ()
        case "concept":
            names = cells.named(here, [f"{RT}{choice}" for choice in parameter.choices])
            options = (
                Option(choice, names[f"{RT}{choice}"].text if f"{RT}{choice}" in names else choice)
                for choice in parameter.choices
            )
            return (("", tuple(options)),)
        case _:
            return ()


def _document(entry: PlanEntry, here: Here) -> Option:
    own = entry.name is not None and here.lang != "sv"
    return Option(here.short(entry.iri), entry.name or entry.title, "" if own or here.lang == "sv" else "sv")
