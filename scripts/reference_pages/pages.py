"""All reference pages, as text by file name."""

import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from graph_service.cli import terminal
from graph_service.messages import text
from graph_service.questions.catalogue import questions
from graph_service.settings import Settings
from graph_service.validation.shapes import COMPONENTS
from reference_pages import commands, constraints, vocabulary

_TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates"
_TYPES: Final = {str: "text", int: "whole number", float: "number"}


def render() -> dict[str, str]:
    """Write all pages.

    Returns:
        The text of each page, by the name of its file.
    """
    ontology = vocabulary.read()
    values: dict[str, dict[str, object]] = {
        "vocabulary.md": {"ontology": ontology, "rules": vocabulary.rules()},
        "settings.md": {"settings": _settings()},
        "questions.md": {"questions": questions()},
        "shapes.md": {"files": constraints.read(), "components": COMPONENTS, "namespace": constraints.NAMESPACE},
        "cli.md": {
            "program": commands.program(),
            "commands": commands.commands(),
            "ok": str(terminal.OK),
            "findings": str(terminal.FINDINGS),
            "unusable": str(terminal.UNUSABLE),
        },
    }
    environment = _environment()
    filled = {name: environment.get_template(f"{name}.jinja").render(given) for name, given in values.items()}
    return {name: re.sub(r"\n{3,}", "\n\n", page).strip() + "\n" for name, page in filled.items()}


def _settings() -> list[dict[str, str]]:
    defaults = Settings()
    return [
        {
            "name": name,
            "variable": f"REDTHREAD_{name.upper()}",
            "type": _TYPES[kind],
            "default": str(getattr(defaults, name)),
            "help": meaning,
        }
        for name, kind, meaning in Settings.table()
    ]


def _environment() -> Environment:
    """Give the engine that fills the templates; the pages are Markdown, so nothing is escaped for HTML."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": _prose, "cell": _cell, "code": _code, "slug": _slug}
    environment.globals["text"] = text
    return environment


def _prose(words: str) -> str:
    """Write words so that none of their characters means anything in Markdown."""
    return re.sub(r"([\\`*_<])", r"\\\1", words)


def _cell(words: str) -> str:
    """Write words, which may hold Markdown, so that they stay within one cell of a table."""
    return words.replace("|", "\\|").replace("\n", " ")


def _code(words: str) -> str:
    """Write words as code."""
    fence = "``" if "`" in words else "`"
    return f"{fence}{words}{fence}"


def _slug(heading: str) -> str:
    """Give the anchor that a heading gets: lower case, no punctuation, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
