"""A real server with a little in it, for tests that talk to it from outside."""

import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from backend.tests.services import free_port, serving

ADMIN = {"email": "admin@contract.example", "password": "only-for-this-test-run"}
IMPORT_SECONDS = 30.0


@dataclass
class Server:
    url: str
    headers: dict[str, str]
    # Path parameter → the id of something that is there.
    known: dict[str, str] = field(default_factory=dict)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=self.headers, timeout=30)


@contextmanager
def running_server(folder: Path, **variables: str) -> Iterator[Server]:
    """Serve an embedded product, with more variables in its environment if need be."""
    port = free_port()
    environment = {
        **os.environ,
        "ISOCENTER_DATA_DIR": str(folder / "data"),
        "ISOCENTER_PORT": str(port),
        "ISOCENTER_WORKER_PROCESSES": "1",
        "ISOCENTER_SIGN_IN_TRIES_PER_MINUTE": "10000",
        "ISOCENTER_FIRST_ADMIN_EMAIL": ADMIN["email"],
        "ISOCENTER_FIRST_ADMIN_PASSWORD": ADMIN["password"],
        **variables,
    }
    command = [sys.executable, "-m", "backend.cli", "serve"]
    with serving(command, folder / "log", port, environment=environment):
        url = f"http://127.0.0.1:{port}"
        answer = httpx.post(f"{url}/api/v1/auth/token", json=ADMIN)
        token = answer.raise_for_status().json()["access_token"]
        server = Server(url, {"Authorization": f"Bearer {token}"})
        furnish(server)
        yield server


def furnish(server: Server) -> None:
    """Make one of each thing that a path can name."""
    known = server.known
    with server.client() as client:
        known["group_id"] = made(client, "/groups", name="Readers")
        known["set_id"] = made(client, f"/groups/{known['group_id']}/sets", name="Photographs", task="detection")
        known["label_id"] = made(client, f"/sets/{known['set_id']}/labels", name="Nodule", color="#E69F00")
        known["upload_id"] = made(client, "/uploads", set_id=known["set_id"])
        bring(client, known["upload_id"])
        sample = client.get(f"/sets/{known['set_id']}/samples").raise_for_status().json()["items"][0]
        known["sample_id"], known["image_id"] = sample["id"], sample["images"][0]["id"]
        known["package_id"] = made(client, f"/sets/{known['set_id']}/packages/claim")
        path = f"/packages/{known['package_id']}/samples/{known['sample_id']}/examination"
        known["examination_id"] = made(client, path)
        me = client.get("/auth/me").raise_for_status().json()
        known["user_id"], known["organization_id"] = me["id"], me["organizations"][0]["id"]
        known["invitation_id"] = made(
            client, f"/groups/{known['group_id']}/invitations", note="For whom it may concern"
        )
        known["job_id"] = client.get("/jobs").raise_for_status().json()["items"][0]["id"]


def made(client: httpx.Client, path: str, **body: Any) -> str:
    answer = client.post(path, json=body) if body else client.post(path)
    identity: str = answer.raise_for_status().json()["id"]
    return identity


def bring(client: httpx.Client, upload_id: str) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (32, 24), "teal").save(picture, "PNG")
    path = f"/uploads/{upload_id}"
    client.put(f"{path}/files", params={"path": "teal.png"}, content=picture.getvalue()).raise_for_status()
    client.post(f"{path}/finish").raise_for_status()
    deadline = time.monotonic() + IMPORT_SECONDS
    while (state := client.get(path).raise_for_status().json()["state"]) != "done":
        assert state == "processing", state
        assert time.monotonic() < deadline, "the import did not end"
        time.sleep(0.1)
