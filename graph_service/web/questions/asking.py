"""One named question: a form, and its answer as a table."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import Path, Request, Response

from graph_service.api import parameters, problems
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.model.question import Question
from graph_service.model.terms import Literal, Row, Table, Term
from graph_service.questions import ask as asking
from graph_service.questions import catalogue
from graph_service.web import cells
from graph_service.web.answer import ASKED, Asked, AskedPage, Content, answer, html
from graph_service.web.cells import Cell
from graph_service.web.here import Here
from graph_service.web.questions import words
from graph_service.web.questions.bars import charts
from graph_service.web.questions.fields import Choices, Filled, blank, fill
from graph_service.web.rendering import render

PATH: Final = "/fragor/"
_RESERVED: Final = frozenset({"lang", *ASKED})


def add(app: Door, service: Service) -> None:
    """Add the pages to an application.

    Args:
        app: The application.
        service: What they are made of.
    """
    app.twinned.add(PATH)
    choices = Choices(service)
    titles = Titles(service)
    foreign: dict[tuple[object, ...], Filled] = {}

    @app.get(f"{PATH}{{name}}", include_in_schema=False)
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        name: Annotated[str, Path(max_length=parameters.LONGEST)],
    ) -> Response:
        parameters.only()(request)
        question = catalogue.find(name, lang)
        here = Here.of(request, service)
        written = {key: value for key, value in request.query_params.items() if key not in _RESERVED}
        given = written or question.example
        key = (question.name, here.lang, *here.kept.items())
        form = (None if written else foreign.get(key)) or fill(here, question, given, choices)
        values: dict[str, object] = {
            "question": question,
            "group": words.group(question.group, here),
            "form": form,
            "foreign": False,
            "example": not written and bool(question.parameters),
            "related": _related(question, here),
            "command": _command(question, given),
        }
        if form.wrong:
            if asked.form != "html":
                raise form.wrong[0]
            if not written:  # the example is about other plans than these; what is close to it is looked for once
                foreign[key] = form
                return html(_unanswered(here, asked, {**values, "form": blank(form), "foreign": True}), here)
            return html(_unanswered(here, asked, values), here, problems.status_of(form.wrong[0]).value)
        sparql = asking.filled(question, form.terms, lang)
        table = service.store.select(sparql)
        part = table.rows[asked.part()]
        if asked.form == "html":
            values |= _shown(here, table, part, titles)
            values |= {"text": sparql, "charts": [] if asked.offset else charts(here, table)}
        content = Content(
            template="question.html",
            values=values,
            entries=[{c: row[c].value if c in row else None for c in table.columns} for row in table.rows],
            sparql=sparql,
            things=[iri for iri in cells.iris(part, table.columns) if iri.startswith(service.settings.base)],
            more={"title": question.title[lang], "parameters": _sent(form), "columns": table.columns},
        )
        return answer(request, service, asked, content)


class Titles:
    """Things by their titles, where those say which is meant."""

    def __init__(self, service: Service) -> None:
        """Begin with nothing looked up.

        Args:
            service: What is answered from.
        """
        self._things = service.graph.things
        self._found: dict[str, Mapping[str, str]] = {}

    def thing(self, kind: str, title: str) -> str:
        """Find the one thing of a class that has a title.

        Args:
            kind: Local name of the class.
            title: The title, in the source's words.

        Returns:
            Its IRI; empty if there is none, or more than one.
        """
        if kind not in self._found:
            self._found[kind] = self._gathered(kind)
        return self._found[kind].get(title, "")

    def _gathered(self, kind: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for number in self._things.members.get(kind, ()):
            names = {self._things.titles["sv"][number], self._things.source.get(number, "")} - {""}
            for title in names:
                found[title] = "" if title in found else self._things.iri[number]
        return found


_NOTHING: Final[Mapping[str, object]] = {"headings": [], "rows": [], "text": "", "charts": []}


def _unanswered(here: Here, asked: Asked, values: Mapping[str, object]) -> str:
    return render("question.html", here, asked=asked, total=0, sparql=None, **values, **_NOTHING)


def _shown(here: Here, table: Table, part: Sequence[Row], titles: Titles) -> dict[str, object]:
    """Make the table for people: a thing and its title in one column are one cell."""
    made = cells.cells(here, part, table.columns, plain=True)
    columns = {name: [row[place] for row in made] for place, name in enumerate(table.columns)}
    for name in table.columns:
        if name in words.SOURCE:
            columns[name] = [_in_swedish(here, cell) for cell in columns[name]]
        if name in words.KINDS:
            terms = [row.get(name) for row in part]
            columns[name] = [
                _led(here, cell, term, words.KINDS[name], titles)
                for cell, term in zip(columns[name], terms, strict=True)
            ]
    for name in table.columns:
        twin = _twin(name, columns)
        if twin:
            columns[twin] = columns.pop(name)
    return {
        "headings": [(words.heading(name, here), _numeric(found)) for name, found in columns.items()],
        "rows": list(zip(*columns.values(), strict=True)),
    }


def _numeric(found: Sequence[Cell]) -> bool:
    return bool(found) and all(cell.number or not cell.text for cell in found)


def _twin(name: str, columns: Mapping[str, Sequence[Cell]]) -> str:
    """Find the column that holds the titles of the things of another; empty if there is none."""
    own = columns[name]
    if not own or not all(cell.short and cell.href for cell in own):
        return ""
    same = (
        other
        for other, theirs in columns.items()
        if other != name and all(a.text == b.text and not b.short for a, b in zip(own, theirs, strict=True))
    )
    return next(same, "")


def _in_swedish(here: Here, cell: Cell) -> Cell:
    plain = here.lang != "sv" and cell.text and not (cell.lang or cell.href or cell.number)
    return Cell(cell.text, "sv") if plain else cell


def _led(here: Here, cell: Cell, term: Term | None, kind: str, titles: Titles) -> Cell:
    if not isinstance(term, Literal):
        return cell
    iri = titles.thing(kind, term.value)
    return Cell(cell.text, cell.lang, here.thing(iri)) if iri else cell


def _related(question: Question, here: Here) -> list[Question]:
    told = question.description[here.lang]
    return [one for one in catalogue.questions() if one is not question and one.title[here.lang] in told]


def _command(question: Question, given: Mapping[str, str]) -> str:
    known = {parameter.name for parameter in question.parameters}
    pairs = (f"--param {shlex.quote(f'{name}={value}')}" for name, value in given.items() if name in known)
    return " ".join(("redthread ask", question.name, *pairs))


def _sent(form: Filled) -> dict[str, str]:
    return {field.parameter.name: field.value for field in form.fields}
