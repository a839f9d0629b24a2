"""What the service and its workers say to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import AmbiguousCodeError, QueryError, QueryTimeoutError, RedThreadError, UnknownThingError
from graph_service.model.terms import BlankNode, Iri, Literal, Table
from graph_service.store import wire
from graph_service.store.port import Answer, Graphs

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TERMS = st.one_of(
    st.sampled_from([Iri("urn:a"), Iri("https://example.org/å")]),
    st.builds(BlankNode, st.from_regex(r"[a-z][a-z0-9]*", fullmatch=True)),
    st.builds(Literal, TEXTS),
    st.builds(Literal, TEXTS, language=st.sampled_from(["sv", "en"])),
    st.builds(Literal, TEXTS, datatype=st.just("urn:datatype")),
)
TABLES = st.lists(st.dictionaries(st.sampled_from("abc"), TERMS)).map(lambda rows: Table(("a", "b", "c"), tuple(rows)))
TRIPLES = st.lists(st.tuples(TERMS, TERMS, TERMS)).map(tuple)
ANSWERS = st.builds(
    Answer, st.sampled_from(["select", "ask", "construct"]), st.sampled_from(["json", "nt"]), st.binary(), st.booleans()
)


@given(
    st.one_of(TABLES, TRIPLES, ANSWERS, st.binary(), st.booleans(), st.integers(0, 2**40), st.lists(TEXTS).map(tuple))
)
def test_what_a_method_gives_arrives_as_it_was(result: object) -> None:
    """Whatever a method of the store gives is the same on the other side."""
    data = wire.outcome(result)
    assert wire.whole(data)
    assert not wire.whole(data[:-1])
    assert wire.read_outcome(data) == result


@pytest.mark.parametrize("kind", [QueryError, QueryTimeoutError, UnknownThingError])
def test_an_error_arrives_with_what_it_carries(kind: type[RedThreadError]) -> None:
    """An error is raised on the other side with its class, its message and its values."""
    error = kind("unknown_thing", name="9Z", hint="")
    with pytest.raises(kind) as caught:
        wire.read_outcome(wire.outcome(error))
    assert type(caught.value) is kind
    assert caught.value.text("sv") == error.text("sv")


def test_an_ambiguous_name_arrives_with_its_candidates() -> None:
    """What a name could mean is listed on the other side as it was here."""
    error = AmbiguousCodeError("link_ambiguous", (("a/lank/1", ""), ("b/lank/1", "")), name="1", count=2)
    with pytest.raises(AmbiguousCodeError) as caught:
        wire.read_outcome(wire.outcome(error))
    assert caught.value.candidates == error.candidates
    assert caught.value.text("sv") == error.text("sv")


def test_a_fault_arrives_with_its_traceback() -> None:
    """An exception that nobody foresaw is raised on the other side as a fault, with the place where it arose."""
    try:
        wire.parts(b"")
    except Exception as error:  # noqa: BLE001 -- any will do
        data = wire.outcome(error)
    with pytest.raises(RuntimeError, match=r"(?s)wire\.py.*struct\.error"):
        wire.read_outcome(data)


def test_a_request_arrives_as_it_was() -> None:
    """A request carries the method, its arguments and its time."""
    graphs = Graphs(("urn:a",), ())
    data = wire.request("answer", ("ASK {}", None), {"table": "csv", "graphs": graphs}, 2.5)
    assert wire.read_request(data) == ("answer", ["ASK {}", None], {"table": "csv", "graphs": graphs}, 2.5)


def test_other_frames_are_no_outcome() -> None:
    """A frame that is of no kind that the service knows becomes nothing."""
    for header in (["run", "x"], ["error", "SystemExit", "x", {}], {"answer": 1}, None):
        with pytest.raises((ValueError, KeyError)):
            wire.read_outcome(wire.frame(header))
