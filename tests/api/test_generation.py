"""Snapshots come and go, and nothing of one that has gone is left."""

import asyncio
import gc
import weakref
from dataclasses import replace
from pathlib import Path

from graph_service.api import generation
from graph_service.api.admission import Admission
from graph_service.api.app import create
from graph_service.api.desk import Desk
from graph_service.api.generation import Generation, Retiring
from graph_service.api.log import Log
from graph_service.api.observe import Metrics
from graph_service.api.service import Service
from graph_service.ledger.tokens import KnownTokens
from graph_service.model.verdict import Verdict
from graph_service.settings import Settings
from graph_service.store import snapshot


async def _begun(settings: Settings, desk: Desk, metrics: Metrics) -> Generation:
    async def verdict() -> Verdict:
        return Verdict((), 0, 0, "set")

    dataset = snapshot.build([])
    made = await generation.begun(dataset, verdict(), settings, lambda service: create(service, metrics, desk), None)
    made.gather(dataset.store)
    await asyncio.to_thread(made.service.index.result)
    return made


async def _come_and_go(settings: Settings) -> None:
    """Let snapshots take each other's place."""
    metrics, retiring = Metrics(), Retiring()
    desk = Desk(Admission(KnownTokens(settings), settings, Log("warning")), None, None, 1.0)
    routes = []
    for _ in range(3):
        made = await _begun(settings, desk, metrics)
        routes.append(weakref.ref(made.application))
        gc.freeze()  # as what is served for long is
        retiring.add(made)
        del made
    await asyncio.sleep(0)
    async with asyncio.timeout(60):
        while any(one() is not None for one in routes):  # noqa: ASYNC110 -- it is looked at, not told
            await asyncio.sleep(0.05)


def test_nothing_of_a_snapshot_that_has_gone_is_left(tmp_path: Path) -> None:
    """However many snapshots take each other's place, routes and all that they answer from go with them."""
    settings = replace(Settings(), workers=1, ledger=str(tmp_path / "none.sqlite"))
    asyncio.run(_come_and_go(settings))
    gc.unfreeze()
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Service)]
