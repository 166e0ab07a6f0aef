"""Label Studio as its quick start runs it: from PyPI in an environment of its own, on its SQLite, with one account."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from backend.tests.services import free_port
from benchmarks.connection import request
from benchmarks.servers import ADMIN, PASSWORD, Server, serving

VERSION = "1.23.2"
DATA = "label-studio"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
ENVIRONMENTS = Path.home() / ".cache" / "isocenter-bench"
TASKS_AT_ONCE = 1000
START_SECONDS = 600.0  # it makes its tables
QUESTION = """\
<View><Image name="image" value="$image"/>
<RectangleLabels name="label" toName="image"><Label value="Finding"/></RectangleLabels></View>"""
Box = tuple[float, float, float, float]


def environment() -> Path:
    """The folder in which it is installed; the first time this downloads some hundred megabytes."""
    folder = ENVIRONMENTS / f"label-studio-{VERSION}"
    if not (folder / "bin" / "label-studio").exists():
        print(f"installing Label Studio {VERSION} into {folder}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", f"label-studio=={VERSION}"], check=True)
    return folder


@contextmanager
def label_studio(folder: Path) -> Iterator[Server]:
    """Serve it from an empty data folder until the block ends. What it would tell its makers is turned off."""
    empty = ENVIRONMENTS / f"label-studio-{VERSION}-empty"
    if not (empty / DATA).exists():  # making its tables takes a minute or more
        with tempfile.TemporaryDirectory(dir=ENVIRONMENTS) as name:
            with _serving(Path(name)):
                pass
            shutil.copytree(Path(name), empty)
    shutil.copytree(empty / DATA, folder / DATA)
    with _serving(folder) as server:
        yield server


@contextmanager
def _serving(folder: Path) -> Iterator[Server]:
    port = free_port()
    command = [str(environment() / "bin" / "label-studio"), "start", "--no-browser", "--port", str(port)]
    settings = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / DATA),
        "LABEL_STUDIO_USERNAME": ADMIN,
        "LABEL_STUDIO_PASSWORD": PASSWORD,
        "LABEL_STUDIO_USER_TOKEN": TOKEN,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "COLLECT_ANALYTICS": "False",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    }
    with serving([*command, "--log-level", "ERROR"], folder, port, os.environ | settings, START_SECONDS) as process:
        yield Server(port, process)


def boxes(found: Sequence[Box], side: int) -> list[dict[str, Any]]:
    """Rectangles in its words: per cent of the image's sides."""
    return [
        {
            "type": "rectanglelabels",
            "from_name": "label",
            "to_name": "image",
            "original_width": side,
            "original_height": side,
            "image_rotation": 0,
            "value": {
                "x": 100 * x / side,
                "y": 100 * y / side,
                "width": 100 * width / side,
                "height": 100 * height / side,
                "rotation": 0,
                "rectanglelabels": ["Finding"],
            },
        }
        for x, y, width, height in found
    ]


def save(task_id: int, found: Sequence[Box], side: int) -> bytes:
    """Write the request that submits an annotation of a task."""
    body = json.dumps({"result": boxes(found, side), "lead_time": 10.0}).encode()
    return request(f"/api/tasks/{task_id}/annotations", f"Token {TOKEN}", body)


class LabelStudio:
    """Its API, for what need not be fast, and for what is one request."""

    def __init__(self, server: Server) -> None:
        headers = {"Authorization": f"Token {TOKEN}"}
        self.http = httpx.Client(base_url=f"{server.url}/api", timeout=600, headers=headers)

    def new_project(self, tasks: Sequence[Sequence[Box]], side: int) -> tuple[int, list[int]]:
        """Make a project of tasks, those with boxes annotated; give its id and theirs."""
        asked = {"title": "Boxes", "label_config": QUESTION, "maximum_annotations": 100}
        project: int = self._json(self.http.post("/projects", json=asked))["id"]
        sent = [
            {
                "data": {"image": f"http://127.0.0.1/{number:06d}.png"},
                "annotations": [{"result": boxes(found, side)}] if found else [],
            }
            for number, found in enumerate(tasks)
        ]
        for start in range(0, len(sent), TASKS_AT_ONCE):
            self._json(self.http.post(f"/projects/{project}/import", json=sent[start : start + TASKS_AT_ONCE]))
        return project, self._task_ids(project, len(sent))

    def list_tasks(self, project: int, page: int, page_size: int) -> list[dict[str, Any]]:
        asked = {"project": project, "page": page, "page_size": page_size}
        found: list[dict[str, Any]] = self._json(self.http.get("/tasks", params=asked))["tasks"]
        return found

    def export_coco(self, project: int) -> bytes:
        """The archive that its export gives at once."""
        answer = self.http.get(f"/projects/{project}/export", params={"exportType": "COCO", "download_resources": "0"})
        answer.raise_for_status()
        return answer.content

    def count_annotations(self, project: int) -> int:
        count: int = self._json(self.http.get(f"/projects/{project}"))["total_annotations_number"]
        return count

    def _task_ids(self, project: int, count: int) -> list[int]:
        ids: list[int] = []
        for page in range(1, -(-count // TASKS_AT_ONCE) + 1):
            ids += [task["id"] for task in self.list_tasks(project, page, TASKS_AT_ONCE)]
        if len(ids) != count:
            raise AssertionError(f"{count} tasks were imported, {len(ids)} are listed.")
        return ids

    @staticmethod
    def _json(answer: httpx.Response) -> Any:
        answer.raise_for_status()
        return answer.json()
