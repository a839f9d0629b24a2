"""``redthread --url``: a running service is asked, and the answers are those that the shipped plans give here."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import serving

if TYPE_CHECKING:
    from conftest import Redthread

pytestmark = pytest.mark.xdist_group("server")

GOAL = "fyrbodal-2020-2022/effektmal/4B"
ORDERED = "SELECT ?plan ?title { ?plan a rt:Plan ; dcterms:title ?title } ORDER BY ?plan ?title"


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", ORDERED),
        ("query", ORDERED, "--format", "csv"),
        ("query", ORDERED, "--format", "tsv"),
        ("query", ORDERED, "--format", "xml"),
        ("query", "ASK { ?s a rt:Vision }", "--lang", "sv"),
        ("query", "ASK {\n ?s ?p }"),
        ("ask", "vad-leder-till", "-p", "goal=4B"),
        ("ask", "vad-leder-till", "-p", "goal=4B", "--format", "json", "--lang", "sv"),
        ("ask", "vad-leder-till", "-p", "goal=4B", "--sparql"),
        ("ask", "vad-leder-till", "-p", "mål=4B"),
        ("ask", "vad-leder-till", "-p", "limit=1"),
        ("ask", "vad-leder-til"),
        ("questions",),
        ("questions", "--format", "tsv", "--lang", "sv"),
        ("questions", "pagar-under-ar", "--lang", "sv"),
        ("questions", "nothing"),
        ("trace", GOAL, "--evidence", "--lang", "sv"),
        ("trace", "4B", "--up", "--depth", "1"),
        ("trace", "4B", "--stated-only", "--format", "json"),
        ("show", GOAL, "--lang", "sv"),
        ("show", "4B", "--format", "json"),
        ("succession", "vastkom-2019", "--lang", "sv"),
        ("succession", "vastkom-2019", "--format", "json"),
        ("succession", "vastkom-2018"),
        ("stats",),
        ("stats", "--format", "csv"),
        ("search", "digital infrastruktur", "--lang", "sv"),
        ("search", "digital", "--kind", "EffectGoal", "--limit", "3", "--format", "json"),
        ("export", "--format", "nquads"),
        ("export", "--graph", "vastkom-2019/utgava/2019", "--format", "turtle"),
        ("export", "--graph", "https://w3id.org/redthread/ns", "--format", "ntriples"),
        ("export", "--graph", "nothing"),
    ],
    ids=" ".join,
)
def test_service_and_shipped_plans_answer_the_same(
    redthread: "Redthread", redthread_process: "Redthread", server: serving.Server, arguments: tuple[str, ...]
) -> None:
    """A command writes the same, on both streams and with the same exit code, whether it asks a service or not."""
    here, there = redthread(*arguments), redthread_process(*arguments, "--url", server.url)
    assert (there.stdout, there.stderr, there.returncode) == (here.stdout, here.stderr, here.returncode)


@pytest.mark.parametrize("arguments", [("query", f"DESCRIBE <https://w3id.org/redthread/id/{GOAL}>"), ("show", GOAL)])
def test_triples_of_a_service_are_the_same(
    redthread: "Redthread", redthread_process: "Redthread", server: serving.Server, arguments: tuple[str, ...]
) -> None:
    """Triples from a service are those of the shipped plans, in whatever order."""
    form = ("--format", "nt") if arguments[0] == "query" else ("--format", "turtle")
    here, there = redthread(*arguments, *form), redthread_process(*arguments, *form, "--url", server.url)
    assert (there.returncode, there.stderr) == (0, "")
    assert sorted(there.stdout.split()) == sorted(here.stdout.split())


def test_verdict_of_a_service_is_told(redthread_process: "Redthread", server: serving.Server) -> None:
    """``validate`` tells what the service found in its plans: the same findings, with files below its own folder."""
    here, there = (
        redthread_process("validate", "--format", "json"),
        redthread_process("validate", "--format", "json", "--url", server.url),
    )
    assert there.returncode == 0
    ours, theirs = json.loads(here.stdout), json.loads(there.stdout)
    for mine, other in zip(ours["findings"], theirs["findings"], strict=True):
        assert mine.pop("file").endswith(f"/{other.pop('file')}")
    assert theirs == ours
    shown = redthread_process("validate", "--lang", "sv", "--url", server.url).stdout
    assert "Planerna håller." in shown
    assert redthread_process("validate", "--strict", "--url", server.url).returncode == 1


def test_address_may_stand_before_the_command_or_in_the_environment(
    redthread_process: "Redthread", server: serving.Server
) -> None:
    """The service is the one named after the command, else the one before it, else the environment's."""
    nowhere = "http://127.0.0.1:1"
    assert redthread_process("--url", server.url, "questions", REDTHREAD_URL=nowhere).returncode == 0
    assert redthread_process("questions", REDTHREAD_URL=server.url).returncode == 0
    assert redthread_process("--url", nowhere, "questions", "--url", server.url).returncode == 0
    assert redthread_process("questions", REDTHREAD_URL=nowhere).returncode == 2
    assert redthread_process("questions", REDTHREAD_URL="").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("serve",), "redthread serve works on plans here, and cannot ask the service at http://127.0.0.1:1."),
        (
            ("diff", "x.ttl", "y.ttl"),
            "redthread diff works on plans here, and cannot ask the service at http://127.0.0.1:1.",
        ),
        (("validate", "x.ttl"), "The service at http://127.0.0.1:1 tells how its own plans are judged."),
        (("validate", "--alone"), "The service at http://127.0.0.1:1 tells how its own plans are judged."),
        (("validate", "--engine", "pyshacl"), "The service at http://127.0.0.1:1 tells how its own plans are judged."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_only_works_here_is_told(redthread_process: "Redthread", arguments: tuple[str, ...], told: str) -> None:
    """A command, or an option, that works on plans here is refused before anything is asked or loaded."""
    for finished in (
        redthread_process("--url", "http://127.0.0.1:1", *arguments),
        redthread_process(*arguments, REDTHREAD_URL="http://127.0.0.1:1"),
    ):
        assert (finished.returncode, finished.stdout) == (2, "")
        assert finished.stderr.startswith(told)
        assert finished.stderr.lower().endswith("leave out --url and redthread_url.\n")


@pytest.mark.parametrize(
    "command",
    [
        ("query", "ASK {}"),
        ("ask", "dokument"),
        ("questions",),
        ("trace", "4B"),
        ("show", "4B"),
        ("succession", "vastkom-2019"),
        ("stats",),
        ("search", "mål"),
        ("export", "--graph", "x"),
        ("validate",),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:1", "Ingen tjänst svarar på http://127.0.0.1:1 (Connection refused). Är den igång?"),
        ("plans.example", "»plans.example« är ingen adress till en tjänst."),
        ("{0}", "{0} svarar (statuskod 200), men inte som Röda tråden gör. Kontrollera adressen."),
        ("{1}", "Svaret från {1} går inte att läsa ("),
    ],
    ids=["nobody", "no address", "stranger", "impostor"],
)
def test_missing_service_is_told_in_one_line(
    redthread_process: "Redthread", others: tuple[str, str], command: tuple[str, ...], url: str, told: str
) -> None:
    """Where there is no service of ours, every command ends with exit code 2 and one line that names the address."""
    finished = redthread_process(*command, "--lang", "sv", "--url", url.format(*others))
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told.format(*others))
    assert finished.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def others() -> Iterator[tuple[str, str]]:
    """Give the addresses of two servers that answer everything with an empty object, the second as if it were ours."""
    with _saying("") as stranger, _saying("X-Snapshot: 0\r\n") as impostor:
        yield stranger, impostor


@contextmanager
def _saying(header: str) -> Iterator[str]:
    said = f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{header}Connection: close\r\n\r\n{{}}".encode()
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)
                connection.sendall(said)

    threading.Thread(target=answer, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    listening.close()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("trace", "1"), "»1« stands for several things. Write one of these instead:\n  "),
        (("trace", "zzz"), "Nothing is called »zzz«."),
        (("show", ""), "A name is missing."),
        (("ask", "vart-leder", "-p", "element=zzz"), "Nothing is called »zzz«."),
        (("ask", "pagar-under-ar", "-p", "year=soon"), "The parameter »year« takes a year; »soon« is not that."),
        (("query", "INSERT DATA { <urn:a> <urn:b> 1 }"), "Line 1: INSERT changes data;"),
        (("query", serving.SLOW), "The query took longer than 3 seconds and was stopped."),
        (("search", " "), "There is no word to search for."),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_what_the_service_refuses_is_told_in_its_words(
    redthread_process: "Redthread", server: serving.Server, arguments: tuple[str, ...], told: str
) -> None:
    """What the service says is wrong is told in the user's language, with exit code 2 and no trace of how."""
    finished = redthread_process(*arguments, "--url", server.url)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)
    assert "Traceback" not in finished.stderr


def test_error_in_a_file_names_the_file(redthread_process: "Redthread", server: serving.Server, tmp_path: Path) -> None:
    """What a service says of a query in a file is told with the file's name before it."""
    (tmp_path / "half.rq").write_text("SELECT * {\n ?s ?p ?o\n", encoding="utf-8")
    finished = redthread_process("query", "half.rq", "--url", server.url, cwd=tmp_path)
    assert (finished.returncode, finished.stderr.startswith("half.rq: ")) == (2, True)


def test_rows_that_a_service_cuts_off_are_told(redthread_process: "Redthread", tmp_path: Path) -> None:
    """A user's own query gives the rows there are room for, and says so; a whole answer is never given in part."""
    served = serving.start(tmp_path / "log", REDTHREAD_RESULT_ROWS="5")
    try:
        for form in ("table", "csv"):
            cut = redthread_process("query", ORDERED, "--format", form, "--url", served.url)
            assert (cut.returncode, "The service gave the first rows only" in cut.stderr) == (0, True)
        refused = redthread_process("stats", "--url", served.url)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith(f"The answer has more rows than {served.url} gives at a time.")
    finally:
        assert served.stop() == 0


def test_closed_pipe_ends_a_remote_answer_quietly(server: serving.Server) -> None:
    """When the reader of a pipe stops early, an answer from a service ends as quietly as one from here."""
    program = f"{sys.executable} -m graph_service export --url {server.url}"
    command = ["bash", "-o", "pipefail", "-c", f"{program} | head -c 5"]
    finished = subprocess.run(command, capture_output=True, timeout=100, check=False)
    assert (finished.returncode, finished.stderr, len(finished.stdout)) == (0, b"", 5)
