"""Cutting tables."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.store import rows
from graph_service.store.port import ResultFormat

FORMATS: dict[ResultFormat, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
VALUES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=8), max_size=9
)


def _written(values: list[str], form: ResultFormat) -> bytes:
    row = " ".join(str(ox.Literal(value)) if value else "UNDEF" for value in values)
    results = ox.Store().query(f"SELECT ?a {{ VALUES ?a {{ {row} }} }}")
    assert isinstance(results, ox.QuerySolutions)
    return results.serialize(format=FORMATS[form]) or b""


def _count(body: bytes, form: ResultFormat) -> int:
    match form:
        case "json":
            return len(json.loads(body)["results"]["bindings"])
        case "xml":
            return sum(element.tag.endswith("}result") for element in ET.fromstring(body).iter())  # noqa: S314 -- our own
        case "tsv":
            return body.count(b"\n") - 1
        case _:
            return sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1


@pytest.mark.parametrize("form", FORMATS)
@given(VALUES, st.integers(0, 10))
def test_a_table_is_cut_after_so_many_rows(form: ResultFormat, values: list[str], most: int) -> None:
    """A table has at most that many rows afterwards, is still well formed, and says whether something is missing."""
    body = _written(values, form)
    kept, cut = rows.cut(body, form, most)
    assert cut == (len(values) > most)
    assert _count(kept, form) == min(len(values), most)
    if not cut:
        assert kept == body


@given(VALUES, st.integers(0, 10))
def test_what_is_kept_is_the_beginning(values: list[str], most: int) -> None:
    """The rows that are kept are the first ones, as they were."""
    for form in FORMATS:
        kept, _ = rows.cut(_written(values, form), form, most)
        if form == "csv":
            whole = list(csv.reader(io.StringIO(_written(values, form).decode(), newline="")))
            assert list(csv.reader(io.StringIO(kept.decode(), newline=""))) == whole[: most + 1]
        elif form == "json":
            bindings = json.loads(_written(values, form))["results"]["bindings"]
            assert json.loads(kept)["results"]["bindings"] == bindings[:most]


def test_other_readers_are_left_their_limit() -> None:
    """Cutting a small table leaves whoever else reads CSV in the process as large a field as before."""
    before = csv.field_size_limit()
    rows.cut(_written(["a", "b", "c"], "csv"), "csv", 1)
    assert csv.field_size_limit() >= before
