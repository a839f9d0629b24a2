"""How the benchmark of long histories makes them and tells what they cost."""

import re
from pathlib import Path

from bench import history
from bench.plans.world import World
from graph_service.ledger.ledger import Ledger


def test_two_histories_begin_alike_and_are_asked_the_same(tmp_path: Path) -> None:
    """The long history is the short one with more commits after it; each question has a row with two times."""
    head, blank, titles, line, *rows = history.measure(tmp_path, 12, World(4, 1, seed=3), repetitions=1)
    assert re.match(r"12 commits over \d+ plans with \d+ triples", head)
    assert (blank, titles.count("|"), line.count("|")) == ("", 5, 5)
    assert all(re.fullmatch(r"\| .+ \| [\d.]+ ms \| [\d.]+ ms \| [\d.]+ × \|", row) for row in rows)
    assert len({row.split("|")[1] for row in rows}) == len(rows) == 15
    with Ledger.open(str(tmp_path / "few.sqlite")) as few, Ledger.open(str(tmp_path / "many.sqlite")) as many:
        short, long = few.log(100), many.log(100)
        assert (len(short), len(long)) == (10, 12)
        assert [commit.changes for commit in short] == [commit.changes for commit in long[2:]]
        assert all(commit.changes for commit in long)
        assert [*few.faults(), *many.faults()] == []
        assert few.files(10) != many.files(12)
