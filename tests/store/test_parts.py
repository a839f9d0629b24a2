"""A part of what a file holds."""

from pathlib import Path

import pyoxigraph as ox

from graph_service.store.files import GraphFile
from graph_service.store.parts import without
from graph_service.vocabulary import RT

TEXT = """
@prefix : <urn:> . @prefix rt: <https://w3id.org/redthread/ns#> .
:a :p [ :q [ :r "inner" ] ], :b . :b :p _:shared . :c :p _:shared, "urn:b" . _:shared :q 1 . _:top :p :b .
_:circle :p _:other . _:other :p _:circle . :b :q _:circle . :e rt:content rt:loaded .
"""


def _file() -> GraphFile:
    graph = ox.NamedNode("urn:g")
    quads = (ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(TEXT, format=ox.RdfFormat.TURTLE))
    return GraphFile(Path("x.ttl"), "urn:g", tuple(quads), TEXT)


def test_blank_nodes_go_with_the_last_thing_that_they_stand_below() -> None:
    """Blank nodes below what goes go too, nested and in circles, unless something that stays names them as well."""
    file = _file()
    left = without(file, {"urn:a"}, set())
    assert len(file.quads) - len(left.quads) == 4
    left = without(file, {"urn:b"}, set())
    assert len(file.quads) - len(left.quads) == 4  # its own two, and the circle
    assert any(isinstance(quad.object, ox.Literal) and quad.object.value == "1" for quad in left.quads)


def test_nothing_names_what_is_absent() -> None:
    """Statements that name what is absent go, those with a text of the same letters stay; text and graph are kept."""
    file = _file()
    left = without(file, set(), {"urn:b"})
    assert len(file.quads) - len(left.quads) == 2
    assert (left.graph, left.text, left.path) == (file.graph, file.text, file.path)


def test_content_is_told_as_not_loaded() -> None:
    """An edition that is emptied says so; what others say is as it was."""
    left = without(_file(), set(), set(), {"urn:e"})
    told = [quad.object.value for quad in left.quads if quad.predicate.value == f"{RT}content"]  # type: ignore[union-attr]
    assert told == [f"{RT}notLoaded"]
    assert len(left.quads) == len(_file().quads)


def test_a_file_of_which_nothing_goes_is_the_same() -> None:
    """Where nothing is taken out, the very file is given back."""
    file = _file()
    assert without(file, {"urn:nothing"}, {"urn:nothing"}) is file
