"""Giving up what nobody waits for any more."""

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

T = TypeVar("T")

SOON: Final = 0.05
"""Seconds in which an answer may come before it is looked whether anybody is still there, which takes time as well."""


async def unless_left(receive: Receive, work: Awaitable[T]) -> T:
    """Wait for an answer, but no longer than the client does.

    Args:
        receive: Tells when the client leaves; the whole body of its request has come.
        work: What gives the answer; cancelled when the client leaves.

    Returns:
        The answer.

    Raises:
        ClientDisconnect: If the client left before.
    """
    loop = asyncio.get_running_loop()
    waiting = asyncio.current_task()
    left = False
    watch: asyncio.Task[None] | None = None

    async def watched() -> None:
        nonlocal left
        while (await receive())["type"] != "http.disconnect":
            pass
        left = True
        if waiting is not None:
            waiting.cancel()

    def begin() -> None:
        nonlocal watch
        watch = loop.create_task(watched())

    timer = loop.call_later(SOON, begin)
    try:
        return await work
    except asyncio.CancelledError:
        if left and waiting is not None and not waiting.uncancel():
            raise ClientDisconnect from None
        raise
    finally:
        timer.cancel()
        if watch is not None:
            watch.cancel()
