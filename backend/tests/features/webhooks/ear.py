"""Hears webhooks, as the server of somebody else would."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from backend.models.group import Group
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.tests.factories.users import Client, sign_in

SET_EVENTS = ["set.updated", "package.claimed", "group.updated"]


@dataclass
class Ear:
    """A server on loopback that hears webhooks."""

    port: int = 0
    status: int = 200
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.splitlines()[1:])}
        self.heard.append((headers, await reader.readexactly(int(headers["content-length"]))))
        extra = "Location: http://127.0.0.1:1/\r\n" if self.status == 302 else ""
        writer.write(f"HTTP/1.1 {self.status} X\r\n{extra}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()


async def listen(client: Client, group: Group, lead: User, ear: Ear, *events: str) -> dict[str, Any]:
    sign_in(client, lead)
    body = {"url": f"http://127.0.0.1:{ear.port}/in", "events": events or SET_EVENTS}
    answer = await client.post(f"/api/v1/groups/{group.id}/webhooks", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def rename(client: Client, sample_set: SampleSet, name: str = "Renamed") -> None:
    assert (await client.patch(f"/api/v1/sets/{sample_set.id}", json={"name": name})).status_code == 200


def events_of(ear: Ear) -> list[str]:
    return [json.loads(body)["event"] for _, body in ear.heard]
