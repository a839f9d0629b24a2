"""What the ledger keeps with links: what their ends said, of every change, whatever program made it."""

import os
from pathlib import Path

import psycopg
import pyoxigraph as ox
import pytest
import sqlalchemy
from databases import NewLedger

from graph_service.errors import LedgerError
from graph_service.ledger import backup, schema
from graph_service.ledger.faults import Fault
from graph_service.ledger.ledger import Ledger
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.store.links import Links

pytestmark = pytest.mark.xdist_group("ledger")

LINK = "urn:link"
PREFIXES = "PREFIX rt: <https://w3id.org/redthread/ns#> PREFIX dcterms: <http://purl.org/dc/terms/>"


def file(name: str, turtle: str) -> GraphFile:
    """Give a file with some statements."""
    graph = ox.NamedNode(f"urn:{name}")
    parsed = ox.parse(f"{PREFIXES} {turtle}", format=ox.RdfFormat.TURTLE)
    quads = tuple(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed)
    return GraphFile(Path(f"{name}.ttl"), graph.value, quads, turtle)


def texts(start: str, end: str) -> GraphFile:
    """Give a file with what the ends of the link say."""
    return file("texts", f'<urn:a> a rt:Activity ; dcterms:title "{start}"@sv . <urn:b> dcterms:title "{end}"@sv .')


def link(quote: str, validity: str = "valid") -> GraphFile:
    """Give a file with the link."""
    said = f'rt:relation rt:contributesTo ; rt:validity rt:{validity} ; rt:quote "{quote}"@sv'
    return file("link", f"<{LINK}> a rt:Link ; rt:from <urn:a> ; rt:to <urn:b> ; {said} .")


def put(ledger: Ledger, *files: GraphFile, gone: tuple[str, ...] = ()) -> None:
    """Commit some files."""
    ledger.record(ledger.head(), who="en roll", why="prov", verdict={}, put=files, taken_out=gone)


def validity(ledger: Ledger, number: int) -> str:
    """Tell how the link stands after a change."""
    return Links(ledger.files(number)).standing(LINK, ledger.kept(number)).validity


HISTORY = ("valid", "suspect", "valid", "suspect", "valid", "suspect", "suspect")
"""How the link stands after each change that ``written`` makes."""


def written(ledger: Ledger) -> None:
    """Write a history in which the link becomes suspect and valid in all the ways that files can make it so."""
    put(ledger, texts("Ett", "Två"), link("Så"))
    put(ledger, texts("Ett", "Tre"))
    put(ledger, texts("  Ett ", "Två"))  # as it was, but for white space
    put(ledger, texts("Fyra", "Tre"))
    put(ledger, link("Så här"))  # looked at anew
    put(ledger, link("Så"))  # taken back
    put(ledger, gone=("urn:texts",))  # an end that is gone says nothing


def test_a_link_is_suspect_as_long_as_an_end_says_something_else(url: str) -> None:
    """Each change tells how the link stands after it, in both kinds of database, and whenever it is asked."""
    with Ledger.open(url) as ledger:
        written(ledger)
        assert tuple(validity(ledger, number) for number in range(1, 8)) == HISTORY
        assert {of.link: row.number for of, row in ledger.reviewed(4).items()} == {LINK: 1}
        assert sorted(row.number for row in ledger.reviewed(7).values()) == [1, 5]
        assert not list(ledger.faults())


def _changed(url: str, *statements: str) -> None:
    engine = sqlalchemy.create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize("lost", ["DELETE FROM {} WHERE number IN (1, 2, 5)", "DROP TABLE {}"])
def test_a_ledger_of_an_earlier_program_lacks_nothing(url: str, lost: str) -> None:
    """What an earlier program has not kept is worked out from the history, and kept with the next change."""
    with Ledger.open(url) as ledger:
        written(ledger)
        rows = ledger.reviewed(7)
    _changed(url, *(lost.format(table) for table in ("reviewed", "gathered")))
    with Ledger.open(url) as ledger:
        assert ledger.reviewed(7) == rows
        assert tuple(validity(ledger, number) for number in range(1, 8)) == HISTORY
        assert not list(ledger.faults())
        put(ledger, texts("Ett", "Två"))
        assert not list(ledger.faults())
    _changed(url, "DELETE FROM changes WHERE number = 1")  # nothing is worked out from here on
    with Ledger.open(url) as ledger:
        assert ledger.reviewed(8) == rows


def test_a_ledger_that_cannot_be_written_is_read_as_before(postgresql: str) -> None:
    """Whoever may only read an old ledger is told how its links stand, and leaves it as it is."""
    with psycopg.connect(postgresql.replace("+psycopg", "") + "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE read_only_{os.getpid()}".encode())
    url = f"{postgresql}read_only_{os.getpid()}"
    with Ledger.open(url) as ledger:
        written(ledger)
    _changed(url, "DROP TABLE reviewed", "DROP TABLE gathered")
    with Ledger.open(f"{url}?options=-c%20default_transaction_read_only%3Don") as ledger:
        assert tuple(validity(ledger, number) for number in range(1, 8)) == HISTORY
        with pytest.raises(LedgerError):
            put(ledger, texts("Ett", "Två"))
    with Ledger.open(url) as ledger:
        assert len(ledger.log(100)) == 7


@pytest.mark.parametrize(
    "damage", ["UPDATE reviewed SET to_hash = from_hash WHERE number = 5", "DELETE FROM reviewed WHERE number = 5"]
)
def test_what_does_not_follow_from_the_history_is_found(url: str, damage: str) -> None:
    """Whoever changes what is kept with a link, to make it seem reviewed, is found out."""
    with Ledger.open(url) as ledger:
        written(ledger)
    _changed(url, damage)
    with Ledger.open(url) as ledger:
        assert list(ledger.faults()) == [Fault("reviewed", LINK)]


def test_it_is_copied_with_the_ledger(new_ledger: NewLedger, tmp_path: Path) -> None:
    """A backup, and what is restored from it, keep the same with each link; of an old ledger too."""
    url, file_ = new_ledger(), tmp_path / "copy.sqlite"
    with Ledger.open(url) as ledger:
        written(ledger)
        rows = ledger.reviewed(7)
    assert backup.backup(url, file_) == 7
    engine = sqlalchemy.create_engine(f"sqlite:///{file_}")
    with engine.connect() as connection:
        assert connection.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(schema.gathered)) == 7
    engine.dispose()
    other = new_ledger()
    assert backup.restore(file_, other) == 7
    with Ledger.open(other) as ledger:
        assert ledger.reviewed(7) == rows
        assert not list(ledger.faults())


def test_each_shipped_link_is_kept_with_what_its_ends_say(tmp_path: Path) -> None:
    """The first change keeps all links, and none of them is suspect."""
    shipped = snapshot.shipped_files(Settings())
    with Ledger.open(str(tmp_path / "plan.sqlite")) as ledger:
        put(ledger, *shipped)
        kept = ledger.kept(1)
    links = Links(shipped)
    assert {of.link for of in kept} == set(links.links)
    assert {standing.validity for standing in links.standings(kept)} == {"valid"}
