"""A file whose sending is cut again and again arrives whole: over a real socket, into a folder and into S3."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from backend.tests.contract.server import Server, made, running_server
from backend.tests.services import s3_server

PIECE_BYTES = 4 * 2**20
FILE_BYTES = 3 * PIECE_BYTES + 4711
CUTS = 20
NOTICED_SECONDS = 10.0


@pytest.fixture(scope="module", params=["folder", "s3"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "folder":
        with running_server(folder) as server:
            yield server
        return
    with s3_server() as variables:
        assert httpx.put(f"{variables['AWS_ENDPOINT']}/uploads").status_code == 200
        with running_server(folder, ISOCENTER_STORAGE_URL="s3://uploads", **variables) as server:
            yield server


class Sender:
    """Sends one file as a browser would: asks where to go on, and sends the next piece from there."""

    def __init__(self, server: Server, client: httpx.Client, content: bytes) -> None:
        self.server, self.client, self.content = server, client, content
        self.upload_id = made(client, "/uploads", set_id=server.known["set_id"])
        self.address = f"/uploads/{self.upload_id}/files?path=long.dcm"

    def state(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get(self.address).raise_for_status().json()
        return told

    def send_next(self) -> None:
        head, body = self._next()
        answer = self.client.put(self.address, content=body, headers=head)
        assert answer.status_code in (200, 202, 409), answer.text

    def send_next_but_cut(self, share: float) -> None:
        """Write a part of the request to the socket, and hang up."""
        head, body = self._next()
        place = urlsplit(self.server.url)
        lines = [f"PUT /api/v1{self.address} HTTP/1.1", f"Host: {place.netloc}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in {**self.server.headers, **head}.items()]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        with socket.create_connection((place.hostname, place.port), timeout=30) as connection, suppress(OSError):
            connection.sendall(request[: int(share * len(request))])

    def _next(self) -> tuple[dict[str, str], bytes]:
        start = self.state()["received_bytes"]
        body = self.content[start : start + PIECE_BYTES]
        return {
            "Content-Range": f"bytes {start}-{start + len(body) - 1}/{len(self.content)}",
            "X-Content-SHA256": sha256(self.content).hexdigest(),
        }, body


@pytest.mark.parametrize("seed", [1, 2])
def test_a_sending_cut_at_random_bytes_goes_on(server: Server, seed: int) -> None:
    chance = random.Random(seed)
    content = chance.randbytes(FILE_BYTES)
    with server.client() as client:
        sender = Sender(server, client, content)
        received, cuts = 0, 0

        while not sender.state()["is_whole"]:
            if cuts < CUTS:
                cuts += 1
                sender.send_next_but_cut(chance.random() ** 3)  # more often soon than late
            else:
                sender.send_next()
            before, received = received, sender.state()["received_bytes"]
            assert received >= before

        report = client.get(f"/uploads/{sender.upload_id}/report.csv").text
        assert cuts > 1
        assert f"long.dcm,{FILE_BYTES},{sha256(content).hexdigest()}," in report
        assert client.post(f"/uploads/{sender.upload_id}/finish").status_code == 202


def test_what_arrived_before_a_cut_is_not_sent_again(server: Server) -> None:
    with server.client() as client:
        sender = Sender(server, client, random.Random(3).randbytes(FILE_BYTES))

        sender.send_next_but_cut(0.9)

        deadline = time.monotonic() + NOTICED_SECONDS
        while not (received := sender.state()["received_bytes"]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert 0.8 * PIECE_BYTES < received < PIECE_BYTES
