"""``redthread ask``: a named question."""

from typing import Annotated

import typer

from graph_service.cli import tables
from graph_service.cli.options import DayOption, KnownOption, LangOption, RowOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language, err, stoppable, write_bytes
from graph_service.errors import ParameterError
from graph_service.questions import ask as asking
from graph_service.questions import catalogue
from graph_service.store.excerpts import is_text, shortened


def ask(
    name: Annotated[str, typer.Argument(help="help.ask_name", show_default=False)],
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="help.ask_param", show_default=False)
    ] = None,
    form: RowOption = "table",
    *,
    sparql: Annotated[bool, typer.Option("--sparql", help="help.ask_sparql")] = False,
    url: UrlOption = None,
    day: DayOption = None,
    known: KnownOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    asked = source(url, language, day, known)
    question = catalogue.find(name, language, among=asked.questions())
    given = _pairs(params or [])
    asking.check_names(question, given)
    query = asked.filled(question, given)
    if sparql:
        write_bytes(query.encode())
        return
    with stoppable():
        table = asked.store.select(query)
    if form == "table":
        err().print(question.title[language], style="bold")
    tables.write_table(table, form, base=asked.base, lang=language)


def _pairs(items: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise ParameterError("parameter_form", text=shortened(item))
        if not is_text(value):
            raise ParameterError("not_text", text=shortened(item))
        if name.strip() in given:
            raise ParameterError("parameter_repeated", name=name.strip())
        given[name.strip()] = value
    return given
