"""Where the blocks of subjects begin."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service import resources
from graph_service.settings import Settings
from graph_service.store import files
from graph_service.store.subjects import spots

TEXTS = st.text(st.sampled_from("a.<>\"'\\#;,()[]{}@\n :é"), max_size=12)
LOCAL = st.from_regex(r"[a-z](?:\.?[a-z0-9]){0,3}", fullmatch=True)
SPACE = st.sampled_from([" ", "\n", " \t", " # <urn:no> a <b> . \n", "\n\n   "])


def _quoted(text: str) -> str:
    return str(ox.Literal(text))


@pytest.mark.parametrize("path", sorted(resources.folder("data").rglob("*.ttl")), ids=lambda path: path.name)
def test_every_subject_of_the_plans_is_found_where_it_stands(path: Path) -> None:
    """Each subject of the shipped plans that has an IRI is found, and at its place stands its name."""
    settings = Settings()
    file = files.read(path, limit=settings.file_bytes, base=settings.base)
    lines = file.text.splitlines()
    for subject in {quad.subject.value for quad in file.quads if isinstance(quad.subject, ox.NamedNode)}:
        line, column = file.spots[subject]
        rest = lines[line - 1][column - 1 :]
        assert rest.startswith(f"<{subject.removeprefix(settings.base)}>") or subject.endswith(rest.split()[0][4:])


@given(
    st.lists(
        st.tuples(SPACE, LOCAL, SPACE, st.lists(TEXTS, min_size=1, max_size=2), st.sampled_from(['"', '"""'])),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_texts_and_comments_hold_subjects_are_found(
    blocks: list[tuple[str, str, str, list[str], str]],
) -> None:
    """Each subject is found where it is written first, and nothing in a text, comment or object is taken for one."""
    text = "@prefix x: <urn:x:> . @base <urn:b:> ."
    expected: dict[str, tuple[int, int]] = {}
    for before, name, after, values, quotes in blocks:
        text += before
        place = (text.count("\n") + 1, len(text) - text.rfind("\n"))
        expected.setdefault(f"urn:x:{name}", place)
        objects = ", ".join(_quoted(value).replace('"', quotes, 1)[:-1] + quotes for value in values)
        text += f"x:{name}{after}<p.q> {objects}, [ <r> <s>, 1.5 ], (<t> x:o).{after}"
    assert {quad.subject.value for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} >= set(expected)
    assert spots(text) == expected


def test_the_names_of_graphs_are_no_subjects() -> None:
    """In TriG a subject is found inside its graph, also where the graph is named after it."""
    text = "PREFIX x: <urn:x:>\nGRAPH x:g { x:g x:p 1 . x:a x:p 2 }\nx:h {\n  x:h x:p 3 }\nx:z x:p _:b . _:b x:p 4 ."
    assert spots(text) == {"urn:x:g": (2, 13), "urn:x:a": (2, 25), "urn:x:h": (4, 3), "urn:x:z": (5, 1)}


def test_a_text_of_many_lines_is_read_once() -> None:
    """A very long text costs no more than its length: one subject after the other is found in one reading."""
    text = "".join(f'<urn:{number}> <urn:p> """{"x" * 50}""" .\n' for number in range(20_000))
    assert spots(text)["urn:19999"] == (20_000, 1)
