"""A service with a small invented ledger, its tokens, and what is sent to its pages: for tests that publish."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import decided_ledger
import serving

from graph_service.ledger.ledger import Ledger
from graph_service.ledger.tokens import Tokens

EARLY: Final = decided_ledger.EARLY
LATE: Final = decided_ledger.LATE
GOALS: Final = ("Ett påhittat mål", decided_ledger.OTHER_WORDS)
"""What the two goals of the early plan say."""
LARGEST: Final = 200_000
"""Most bytes of a plan."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[serving.Server, str]]:
    """Serve the ledger; when the block ends, it must be whole, and no fault may have happened."""
    place = decided_ledger.make(folder)
    running = serving.start(
        folder / "log",
        REDTHREAD_LEDGER=place,
        REDTHREAD_FOLLOW_SECONDS="0.2",
        REDTHREAD_UPLOAD_BYTES=str(LARGEST),
        REDTHREAD_WRITE_RATE="1000",
    )
    yield running, place
    assert running.stop() == 0
    assert '"fault"' not in running.log.read_text(encoding="utf-8")
    with Ledger.open(place) as ledger:
        assert not list(ledger.faults())


def token(ledger: str, *scopes: str) -> str:
    """Make a token."""
    moment = datetime.now(UTC)
    with Tokens(ledger) as tokens:
        return tokens.create(scopes, holder="en roll", expires=moment + timedelta(days=1), moment=moment).text


def known(ledger: str, name: str = EARLY) -> str:
    """Give the text of a plan as it is known now."""
    with Ledger.open(ledger) as opened:
        head = opened.commit("HEAD").number
        (graph,) = [one for one in opened.state(head) if f"/{name}/utgava/" in one]
        return opened.texts(head, [graph])[graph]


def last(ledger: str) -> int:
    """Give the number of the last change."""
    with Ledger.open(ledger) as opened:
        return opened.commit("HEAD").number
