"""``redthread commit`` and ``redthread revert``: a change goes through the gate into the ledger, or leaves no trace."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graph_service import messages
from graph_service.cli.commands.commit import How, Told, make
from graph_service.cli.terminal import current_language
from graph_service.errors import StaleBaseError
from graph_service.ledger.commit import Commit
from graph_service.ledger.ledger import Ledger
from graph_service.plans import gate
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.files import GraphFile

if TYPE_CHECKING:
    from subprocess import CompletedProcess

Redthread = Callable[..., "CompletedProcess[str]"]
pytestmark = pytest.mark.xdist_group("commit")

DATA = Path(__file__).parents[2] / "data"
FYRBODAL = DATA / "subregional" / "fyrbodal-2020-2022.ttl"
LINKS = "fyrbodal-nationellt.ttl"
FEW = {FYRBODAL.name, LINKS, "nationell-digitaliseringsstrategi-2017.ttl", "organisations.ttl", "named-documents.ttl"}
TITLE = "En digital infrastruktur som möjliggör informationsutbyte"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger that has begun with a few of the shipped plans, so that each commit takes half the time."""
    place = tmp_path_factory.mktemp("begun") / "plan.sqlite"
    few = [file for file in snapshot.shipped_files(Settings()) if file.path.name in FEW]
    with Ledger.open(str(place)) as opened:
        opened.record(None, who="redthread", why="Några av planerna.", verdict={}, put=few)
    return place


@pytest.fixture
def ledger(begun: Path, tmp_path: Path) -> str:
    """Give a copy of that ledger."""
    return str(shutil.copy(begun, tmp_path / "plan.sqlite"))


@pytest.fixture
def reworded(tmp_path: Path) -> Path:
    """Give the plan of Fyrbodal with another text of goal 4B."""
    return _changed(tmp_path, f'dcterms:title "{TITLE}', f'dcterms:title "PÅHITTAD ORDALYDELSE: {TITLE}')


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Give the plan of Fyrbodal with a goal without a title."""
    return _changed(tmp_path, f'dcterms:title "{TITLE}', f'rdfs:comment "{TITLE}')


def _changed(folder: Path, old: str, new: str) -> Path:
    text = FYRBODAL.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = folder / FYRBODAL.name
    prefix = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    file.write_text(prefix + text.replace(old, new), encoding="utf-8")
    return file


def _commits(ledger: str) -> int:
    with Ledger.open(ledger) as opened:
        head = opened.head()
        assert not list(opened.faults())
        return 0 if head is None else head.number


def test_a_change_is_kept_with_who_and_why(redthread: Redthread, ledger: str, reworded: Path) -> None:
    """What holds is kept: the plans say the new, the log who and why, and it is told which links became suspect."""
    told = redthread(
        "commit", str(reworded), "-m", "Ny ordalydelse", "--who", "en roll", "--lang", "sv", REDTHREAD_LEDGER=ledger
    )
    assert told.returncode == 0, told.stderr
    assert "Behållen som ändring 2" in told.stderr
    assert "Effektmål 4B har en annan text än förut" in told.stdout
    (last, _) = json.loads(redthread("log", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    assert (last["who"], last["why"], last["changes"]) == ("en roll", "Ny ordalydelse", FYRBODAL.name)
    assert "PÅHITTAD ORDALYDELSE" in redthread("show", "4B", REDTHREAD_LEDGER=ledger).stdout
    assert "PÅHITTAD" not in redthread("show", "4B").stdout


def test_a_dry_run_tells_the_same_and_keeps_nothing(redthread: Redthread, ledger: str, reworded: Path) -> None:
    """A dry run needs no reason, tells what would come of it, and changes nothing."""
    dry = redthread("commit", str(reworded), "--dry-run", REDTHREAD_LEDGER=ledger)
    assert dry.returncode == 0
    assert _commits(ledger) == 1
    assert redthread("commit", str(reworded), "-m", "x", REDTHREAD_LEDGER=ledger).stdout == dry.stdout
    assert _commits(ledger) == 2


def test_a_change_that_brings_a_violation_is_refused(redthread: Redthread, ledger: str, broken: Path) -> None:
    """A goal without a title is refused with exit code 1, and nothing is changed; the finding is told."""
    told = redthread("commit", str(broken), "-m", "x", "--lang", "sv", "--format", "json", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 1
    body = json.loads(told.stdout)
    assert (body["accepted"], body["commit"]) == (False, None)
    assert any("4B" in finding["message"] for finding in _introduced(body))
    assert "Inget har ändrats." in told.stderr
    assert _commits(ledger) == 1


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Give a ledger with a plan that is soon judged."""
    place = str(tmp_path / "small.sqlite")
    with Ledger.open(place) as opened:
        opened.record(None, who="redthread", why="En plan.", verdict={}, put=[_register("Först")])
    return place


def _register(title: str, name: str = "lista") -> GraphFile:
    text = (
        f"@base <{Settings().base}> . @prefix rt: <https://w3id.org/redthread/ns#> . "
        "@prefix dcterms: <http://purl.org/dc/terms/> . "
        f"<register/{name}> a rt:Register ; rt:content rt:loaded ; dcterms:title '{title}'@sv ."
    )
    return files.parse(text, Path(f"{name}.ttl"), base=Settings().base)


def _made_beside(place: str, base: str | None, quicker: int) -> list[int]:
    """Have a change made while another writer is quicker some times; give the commits that it was judged on."""
    judged_on: list[int] = []

    def change(on: Commit) -> gate.Change:
        judged_on.append(on.number)
        if len(judged_on) <= quicker:
            with Ledger.open(place) as other:
                put = [_register(f"Annan {on.number}", "annan")]
                other.record(other.head(), who="en annan", why="Hann före.", verdict={}, put=put)
        return gate.Change((_register("Sedan"),))

    with Ledger.open(place) as opened:
        make(opened, base, change, Told("Ny titel", "en roll"), How(False, False, False, "table"))  # noqa: FBT003
    return judged_on


def test_a_change_is_judged_again_where_somebody_else_is_quicker(
    small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Others may make commits while it is judged: it is judged again on theirs, and all are kept."""
    assert _made_beside(small, None, quicker=4) == [1, 2, 3, 4, 5]
    told = capsys.readouterr().err
    for number in range(1, 5):
        assert told.count(messages.text("commit.again", current_language(), number=number)) == 1
    with Ledger.open(small) as opened:
        assert [one.who for one in opened.log(10)] == ["en roll", *["en annan"] * 4, "redthread"]
        assert {file.path.name for file in opened.files(6)} == {"lista.ttl", "annan.ttl"}
        assert not list(opened.faults())


@pytest.mark.parametrize(("base", "quicker", "times"), [(None, 9, 5), ("1", 1, 1), ("HEAD", 1, 1)])
def test_a_change_is_refused_where_others_are_quicker_again_and_again(
    small: str, base: str | None, quicker: int, times: int
) -> None:
    """After some times it is given up; at once, where it is said what it is based on. Nothing of it is kept."""
    with pytest.raises(StaleBaseError) as refused:
        _made_beside(small, base, quicker)
    assert refused.value.key == "ledger_stale"
    with Ledger.open(small) as opened:
        assert [one.who for one in opened.log(10)] == [*["en annan"] * times, "redthread"]


def _introduced(body: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = body["judgement"]["findings"]["introduced"]
    return found


OTHER = "nationell-digitaliseringsstrategi-2017"
OF_ANOTHER = [
    f"<{OTHER}/delmal/d-trygghet> dcterms:description 'Detta mål är struket.'@sv .",
    f"<{OTHER}/delmal/nytt> a rt:Goal ; dcterms:isPartOf <{OTHER}> .",
    f"<fritt/mal/nytt> a rt:Goal ; dcterms:isPartOf <{OTHER}> .",
]


@pytest.mark.parametrize("more", OF_ANOTHER)
@pytest.mark.parametrize("whole", [FYRBODAL, DATA / "links" / LINKS])
def test_a_plan_that_speaks_of_anothers_things_is_refused(
    redthread: Redthread, ledger: str, tmp_path: Path, whole: Path, more: str
) -> None:
    """Neither a plan nor a file of links says anything new of what another plan holds; nothing is kept."""
    file = tmp_path / whole.name
    file.write_text(f"{whole.read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")
    line = file.read_text(encoding="utf-8").split(more)[0].count("\n") + 1
    told = redthread("commit", str(file), "-m", "x", "--lang", "sv", REDTHREAD_LEDGER=ledger)
    assert (told.returncode, told.stdout) == (2, "")
    for word in (f"{whole.name}, rad {line}:", more[1:].partition(">")[0], OTHER, "ägaren"):
        assert word in told.stderr.replace("\n", " ")
    assert _commits(ledger) == 1


def test_new_warnings_are_told_and_refused_only_strictly(redthread: Redthread, ledger: str, tmp_path: Path) -> None:
    """A goal that nothing contributes to is a warning, which refuses only with --strict."""
    text = FYRBODAL.read_text(encoding="utf-8")
    lonely = tmp_path / FYRBODAL.name
    to = "rt:to <fyrbodal-2020-2022/effektmal/{}>"
    lonely.write_text(text.replace(to.format("1B"), to.format("1A")), encoding="utf-8")
    arguments = ("commit", str(lonely), "-m", "x", "--format", "json")
    strictly = redthread(*arguments, "--strict", REDTHREAD_LEDGER=ledger)
    assert strictly.returncode == 1
    assert {one["severity"] for one in _introduced(json.loads(strictly.stdout))} <= {"warning", "info"}
    assert redthread(*arguments, "--dry-run", REDTHREAD_LEDGER=ledger).returncode == 0


def test_what_the_plans_say_already_is_no_change(redthread: Redthread, ledger: str, tmp_path: Path) -> None:
    """The same statements with another comment make no commit; it is told, and that is no error."""
    text = FYRBODAL.read_text(encoding="utf-8")
    copy = tmp_path / "copy.ttl"
    copy.write_text(text + "\n# Annan kommentar.\n", encoding="utf-8")
    told = redthread("commit", str(copy), "-m", "x", "--lang", "en", REDTHREAD_LEDGER=ledger)
    assert (told.returncode, told.stdout) == (0, "")
    assert "nothing has been changed" in told.stderr
    assert _commits(ledger) == 1


def test_a_stale_base_is_told_what_changed_since(redthread: Redthread, ledger: str, reworded: Path) -> None:
    """Whoever did not know the last change is told which, by whom and what; on the last one the same change is made."""
    redthread("commit", "--remove", LINKS, "-m", "Länkar bort", "--who", "en annan roll", REDTHREAD_LEDGER=ledger)
    late = redthread("commit", str(reworded), "-m", "x", "--base", "1", REDTHREAD_LEDGER=ledger)
    assert late.returncode == 2
    for word in ("Länkar bort", "en annan roll", LINKS, "--base 2"):
        assert word in late.stderr
    assert _commits(ledger) == 2
    assert redthread("commit", str(reworded), "-m", "x", "--base", "2", REDTHREAD_LEDGER=ledger).returncode == 0


def test_a_change_is_taken_back_by_another(redthread: Redthread, ledger: str) -> None:
    """After a revert the plans are the same snapshot as before, and all three commits are in the log."""
    redthread("commit", "--remove", LINKS, "-m", "Länkar bort", REDTHREAD_LEDGER=ledger)
    without = json.loads(redthread("verify", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    back = redthread("revert", "2", REDTHREAD_LEDGER=ledger)
    assert back.returncode == 0, back.stderr
    whole = json.loads(redthread("verify", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    assert whole["triples"] > without["triples"]
    lines = json.loads(redthread("log", "--format", "json", REDTHREAD_LEDGER=ledger).stdout)
    assert [line["why"] for line in lines][:2] == ["Tar tillbaka ändring 2: Länkar bort", "Länkar bort"]
    with Ledger.open(ledger) as opened:
        assert {g: c.content for g, c in opened.state(3).items()} == {g: c.content for g, c in opened.state(1).items()}


def test_commits_can_be_compared(redthread: Redthread, ledger: str, reworded: Path) -> None:
    """Commits are compared thing by thing, by number or HEAD, and with files; one that is not there is told."""
    redthread("commit", str(reworded), "-m", "x", REDTHREAD_LEDGER=ledger)
    told = redthread("diff", "1", "HEAD", "--lang", "en", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 1
    assert "{+PÅHITTAD ORDALYDELSE:" in told.stdout
    assert "Elements: 0 new, 0 gone, 1 changed, 0 moved." in told.stdout
    assert redthread("diff", "2", "HEAD", REDTHREAD_LEDGER=ledger).returncode == 0
    assert redthread("diff", "1", str(DATA), "--format", "json", REDTHREAD_LEDGER=ledger).returncode == 1
    assert redthread("diff", "1", "7", REDTHREAD_LEDGER=ledger).returncode == 2
    assert redthread("diff", "1", "HEAD").returncode == 2


def test_what_cannot_be_taken_back_is_told(redthread: Redthread, ledger: str, reworded: Path) -> None:
    """Neither the beginning, nor what has been changed again, nor what is not there can be taken back."""
    redthread("commit", str(reworded), "-m", "a", REDTHREAD_LEDGER=ledger)
    redthread("commit", str(FYRBODAL), "-m", "b", REDTHREAD_LEDGER=ledger)
    for name in ("1", "2", "7", "zzzz"):
        told = redthread("revert", name, REDTHREAD_LEDGER=ledger)
        assert told.returncode == 2
        assert "Traceback" not in told.stderr
    assert _commits(ledger) == 3


def test_a_revert_that_another_overtakes_is_refused(ledger: str) -> None:
    """What somebody else has committed since a revert was worked out is not written over."""
    graph = ox.NamedNode("urn:g")
    with Ledger.open(ledger) as opened:

        def put(text: str) -> Commit:
            quads = (ox.Quad(graph, graph, ox.Literal(text), graph),)
            file = GraphFile(Path("g.ttl"), graph.value, quads, text)
            return opened.record(opened.commit("HEAD"), who="en roll", why=text, verdict={}, put=[file])

        put("Ett")
        second = put("Två")
        base = opened.commit("HEAD")
        change = gate.undoing(opened, base, second)
        put("Tre")
        with pytest.raises(StaleBaseError):
            opened.record(base, who="en roll", why="x", verdict={}, put=change.put, taken_out=change.taken_out)
        assert any(file.text == "Tre" for file in opened.files(4))


def test_a_dry_run_begins_no_ledger(redthread: Redthread, tmp_path: Path, reworded: Path) -> None:
    """Where there is no ledger yet, a dry run judges against the shipped plans, and leaves none; nor does a failure."""
    place = tmp_path / "none" / "plan.sqlite"
    assert redthread("commit", str(reworded), "--dry-run", REDTHREAD_LEDGER=str(place)).returncode == 0
    assert redthread("commit", "nofile.ttl", "-m", "x", REDTHREAD_LEDGER=str(place)).returncode == 2
    assert not place.parent.exists()


def test_a_name_that_several_files_have_is_told(redthread: Redthread, tmp_path: Path) -> None:
    """Of two plans in files of the same name neither is taken out by that name; by its own name it is."""
    place = str(tmp_path / "two.sqlite")
    with Ledger.open(place) as opened:
        files = [
            GraphFile(
                Path("plan.ttl"), name, (ox.Quad(ox.NamedNode(name), ox.NamedNode(name), ox.NamedNode(name)),), "#"
            )
            for name in ("urn:a", "urn:b")
        ]
        opened.record(None, who="en roll", why="x", verdict={}, put=files)
    told = redthread("commit", "--remove", "plan.ttl", "--dry-run", REDTHREAD_LEDGER=place)
    assert told.returncode == 2
    assert "urn:b" in told.stderr
    assert redthread("commit", "--remove", "urn:b", "--dry-run", REDTHREAD_LEDGER=place).returncode == 0


def test_a_file_whose_name_cannot_be_kept_is_told(redthread: Redthread, ledger: str, tmp_path: Path) -> None:
    """A name that is no text is told before anything is judged."""
    place = os.fsencode(tmp_path) + b"/\xff.ttl"
    Path(os.fsdecode(place)).write_bytes(FYRBODAL.read_bytes() + b"<https://x.example/> a <https://x.example/> .")
    told = redthread("commit", os.fsdecode(place), "-m", "x", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert _commits(ledger) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (str(FYRBODAL), "--remove", FYRBODAL.name, "-m", "x"),
        ("-m", "x"),
        ("nofile.ttl", "-m", "x"),
        (str(FYRBODAL),),
        (str(FYRBODAL), "-m", " "),
        (str(FYRBODAL), "-m", "a\nb"),
        (str(FYRBODAL), "-m", "\x1b[31mred"),
        (str(FYRBODAL), "-m", "x" * 2001),
        (str(FYRBODAL), "-m", "x", "--who", "a\tb"),
        (str(FYRBODAL), "-m", "x", "--base", "99"),
        ("--remove", "nix", "-m", "x"),
        ("--remove", "https://w3id.org/redthread/id/nix", "-m", "x"),
    ],
)
def test_half_a_change_is_refused(redthread: Redthread, ledger: str, arguments: tuple[str, ...]) -> None:
    """Without files, reason or author, or with what is not there, it is told what is missing, and nothing changes."""
    told = redthread("commit", *arguments, REDTHREAD_LEDGER=ledger)
    assert told.returncode == 2
    assert told.stderr
    assert "Traceback" not in told.stderr
    assert _commits(ledger) == 1


@pytest.mark.parametrize("content", [b"", b"@prefix", b"\xff\xfe", b"<a> <b> <c> .", b"[] a [] ."])
def test_a_file_that_cannot_be_read_changes_nothing(
    redthread: Redthread, ledger: str, tmp_path: Path, content: bytes
) -> None:
    """A file that is empty, malformed, no UTF-8 or about nothing with a name is told, and leaves no trace."""
    file = tmp_path / "x.ttl"
    file.write_bytes(content)
    told = redthread("commit", str(file), "-m", "x", REDTHREAD_LEDGER=ledger)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert _commits(ledger) == 1
