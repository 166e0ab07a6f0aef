"""Server-sent events: one stream per browser, at most one look a second, no transaction open between looks."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

INTERVAL_SECONDS = 1.0
PING_EVERY = 15

Look = Callable[[], Awaitable[list[tuple[str, Any]]]]


def as_event(name: str, data: Any) -> str:
    """One event of the WHATWG event stream format."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


async def event_stream(look: Look, is_over: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
    """What `look` finds, every second, until the other side has gone; a ping in between keeps proxies awake."""
    yield as_event("ping", {})
    tick = 0
    while not await is_over():
        for name, data in await look():
            yield as_event(name, data)
        tick += 1
        if tick % PING_EVERY == 0:
            yield as_event("ping", {})
        await asyncio.sleep(INTERVAL_SECONDS)
