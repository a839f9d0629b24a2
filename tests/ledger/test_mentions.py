"""Which statements of a graph concern a thing, and which commits changed them."""

from pathlib import Path

import pyoxigraph as ox
from databases import NewLedger

from graph_service.ledger.ledger import Ledger
from graph_service.store.files import GraphFile

THING = "urn:t"


def _file(name: str, *triples: str) -> GraphFile:
    text = " ".join(triples)
    graph = ox.NamedNode(f"urn:{name}")
    quads = tuple(ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
    return GraphFile(Path(f"{name}.ttl"), graph.value, quads, text)


def test_commits_that_change_what_concerns_a_thing_are_found(new_ledger: NewLedger) -> None:
    """What is said of it and by what names it counts, in whichever graph; what else its graphs say does not."""
    said = "<urn:t> <urn:p> 1 ."
    versions = (
        (_file("a", said), True),
        (_file("a", said, "<urn:x> <urn:p> 2 ."), False),
        (_file("a", said, "<urn:x> <urn:p> 3 .", "[] <urn:p> <urn:y>, 1 ."), False),
        (_file("b", "<urn:link> <urn:to> <urn:t> ; <urn:note> 'ett' ."), True),
        (_file("b", "<urn:link> <urn:to> <urn:t> ; <urn:note> 'två' ."), True),
        (_file("b", "<urn:link> <urn:to> <urn:t> ; <urn:note> 'två' .", "[] <urn:p> <urn:y> ."), False),
        (_file("c", "<urn:text> <urn:note> 'Se <urn:t> .' . <urn:tt> <urn:p> <urn:ttt> ."), False),
        (_file("c", "[] <urn:p> <urn:t> ."), True),
        (_file("c", "[] <urn:p> <urn:t> . [] <urn:q> 1, 2, 3 ."), False),
        (_file("a", "<urn:x> <urn:p> 3 ."), True),
    )
    with Ledger.open(new_ledger()) as ledger:
        last = None
        for file, _ in versions:
            last = ledger.record(last, who="en roll", why="prov", verdict={}, put=[file])
        last = ledger.record(last, who="en roll", why="prov", verdict={}, put=[], taken_out=["urn:b"])
        expected = {number for number, (_, concerns) in enumerate(versions, 1) if concerns} | {last.number}
        assert ledger.concerning(THING) == expected
        assert ledger.concerning("urn:nix") == frozenset()
        for limit in range(1, len(expected) + 2):
            assert ledger.concerning(THING, limit) == set(sorted(expected)[-limit:])
        found = ledger.log(3, numbers=expected)
        assert [commit.number for commit in found] == sorted(expected)[:-4:-1]
        read = ledger.said([(5, "urn:b"), (11, "urn:b"), (5, "urn:nix")])
        assert {of: len(file.quads) for of, file in read.items()} == {(5, "urn:b"): 2, (11, "urn:b"): 3}


def test_a_history_longer_than_what_is_looked_at_at_once_is_gone_through_to_its_beginning(
    new_ledger: NewLedger,
) -> None:
    """However far apart the commits lie that concern a thing, all of them are found, or the last few."""
    with Ledger.open(new_ledger()) as ledger:
        last = ledger.record(None, who="en roll", why="prov", verdict={}, put=[_file("a", "<urn:t> <urn:p> 1 .")])
        for number in range(2, 450):
            put = [_file("b", f"<urn:x> <urn:p> {number} .")]
            if number == 240:
                put = [_file("a", "<urn:t> <urn:p> 2 ."), _file("c", "<urn:y> <urn:p> <urn:t> .")]
            last = ledger.record(last, who="en roll", why="prov", verdict={}, put=put, stated={})
        assert ledger.concerning(THING) == {1, 240}
        assert ledger.concerning(THING, 1) == {240}
        assert ledger.concerning("urn:ö") == frozenset()
