"""Answers as two worlds have them in common: without what was made for the answer itself."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from backend.tests.core.world import Ids, World

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
DUE = re.compile(r'"next_at":"[^"]*"')  # a moment before now
# What comes new into a set is numbered after all that is there, also after what one does not know of.
NUMBERS = re.compile(r'("id":"<new>"[^{}]*?"position":)\d+(,"name":"Package )\d+')
# Random, or signed with a new id or a time: signing in, refreshing, joining, tokens.
TOKENS = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]+|<new>\.\d+\.[\w-]+|\b[0-9A-Z]{5}-[0-9A-Z]{5}\b|\b(?:iso|whsec)_[\w-]{4,}"
)


def as_told(text: str, asked_at: datetime) -> str:
    """An answer without what was made for it: ids and times that are not older than the question, and tokens."""
    since = int(asked_at.timestamp() * 1000)

    def new_uuid(found: re.Match[str]) -> str:
        return "<new>" if int(found[0].replace("-", "")[:12], 16) >= since else found[0]

    def new_time(found: re.Match[str]) -> str:
        return "<now>" if datetime.fromisoformat(found[0]) >= asked_at else found[0]

    told = TOKENS.sub("<token>", TIMES.sub(new_time, UUIDS.sub(new_uuid, DUE.sub("<due>", text))))
    return NUMBERS.sub(r"\1<number>\2<number>", told)


def about(body: Any, world: World, ids: Ids) -> Any:
    """A body that names the world's things, naming these instead."""
    text = json.dumps(body)
    for name, value in world.ids.items():
        if name in ids and len(value) > 8:
            text = text.replace(value, ids[name])
    return json.loads(text)


def moment() -> datetime:
    return datetime.now(UTC)
