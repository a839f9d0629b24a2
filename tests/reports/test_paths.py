"""Property paths from SPARQL to SHACL."""

import pytest

from graph_service.model.terms import Iri
from graph_service.reports.paths import Compound, Path, parsed
from graph_service.validation.shapes import each, load

A, B, C = Iri("urn:a"), Iri("urn:b"), Iri("urn:c")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("<urn:a>", A),
        ("((<urn:a>))", A),
        ("^<urn:a>", Compound("inversePath", (A,))),
        ("^(^<urn:a>)", Compound("inversePath", (Compound("inversePath", (A,)),))),
        ("(<urn:a>/<urn:b>/<urn:c>)", Compound("", (A, B, C))),
        ("(<urn:a>|<urn:b>/<urn:c>)", Compound("alternativePath", (A, Compound("", (B, C))))),
        ("(<urn:a>)*", Compound("zeroOrMorePath", (A,))),
        ("(^<urn:a>)+", Compound("oneOrMorePath", (Compound("inversePath", (A,)),))),
        ("^<urn:a>?", Compound("inversePath", (Compound("zeroOrOnePath", (A,)),))),
    ],
)
def test_a_path_is_read_by_the_grammar_of_sparql(text: str, path: Path) -> None:
    """Alternatives bind less than sequences, those less than inverses, and those less than repetitions."""
    assert parsed(text) == path


@pytest.mark.parametrize(
    "text", ["", "<a>", "<urn:a", "<urn:a>/", "(<urn:a>", "<urn:a>)", "<urn:a> <urn:b>", "(" * 9999]
)
def test_what_is_no_path_is_none(text: str) -> None:
    """Text that is no path with whole IRIs gives nothing, and no error."""
    assert parsed(text) is None


def test_every_path_of_the_shapes_can_be_read() -> None:
    """No shape has a path that a report would have to leave out."""
    assert [shape.iri for shape in each(load()) if shape.path and parsed(shape.path) is None] == []
