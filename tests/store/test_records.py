"""Reading rows as records."""

from dataclasses import dataclass
from typing import Literal

import pytest

from graph_service.model import terms
from graph_service.store import records


@dataclass(frozen=True)
class Everything:
    """A record with a field of each type."""

    text: str
    maybe: str | None
    state: Literal["a", "b"] | None
    number: int
    share: float | None
    holds: bool
    several: tuple[str, ...]


def test_each_type_is_read_from_its_column() -> None:
    """Texts, choices, numbers and truth values are read as what they are; lines of a text become several."""
    row: terms.Row = {
        "text": terms.Iri("urn:x"),
        "maybe": terms.Literal("mål", language="sv"),
        "state": terms.Literal("b"),
        "number": terms.Literal("42"),
        "share": terms.Literal("0.5"),
        "holds": terms.Literal("true"),
        "several": terms.Literal("ett\ntvå"),
        "passed over": terms.Literal("x"),
    }
    (read,) = records.read(Everything, [row])
    assert read == Everything("urn:x", "mål", "b", 42, 0.5, holds=True, several=("ett", "två"))


def test_what_is_unbound_is_none_or_empty() -> None:
    """A field that may be None is that; any other has the empty value of its type."""
    assert records.read(Everything, [{}]) == (Everything("", None, None, 0, None, holds=False, several=()),)


def test_an_empty_text_is_no_part() -> None:
    """A text that joins nothing is no parts, not an empty one."""
    (read,) = records.read(Everything, [{"several": terms.Literal("")}])
    assert read.several == ()


def test_a_field_of_another_type_is_a_mistake() -> None:
    """A record that rows cannot make is told at once."""

    @dataclass
    class Wrong:
        field: dict[str, str]

    with pytest.raises(TypeError):
        records.read(Wrong, [{}])
