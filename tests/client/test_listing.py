"""Lists in pages: fetched when they are come to, from one snapshot, and nothing else than they should be."""

import json
from collections.abc import Iterator

import pytest
import stranger
from stranger import Stranger

from graph_service.client.answers import Elements, Snapshot
from graph_service.client.connection import Connection
from graph_service.client.listing import Listing
from graph_service.errors import RemoteError

VERDICT = {"conforms": True, "violations": 0, "warnings": 1, "infos": 2}


@pytest.fixture
def other() -> Iterator[Stranger]:
    """Give a server that says whatever a test has it say."""
    with Stranger({}) as running:
        yield running


def _page(titles: list[str], *, snapshot: str = "one", following: str = "") -> bytes:
    entry: dict[str, object] = {"iri": "urn:a", "kind": "Goal", "code": None, "plan": "urn:p", "plan_title": None}
    entry |= {"level": None, "position": 1, "locator": None}
    meta = {"snapshot": snapshot, "verdict": VERDICT, "sparql": None, "count": 2, "total": 4, "truncated": True}
    body = json.dumps({"meta": meta, "items": [{**entry, "title": title} for title in titles]}).encode()
    headers = {"X_Snapshot": snapshot, "Content_Type": "application/json"}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    return stranger.answer(body, **headers)


def _elements(other: Stranger) -> Elements:
    connection = Connection(other.url, token=None, timeout=30.0, lang="sv")
    return Elements(connection, connection.get("/first"))


def test_pages_are_fetched_when_they_are_come_to(other: Stranger) -> None:
    """The first page is fetched at once, the next one when the first is used up."""
    other.say("/first", _page(["a", "b"], following="/second"))
    other.say("/second", _page(["c", "d"]))
    elements = _elements(other)
    assert (len(elements), len(other.asked)) == (4, 1)
    going = iter(elements)
    assert ([next(going).title for _ in range(2)], len(other.asked)) == (["a", "b"], 1)
    assert ([entry.title for entry in going], len(other.asked)) == (["c", "d"], 2)


def test_list_of_two_snapshots_is_refused(other: Stranger) -> None:
    """Where the plans are exchanged between two pages, the list ends with an error and not with a mixture."""
    other.say("/first", _page(["a"], following="/second"))
    other.say("/second", _page(["b"], snapshot="two"))
    going = iter(_elements(other))
    assert next(going).title == "a"
    with pytest.raises(RemoteError) as caught:
        next(going)
    assert caught.value.key == "service_changed"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"meta": {}}',
        b'{"meta": {"snapshot": 1}, "items": []}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_page_that_is_none_is_told(other: Stranger, body: bytes) -> None:
    """What is no page is told as unreadable, with the address and the version of the client."""
    other.say("/first", stranger.answer(body, X_Snapshot="one"))
    with pytest.raises(RemoteError) as caught:
        list(_elements(other))
    assert caught.value.key == "service_unreadable"
    assert other.url in str(caught.value)


def test_entry_that_is_none_is_told_with_its_place(other: Stranger) -> None:
    """An entry that lacks something is told with its place in the page."""
    meta = {"snapshot": "one", "verdict": VERDICT, "sparql": None, "count": 1, "total": 1, "truncated": False}
    other.say("/first", stranger.answer(json.dumps({"meta": meta, "items": [{}]}).encode(), X_Snapshot="one"))
    with pytest.raises(RemoteError, match=r"0\.iri: Field required"):
        list(_elements(other))


def test_member_that_is_missing_is_told(other: Stranger) -> None:
    """A list that lacks what is to be said of it as a whole is told as unreadable."""
    other.say("/first", _page(["a"]))
    connection = Connection(other.url, token=None, timeout=30.0, lang="sv")
    with pytest.raises(RemoteError) as caught:
        Snapshot(connection, connection.get("/first"))
    assert caught.value.key == "service_unreadable"


def test_every_kind_of_list_says_what_its_entries_are() -> None:
    """Each class of list names the class of its entries."""
    assert all(hasattr(kind, "entry") for kind in Listing.__subclasses__())
