"""From a folder of real DICOM to feature values, equal to pyradiomics called by hand; and through a crash."""

import csv
import io
import math
import time
from pathlib import Path
from typing import Any

import pytest
import SimpleITK as sitk
import yaml

from backend.tests.journeys.conftest import ADMIN, Server, run_command
from backend.tests.journeys.plain_script import PlainCase, read_series, run_plain_script, sarcoma_series

RELATIVE, FLOOR = 1e-9, 1e-12
ENOUGH_SECONDS = 600
pytestmark = [pytest.mark.shared_data, pytest.mark.timeout(1200)]


def import_all(server: Server, *folders: Path) -> None:
    for folder in folders:
        done = run_command(server, "import", str(folder), "--as", ADMIN)
        assert done.returncode == 0, done.stdout + done.stderr


def studies(server: Server) -> list[dict[str, Any]]:
    return [server.get(f"/studies/{study['id']}") for study in server.get("/studies", page_size=100)["items"]]


def image_series(server: Server) -> list[dict[str, Any]]:
    return [series for study in studies(server) for series in study["series"] if series["modality"] != "RTSTRUCT"]


def preset_called(server: Server, name: str) -> str:
    found = server.get("/extraction-presets", page_size=100)["items"]
    (preset,) = (preset for preset in found if preset["name"] == name)
    return str(preset["id"])


def sections_of(server: Server, preset_id: str) -> dict[str, Any]:
    source: dict[str, Any] = yaml.safe_load(server.client.get(f"/extraction-presets/{preset_id}/source").text)
    return source


def start_run(server: Server, region_ids: list[str], preset: str = "pyradiomics defaults", **choice: Any) -> str:
    body = {"preset_id": preset_called(server, preset), "region_ids": region_ids, **choice}
    response = server.client.post("/extraction-runs", json=body)
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


def test_twelve_series_by_two_presets_at_once_equal_a_plain_script(
    product: Server, shared_data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("radiomics.featureextractor", reason="pyradiomics is not built here")
    import_all(product, *sorted((shared_data / "sts_multimodal").glob("STS_*")))
    product.start()
    product.sign_in()
    series = image_series(product)
    uid_of = {one["id"]: one["series_instance_uid"] for one in series}
    drawn_on = {region["id"]: one["id"] for one in series for region in one["regions"]}
    mr_t1 = {one["id"]: "MR_T1" for one in series if one["modality"] == "MR"}

    pet_ct = start_run(product, list(drawn_on), "QuantImage PET/CT")
    mri = start_run(product, list(drawn_on), "QuantImage MRI", modality_map=mr_t1)
    ended = [wait(product, run_id) for run_id in (pet_ct, mri)]

    assert [(run["done_count"], run["failed_count"]) for run in ended] == [(24, 0), (4, 0)]
    presets = {pet_ct: "QuantImage PET/CT", mri: "QuantImage MRI"}
    found: dict[str, dict[str, float | None]] = {}
    cases = []
    for run_id, name in presets.items():
        sections = sections_of(product, preset_called(product, name))
        tasks = product.get(f"/extraction-runs/{run_id}/tasks", page_size=100)["items"]
        for task in tasks:
            own = uid_of[drawn_on[task["region_id"]]]
            cases.append(PlainCase(task["id"], uid_of[task["series_id"]], own, sections[task["modality_key"]]))
        found |= values_of(product, run_id)
    assert len({(case.series_uid, case.drawn_on_uid) for case in cases}) == 28
    assert {case.series_uid for case in cases} == set(uid_of.values())
    plain = run_plain_script(cases, sarcoma_series(shared_data / "sts_multimodal"), tmp_path)
    assert {key: differences(found[key], expected) for key, expected in plain.items()} == {key: [] for key in found}
    assert all(len(values) == 107 for values in plain.values())


def values_of(server: Server, run_id: str) -> dict[str, dict[str, float | None]]:
    """Task → feature → value."""
    table = server.get(f"/extraction-runs/{run_id}/features", page_size=100)
    return {row["task_id"]: dict(zip(table["columns"], row["values"], strict=True)) for row in table["items"]}


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
