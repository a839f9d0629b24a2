"""The keeper: what it holds after a commit of its own is what anybody reads from the ledger then."""

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from bench.generate import generate
from bench.plans.world import World
from graph_service.errors import JudgingError
from graph_service.keeper.process import Keeper
from graph_service.keeper.request import Answer, Between, Sent
from graph_service.ledger import current
from graph_service.ledger.ledger import Ledger
from graph_service.plans.judgement import Judged
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger of invented plans."""
    generate(World(2, 1), tmp_path / "plans")
    with Ledger.open(str(tmp_path / "ledger.sqlite")) as ledger:
        files = snapshot.read_files([tmp_path / "plans"], Settings())
        ledger.record(None, who="test", why="Påhittade planer.", verdict={}, put=files)
        yield ledger


def _sent(plan: GraphFile, text: str, *, publish: bool) -> Sent:
    target = plan.graph.partition("/utgava/")[0]
    return Sent(target, "plan", plan.path.name, text.encode(), publish=publish, who="test", why="Andra ord.")


def test_what_is_held_after_a_commit_is_what_the_ledger_says(ledger: Ledger, tmp_path: Path) -> None:
    """After checking and publishing, time and again, dataset, verdict and reviews are those of the ledger read anew."""
    keeper = Keeper(Settings(ledger=str(tmp_path / "ledger.sqlite")))
    plan = next(file for file in ledger.files(1) if "/utgava/" in file.graph and "exempelkommun-1-" in file.path.name)
    texts = (
        plan.text.replace('"@sv', ' ändrad"@sv'),
        plan.text,
        re.sub(r"(/lank/[^>]*)>", r"\1-ny>", plan.text),
        "\n\n".join(block for block in plan.text.split("\n\n") if "/aktivitet/2>" not in block),
    )
    for number, text in enumerate(texts, 2):
        for publish in (False, True):
            if number % 2:  # by a child that stands ready, or by one that is forked when it is needed
                keeper.prepare(wait=True)
            answer = Answer.read(keeper.answer(_sent(plan, text, publish=publish).frame()))
            assert answer.changed
            assert answer.accepted, answer.report.decode()
        assert answer.commit is not None
        assert answer.commit["number"] == number
        keeper.catch_up()
        held = keeper._now  # noqa: SLF001 -- what it goes on with is what this is about
        read = Judged.of(ledger.dataset(number, today=current.today()))
        assert set(map(str, held.snapshot.store.quads())) == set(map(str, read.snapshot.store.quads()))
        assert held.snapshot.kept == read.snapshot.kept
        assert held.verdict.triples == read.verdict.triples
        found = [[(one.shape, one.focus, one.messages, one.mend) for one in it.verdict.findings] for it in (held, read)]
        assert found[0] == found[1]
        assert not list(ledger.faults())
    keeper.catch_up()
    assert keeper._now is held  # noqa: SLF001
    unchanged = Answer.read(keeper.answer(_sent(plan, texts[-1], publish=True).frame()))
    assert (unchanged.accepted, unchanged.changed, unchanged.commit) == (True, False, None)


def test_a_child_that_is_lost_is_told_and_the_next_one_judges(ledger: Ledger, tmp_path: Path) -> None:
    """If the process that stands ready is killed, one change is told so; nothing is kept, and it can be sent again."""
    keeper = Keeper(Settings(ledger=str(tmp_path / "ledger.sqlite")))
    plan = next(file for file in ledger.files(1) if "exempelkommun-1-" in file.path.name)
    sent = _sent(plan, plan.text.replace('"@sv', ' ändrad"@sv'), publish=True)
    keeper.prepare()
    assert keeper._waiting is not None  # noqa: SLF001 -- that it is killed is what this is about
    child = keeper._waiting[0]  # noqa: SLF001
    assert child.ready()
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(JudgingError):
        Answer.read(keeper.answer(sent.frame()))
    head = ledger.head()
    assert head is not None
    assert head.number == 1
    assert Answer.read(keeper.answer(sent.frame())).commit is not None


def test_a_child_that_stands_ready_is_not_asked_about_what_has_changed(ledger: Ledger, tmp_path: Path) -> None:
    """After somebody else's commit a change is judged on that, not on what was known when the child was forked."""
    keeper = Keeper(Settings(ledger=str(tmp_path / "ledger.sqlite")))
    plan = next(file for file in ledger.files(1) if "exempelkommun-1-" in file.path.name)
    text = plan.text.replace('"@sv', ' ändrad"@sv')
    keeper.prepare()
    changed = next(iter(snapshot.read_files([_written(tmp_path / plan.path.name, text)], Settings())))
    ledger.record(ledger.head(), who="other", why="Före.", verdict={}, put=[changed])
    answer = Answer.read(keeper.answer(_sent(plan, text, publish=True).frame()))
    assert (answer.changed, answer.commit) == (False, None)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("shorter", [False, True])
def test_what_was_judged_in_one_ledger_is_not_kept_in_another(
    ledger: Ledger,
    tmp_path: Path,
    shorter: bool,  # noqa: FBT001 -- a parameter
) -> None:
    """If another ledger takes the place of the one that a change was judged in, it is judged anew in that one."""
    place, other = tmp_path / "ledger.sqlite", tmp_path / "other.sqlite"
    plan = next(file for file in ledger.files(1) if "exempelkommun-1-" in file.path.name)
    second = next(file for file in ledger.files(1) if "exempelkommun-2-" in file.path.name)
    text, without = (file.text.replace('"@sv', ' ändrad"@sv') for file in (plan, second))
    changed = snapshot.read_files([_written(tmp_path / second.path.name, without)], Settings())
    with Ledger.open(str(other)) as replacing:
        first = replacing.record(None, who="other", why="En annan.", verdict={}, put=ledger.files(1))
        if not shorter:
            replacing.record(first, who="other", why="Före.", verdict={}, put=changed)
    ledger.record(ledger.head(), who="test", why="Borta.", verdict={}, put=changed)
    ledger.close()

    class Interrupted(Keeper):
        def _in_a_child(self, data: bytes) -> tuple[dict[str, object], bytes]:
            judged = super()._in_a_child(data)
            if other.exists():
                other.replace(place)
            return judged

    answer = Answer.read(Interrupted(Settings(ledger=str(place))).answer(_sent(plan, text, publish=True).frame()))
    assert answer.commit is not None
    with Ledger.open(str(place)) as after:
        assert [commit.why for commit in after.log(5)] == ["Andra ord.", *([] if shorter else ["Före."]), "En annan."]
        assert not list(after.faults())


def test_what_a_change_broke_is_what_was_told_before_it_was_made(ledger: Ledger, tmp_path: Path) -> None:
    """A plan without one of its activities: asked of afterwards, by the numbers of the changes, it is told the same."""
    keeper = Keeper(Settings(ledger=str(tmp_path / "ledger.sqlite")))
    plan = next(file for file in ledger.files(1) if "/aktivitet/2> a rt:Activity" in file.text)
    fewer = "\n\n".join(block for block in plan.text.split("\n\n") if "/aktivitet/2>" not in block)
    answers = [
        Answer.read(keeper.answer(replace(_sent(plan, fewer, publish=publish), compared=True).frame()))
        for publish in (False, True)
    ]
    difference = answers[0].difference
    assert difference is not None
    assert [one["iri"].rpartition("/")[2] for one in difference["elements"]["removed"]] == ["2"]
    before = [one["text"] for one in orjson.loads(answers[0].report)["breaks"]]
    assert before
    target = plan.graph.partition("/utgava/")[0]
    os.environ["REDTHREAD_LEDGER"], kept = str(tmp_path / "ledger.sqlite"), os.environ["REDTHREAD_LEDGER"]
    try:
        asked = Between(target, "plan", 1, 2)
        made = Answer.read(keeper.answer(asked.frame()))
        same = Answer.read(keeper.answer(Between(target, "plan", 2, 2).frame()))
    finally:
        os.environ["REDTHREAD_LEDGER"] = kept
    assert [one["text"] for one in orjson.loads(made.report)["breaks"]] == before
    assert (same.changed, orjson.loads(same.report)["breaks"]) == (False, [])
    assert ledger.commit("HEAD").number == 2
