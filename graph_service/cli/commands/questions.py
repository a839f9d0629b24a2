"""``redthread questions``: which named questions there are."""

from typing import Annotated

import typer

from graph_service.cli import tables
from graph_service.cli.options import LangOption, RowOption, UrlOption
from graph_service.cli.source import source
from graph_service.cli.terminal import current_language, err, out, write_bytes
from graph_service.messages import Lang, text
from graph_service.model.question import Question
from graph_service.questions import catalogue


def questions(
    name: Annotated[str | None, typer.Argument(help="help.questions_name", show_default=False)] = None,
    form: RowOption = "table",
    url: UrlOption = None,
    _lang: LangOption = None,
) -> None:
    language = current_language()
    known = source(url, language).questions()
    listed = known if name is None else (catalogue.find(name, language, among=known),)
    if name is not None and form == "table":
        _explain(listed[0], language)
        return
    columns = tuple(text(f"questions.{key}", language) for key in ("name", "title", "parameters"))
    rows = [(q.name, q.title[language], ", ".join(p.name for p in q.parameters)) for q in listed]
    if form == "table":
        tables.print_rows(columns, rows, lang=language)
        err().print(text("questions.hint", language), soft_wrap=True)
    else:
        write_bytes(tables.serialise(("name", "title", "parameters"), rows, form))


def _explain(question: Question, lang: Lang) -> None:
    console = out()
    console.print(question.title[lang], style="bold", soft_wrap=True)
    console.print(question.description[lang], soft_wrap=True)
    for parameter in question.parameters:
        default = parameter.default
        rule = text("questions.required", lang) if default is None else text("questions.any", lang)
        if default:
            rule = f"{text('questions.default', lang)}: {default}"
        kind = " | ".join(parameter.choices) or text(f"type.{parameter.type}", lang)
        console.print(f"  --param {parameter.name}=…  {parameter.label[lang]}: {kind} ({rule})", soft_wrap=True)
    console.print(f"{text('questions.columns', lang)}: {', '.join(question.columns)}", soft_wrap=True)
    given = "".join(f' --param {key}="{value}"' for key, value in question.example.items())
    console.print(f"{text('questions.example', lang)}: redthread ask {question.name}{given}", soft_wrap=True)
