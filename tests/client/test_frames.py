"""Answers as the columns of tables."""

import sys
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.client import frames
from graph_service.errors import ParameterError
from graph_service.model.answers import ListedParameter, ListedQuestion
from graph_service.model.terms import Iri, Literal, Table
from graph_service.vocabulary import XSD


def _column(*terms: Iri | Literal | None) -> list[object]:
    table = Table(("x",), tuple({} if term is None else {"x": term} for term in terms))
    return frames.of_table(table)["x"]


@given(st.lists(st.none() | st.integers(-(2**63) + 1, 2**63 - 1)))
def test_whole_numbers_stay_what_they_are(numbers: list[int | None]) -> None:
    """A column of whole numbers holds them, and None where there is none."""
    terms = [None if n is None else Literal(str(n), datatype=f"{XSD}integer") for n in numbers]
    assert _column(*terms) == numbers


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("1.5", "decimal", 1.5),
        ("1.5E0", "double", 1.5),
        ("-INF", "float", float("-inf")),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2018-12-31", "date", date(2018, 12, 31)),
        ("2018-12-31T01:02:03Z", "dateTime", datetime(2018, 12, 31, 1, 2, 3, tzinfo=UTC)),
        ("2018", "gYear", "2018"),
        ("4B", "string", "4B"),
    ],
)
def test_values_are_of_their_datatype(text: str, datatype: str, value: object) -> None:
    """A value becomes what its datatype says, where Python has such values; else it stays a text."""
    assert _column(Literal(text, datatype=f"{XSD}{datatype}"), None) == [value, None]


def test_whole_and_other_numbers_are_numbers_together() -> None:
    """A column with whole numbers and others, as sums often give, holds numbers."""
    assert _column(Literal("0", datatype=f"{XSD}integer"), Literal("1.5", datatype=f"{XSD}decimal")) == [0.0, 1.5]


@pytest.mark.parametrize(
    "terms",
    [
        (Literal("1", datatype=f"{XSD}integer"), Literal("1")),
        (Literal("1", datatype=f"{XSD}integer"), Literal("true", datatype=f"{XSD}boolean")),
        (Literal("one", datatype=f"{XSD}integer"),),
        (Literal("2018-02-30", datatype=f"{XSD}date"),),
        (Literal(str(2**63), datatype=f"{XSD}integer"),),
        (Literal("mål", language="sv"), Iri("urn:a")),
        (),
    ],
)
def test_mixed_and_broken_columns_stay_texts(terms: tuple[Iri | Literal, ...]) -> None:
    """A column of several types, or with a value that its type does not have, holds texts, and loses none."""
    assert _column(*terms) == [term.value for term in terms]


def test_records_inside_records_are_columns() -> None:
    """A record gives a column per field; of several records inside it, the first fields stand in one cell."""
    parameters = tuple(ListedParameter(name, "text", "", None) for name in ("year", "plan"))
    question = ListedQuestion("a", "b", "c", "d", ("x", "y"), parameters, {}, "/")
    columns = frames.of_records([question])
    assert (columns["columns"], columns["parameters"]) == (["x; y"], ["year; plan"])
    assert frames.of_records([]) == {}


def test_table_is_made_by_the_library_that_is_there() -> None:
    """A table has the columns in order, also if there are no rows."""
    made = frames.frame({"b": [1, 2], "a": ["x", None]}, None)
    assert isinstance(made, pd.DataFrame)
    assert list(made.columns) == ["b", "a"]
    assert frames.frame({"b": [], "a": []}, "pandas").shape == (0, 2)


@pytest.mark.parametrize(("library", "told"), [(None, "pandas, polars"), ("polars", "polars")])
def test_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, library: frames.Library | None, told: str) -> None:
    """Where no library makes tables, the error says which would, and how to get one."""
    for name in frames.LIBRARIES:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ParameterError) as caught:
        frames.frame({}, library)
    assert f"one of the libraries {told}. Install one: pip install {told.split(', ', maxsplit=1)[0]}" in str(
        caught.value
    )
