"""The catalogues of messages and their use in the code."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import graph_service
from graph_service import errors, messages
from graph_service.errors import AmbiguousCodeError, RedThreadError
from graph_service.messages import LANGUAGES, Lang

PACKAGE = Path(graph_service.__file__).parent
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
TEXTS = {
    node.value
    for tree in TREES
    for node in ast.walk(tree)
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, RedThreadError)}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                yield name, node


def _constants(node: ast.expr) -> Iterator[str]:
    """Give the texts that an expression can be: a text, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


@cache
def _patterns() -> list[re.Pattern[str]]:
    """Give what formatted texts in the code can become, as patterns, where they begin with a section's name."""
    found = []
    sections = {key.partition(".")[0] for key in messages.catalogue("en")}
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values]
                if parts[0].partition(r"\.")[0] in sections - {"error", "problem"}:
                    found.append(re.compile("".join(parts)))
    return found


def _used(key: str) -> bool:
    section, _, name = key.partition(".")
    by_name = section in {"error", "problem"} and (name in TEXTS or name.isdigit())
    return key in TEXTS or by_name or any(pattern.fullmatch(key) for pattern in _patterns())


def _fields(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}


def test_catalogues_have_the_same_keys() -> None:
    """Every message is given in Swedish and in English, in the same order."""
    assert list(messages.catalogue("sv")) == list(messages.catalogue("en"))


def test_messages_have_the_same_fields_in_both_languages() -> None:
    """A message has the same fields in both languages, and says something."""
    swedish, english = (messages.catalogue(lang) for lang in LANGUAGES)
    assert [key for key in english if _fields(swedish[key]) != _fields(english[key])] == []
    assert all(text.strip() for text in (*swedish.values(), *english.values()))


def test_every_error_in_the_code_has_a_message_with_its_fields() -> None:
    """Each error is raised with a key that the catalogues have, and with a value for each field of the message."""
    catalogue = messages.catalogue("en")
    for name, call in _calls():
        if name in ERRORS:
            given = {keyword.arg for keyword in call.keywords} | ({"candidates"} if "Ambiguous" in name else set())
            for key in _constants(call.args[0]):
                assert f"error.{key}" in catalogue
                assert _fields(catalogue[f"error.{key}"]) <= given, key


def test_every_text_in_the_code_has_a_message_with_its_fields() -> None:
    """Each text is asked for by a key that the catalogues have, and with a value for each field of the message."""
    catalogue = messages.catalogue("en")
    for name, call in _calls():
        if name == "text":
            given = {keyword.arg for keyword in call.keywords}
            for key in _constants(call.args[0]):
                if "." in key:
                    assert key in catalogue
                    assert _fields(catalogue[key]) <= given or None in given, key


def test_every_message_is_used() -> None:
    """Each message is named somewhere in the code: by its key, as an error's key, or by a pattern that it fits."""
    assert [key for key in messages.catalogue("en") if not _used(key)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unknown_key_is_an_error(lang: Lang) -> None:
    """Asking for a message that does not exist fails at once."""
    with pytest.raises(KeyError):
        messages.text("error.no_such_message", lang)


def test_values_stand_in_the_message_as_they_are() -> None:
    """A value with braces, percent signs or markup stands in the message unchanged."""
    value = "{x} %s [red] {{}}"
    assert value in messages.text("error.unknown_graph", "en", name=value)


def test_ambiguous_name_lists_its_candidates() -> None:
    """The message of an ambiguous name holds each candidate on a line of its own, path before title."""
    error = AmbiguousCodeError("ambiguous_code", (("a/1", "Ett"), ("b/2", "Två")), name="1", more="")
    assert error.text("sv").splitlines()[1:] == ["  a/1  Ett", "  b/2  Två"]
