"""From a folder of real DICOM to feature values, equal to pyradiomics called by hand; and through a crash."""

import csv
import io
import math
import time
from pathlib import Path
from typing import Any

import pytest
import SimpleITK as sitk

from backend.tests.journeys.conftest import ADMIN, Server, run_command

RELATIVE, FLOOR = 1e-9, 1e-12
ENOUGH_SECONDS = 240
pytestmark = [pytest.mark.shared_data, pytest.mark.timeout(600)]


def import_all(server: Server, *folders: Path) -> None:
    for folder in folders:
        done = run_command(server, "import", str(folder), "--as", ADMIN)
        assert done.returncode == 0, done.stdout + done.stderr


def studies(server: Server) -> list[dict[str, Any]]:
    return [server.get(f"/studies/{study['id']}") for study in server.get("/studies", page_size=100)["items"]]


def image_series(server: Server) -> list[dict[str, Any]]:
    return [series for study in studies(server) for series in study["series"] if series["modality"] != "RTSTRUCT"]


def start_run(server: Server, region_ids: list[str]) -> str:
    preset = server.get("/extraction-presets")["items"][0]["id"]
    response = server.client.post("/extraction-runs", json={"preset_id": preset, "region_ids": region_ids})
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


def wait(server: Server, run_id: str, *, until_done: int | None = None) -> dict[str, Any]:
    """Wait for the run to end, or for so many tasks to be done."""
    deadline = time.monotonic() + ENOUGH_SECONDS
    while True:
        run = server.get(f"/extraction-runs/{run_id}")
        enough = run["done_count"] >= until_done if until_done else run["job"]["state"] in ("done", "failed")
        if enough:
            return run
        assert time.monotonic() < deadline, run
        time.sleep(0.05)


def read_series(folder: Path) -> Any:
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()


def by_hand(image: Any, mask: Any) -> dict[str, float]:
    featureextractor = pytest.importorskip("radiomics.featureextractor", reason="pyradiomics is not built here")
    extractor = featureextractor.RadiomicsFeatureExtractor(additionalInfo=False)
    found = extractor.execute(image, mask)
    return {name: float(value) for name, value in found.items() if not name.startswith("diagnostics")}


def differences(found: dict[str, float | None], expected: dict[str, float]) -> list[str]:
    assert set(found) == set(expected)
    return [
        name
        for name, value in expected.items()
        if not math.isclose(found[name] or math.nan, value, rel_tol=RELATIVE, abs_tol=FLOOR)
    ]


def test_the_ibsi_phantom_equals_pyradiomics_by_hand(product: Server, shared_data: Path) -> None:
    folder = shared_data / "ct_ibsi1_rtstruct"
    import_all(product, folder / "dicom")
    product.start()
    product.sign_in()

    (series,) = image_series(product)
    (region,) = series["regions"]
    run_id = start_run(product, [region["id"]])
    run = wait(product, run_id)
    table = product.get(f"/extraction-runs/{run_id}/features")

    assert series["instance_count"] == 60
    assert (region["name"], region["voxel_count"]) == ("GTV-1", 125_256)
    assert run["job"]["state"] == "done"
    values = dict(zip(table["columns"], table["items"][0]["values"], strict=True))
    assert len(values) == 107
    mask = sitk.ReadImage(str(folder / "nifti" / "mask" / "mask.nii.gz"))
    image = read_series(folder / "dicom" / "image")
    mask.CopyInformation(image)
    assert differences(values, by_hand(image, mask)) == []
    rows = list(csv.DictReader(io.StringIO(product.client.get(f"/extraction-runs/{run_id}/features.csv").text)))
    assert [float(rows[0][name]) for name in table["columns"]] == table["items"][0]["values"]
    assert rows[0]["pyradiomics_version"] == "3.0.1"


def test_twelve_series_survive_a_kill_in_the_middle(product: Server, shared_data: Path) -> None:
    import_all(product, *sorted((shared_data / "sts_multimodal").glob("STS_*")))
    product.start()
    product.sign_in()
    series = image_series(product)
    regions = [region for one in series for region in one["regions"]]

    run_id = start_run(product, [region["id"] for region in regions])
    before = wait(product, run_id, until_done=1)
    product.kill()
    product.start()
    run = wait(product, run_id)

    assert (len(series), len(regions)) == (12, 12)
    assert before["done_count"] < 12, "it was over before it could be killed"
    assert (run["task_count"], run["done_count"], run["failed_count"]) == (12, 12, 0)
    assert (run["job"]["state"], run["job"]["done"], run["job"]["total"]) == ("done", 12, 12)
    table = product.get(f"/extraction-runs/{run_id}/features", page_size=100)
    assert len({item["task_id"] for item in table["items"]}) == table["total"] == 12
    assert all(len(item["values"]) == 107 and None not in item["values"] for item in table["items"])
    assert len(product.get(f"/extraction-runs/{run_id}/tasks", page_size=100)["items"]) == 12


def test_no_process_outlives_a_killed_server(product: Server) -> None:
    product.start()
    assert product.process is not None
    product.sign_in()
    product.get("/extraction-engine")
    children = children_of(product.process.pid)

    product.kill()

    assert children
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{child}").exists() and not is_zombie(child) for child in children):
        assert time.monotonic() < deadline, "children outlive their parent"
        time.sleep(0.1)


def children_of(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True
