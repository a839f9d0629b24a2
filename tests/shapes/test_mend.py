"""What would mend a finding: every shape says so."""

import pytest

from graph_service.messages import LANGUAGES
from graph_service.validation.shapes import Shape, each, load

FINDING = [shape for shape in each(load()) if shape.constraints]


@pytest.mark.parametrize("shape", FINDING, ids=lambda shape: shape.iri.rpartition("#")[2])
def test_every_shape_says_in_both_languages_what_would_mend_its_findings(shape: Shape) -> None:
    """Each shape that can find something has one short sentence for it in Swedish and one in English."""
    assert set(shape.mend) == set(LANGUAGES)
    for sentence in shape.mend.values():
        assert sentence == " ".join(sentence.split())
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) < 130
        assert not set("{}") & set(sentence)
    assert shape.mend["sv"] != shape.mend["en"]
