"""Work as a busy group does for some minutes on a server of its own, and watch memory: `endurance.py --minutes 10`.

Each round makes a set, uploads the artificial patients, reads every package, looks at a picture of each sample and
extracts features. Any answer that is not a success ends it; so does memory that keeps growing. Needs Linux's /proc.
"""

import argparse
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from backend.imaging.phantoms import write_demo_hospital
from backend.tests.contract.server import Server, made, running_server

POLL_SECONDS = 0.5
JOB_SECONDS = 300.0
WARM_ROUNDS = 3
GROWTH_ALLOWED = 1.5


def main(minutes: float) -> int:
    with tempfile.TemporaryDirectory(prefix="isocenter-endurance-") as folder:
        images = Path(folder, "images")
        write_demo_hospital(images)
        with running_server(Path(folder)) as server:
            memory = work_until(server, images, time.monotonic() + minutes * 60)
    if len(memory) <= WARM_ROUNDS:
        print(f"Only {len(memory)} rounds: too few to judge the memory.")
        return 0
    growth = memory[-1] / memory[WARM_ROUNDS - 1]
    print(f"{len(memory)} rounds, no failed request; memory grew to {growth:.2f} times that of round {WARM_ROUNDS}.")
    return 1 if growth > GROWTH_ALLOWED else 0


def work_until(server: Server, images: Path, deadline: float) -> list[int]:
    """Work until the deadline; give the memory in bytes after each round."""
    memory: list[int] = []
    with server.client() as client:
        while time.monotonic() < deadline:
            began = time.monotonic()
            work_one_round(client, server, images)
            memory.append(memory_of_tree(os.getpid()))
            seconds = time.monotonic() - began
            print(f"round {len(memory):3}: {seconds:6.1f} s, {memory[-1] / 2**20:7.0f} MiB", flush=True)
    return memory


def work_one_round(client: httpx.Client, server: Server, images: Path) -> None:
    group_id = server.known["group_id"]
    set_id = made(client, f"/groups/{group_id}/sets", name=f"Round {uuid.uuid4().hex[:6]}", task="detection")
    label_id = made(client, f"/sets/{set_id}/labels", name="Anything", color="#E69F00")
    bring_all(client, set_id, images)
    while (claimed := client.post(f"/sets/{set_id}/packages/claim")).status_code != httpx.codes.CONFLICT:
        package_id = claimed.raise_for_status().json()["id"]
        for item in items_of(client, f"/packages/{package_id}/items"):
            read(client, package_id, item["sample"], label_id)
            look(client, server, set_id, item["sample"]["images"][0])
    preset = items_of(client, "/extraction-presets")[0]
    run = client.post("/extraction-runs", json={"preset_id": preset["id"], "set_id": set_id}).raise_for_status().json()
    wait_for(client, run["job"]["id"])
    client.get(f"/extraction-runs/{run['id']}/features.csv").raise_for_status()


def bring_all(client: httpx.Client, set_id: str, images: Path) -> None:
    upload_id = made(client, "/uploads", set_id=set_id)
    for file in sorted(path for path in images.rglob("*") if path.is_file()):
        path = file.relative_to(images).as_posix()
        client.put(f"/uploads/{upload_id}/files", params={"path": path}, content=file.read_bytes()).raise_for_status()
    wait_for(client, client.post(f"/uploads/{upload_id}/finish").raise_for_status().json()["id"])


def read(client: httpx.Client, package_id: str, sample: dict[str, Any], label_id: str) -> None:
    """A label on the whole image, and done."""
    examination = client.post(f"/packages/{package_id}/samples/{sample['id']}/examination").raise_for_status().json()
    annotation = {
        "id": str(uuid.uuid4()),
        "label_id": label_id,
        "image_id": sample["images"][0]["id"],
        "kind": "image_label",
        "geometry": {"kind": "image_label"},
    }
    operations = [
        {"id": str(uuid.uuid4()), "kind": "put_annotation", "annotation": annotation},
        {"id": str(uuid.uuid4()), "kind": "set_state", "state": "done"},
    ]
    body = {"base_version": examination["version"], "operations": operations}
    client.post(f"/examinations/{examination['id']}/operations", json=body).raise_for_status()


def look(client: httpx.Client, server: Server, set_id: str, image: dict[str, Any]) -> None:
    if image["kind"] == "photo":
        client.get(f"{server.url}{image['content_url']}").raise_for_status()
        return
    series = f"studies/{image['study_instance_uid']}/series/{image['series_instance_uid']}"
    folder = f"{server.url}/dicomweb/sets/{set_id}/{series}"
    instances = client.get(f"{folder}/metadata").raise_for_status().json()
    sop_instance_uid = instances[0]["00080018"]["Value"][0]
    client.get(f"{folder}/instances/{sop_instance_uid}/frames/1").raise_for_status()


def wait_for(client: httpx.Client, job_id: str) -> None:
    deadline = time.monotonic() + JOB_SECONDS
    while (job := client.get(f"/jobs/{job_id}").raise_for_status().json())["state"] != "done":
        if job["state"] in {"failed", "cancelled"} or time.monotonic() > deadline:
            message = f"{job['title']}: {job['state']}, {job['message']}"
            raise RuntimeError(message)
        time.sleep(POLL_SECONDS)


def items_of(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(path, params={"page_size": 500}).raise_for_status().json()["items"]
    return items


def memory_of_tree(root: int) -> int:
    """Resident bytes of all descendants of a process."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except FileNotFoundError:  # it ended meanwhile
            continue
    tree = {root}
    while found := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= found
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in tree - {root})
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    sys.exit(main(parser.parse_args().minutes))
