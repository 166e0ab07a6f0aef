"""From a folder of real DICOM to feature values, equal to pyradiomics called by hand; and through a crash."""

import csv
import io
import math
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import SimpleITK as sitk
import yaml

from backend.tests.journeys.conftest import ADMIN, Server, product_in, run_command
from backend.tests.journeys.plain_script import PlainCase, read_series, run_plain_script, sarcoma_series

RELATIVE, FLOOR = 1e-9, 1e-12
ENOUGH_SECONDS = 600
pytestmark = [pytest.mark.shared_data, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[Server]:
    """Served with the phantom of the IBSI and four patients of three series each, brought in by one command."""
    folder, brought = tmp_path_factory.mktemp("hospital"), tmp_path_factory.mktemp("brought")
    shutil.copytree(shared_data / "ct_ibsi1_rtstruct" / "dicom", brought / "phantom")
    for patient in (shared_data / "sts_multimodal").glob("STS_*"):
        shutil.copytree(patient, brought / patient.name)
    with product_in(folder) as server:
        done = run_command(server, "import", str(brought), "--as", ADMIN)
        assert done.returncode == 0, done.stdout + done.stderr
        server.start()
        server.sign_in()
        yield server


def studies(server: Server) -> list[dict[str, Any]]:
    return [server.get(f"/studies/{study['id']}") for study in server.get("/studies", page_size=100)["items"]]


def image_series(server: Server) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those of the phantom, which alone has 60 slices and a region of this name, and those of the patients."""
    found = [series for study in studies(server) for series in study["series"] if series["modality"] != "RTSTRUCT"]
    phantom = [series for series in found if is_phantom(series)]
    return phantom, [series for series in found if series not in phantom]


def is_phantom(series: dict[str, Any]) -> bool:
    return [region["name"] for region in series["regions"]] == ["GTV-1"]


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
        time.sleep(0.2)  # whoever asks more often takes the time from who computes


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


def test_the_ibsi_phantom_equals_pyradiomics_by_hand(hospital: Server, shared_data: Path) -> None:
    folder = shared_data / "ct_ibsi1_rtstruct"
    ((series,), _) = image_series(hospital)
    (region,) = series["regions"]
    run_id = start_run(hospital, [region["id"]])
    run = wait(hospital, run_id)
    table = hospital.get(f"/extraction-runs/{run_id}/features")

    assert series["instance_count"] == 60
    assert (region["name"], region["voxel_count"]) == ("GTV-1", 125_256)
    assert run["job"]["state"] == "done"
    values = dict(zip(table["columns"], table["items"][0]["values"], strict=True))
    assert len(values) == 107
    mask = sitk.ReadImage(str(folder / "nifti" / "mask" / "mask.nii.gz"))
    image = read_series(folder / "dicom" / "image")
    mask.CopyInformation(image)
    assert differences(values, by_hand(image, mask)) == []
    rows = list(csv.DictReader(io.StringIO(hospital.client.get(f"/extraction-runs/{run_id}/features.csv").text)))
    assert [float(rows[0][name]) for name in table["columns"]] == table["items"][0]["values"]
    assert rows[0]["pyradiomics_version"] == "3.0.1"


def test_twelve_series_by_two_presets_at_once_and_a_kill_equal_a_plain_script(
    hospital: Server, shared_data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("radiomics.featureextractor", reason="pyradiomics is not built here")
    _, series = image_series(hospital)
    uid_of = {one["id"]: one["series_instance_uid"] for one in series}
    drawn_on = {region["id"]: one["id"] for one in series for region in one["regions"]}
    mr_t1 = {one["id"]: "MR_T1" for one in series if one["modality"] == "MR"}

    pet_ct = start_run(hospital, list(drawn_on), "QuantImage PET/CT")
    mri = start_run(hospital, list(drawn_on), "QuantImage MRI", modality_map=mr_t1)
    before = wait(hospital, pet_ct, until_done=1)
    hospital.kill()
    hospital.start()
    ended = [wait(hospital, run_id) for run_id in (pet_ct, mri)]

    assert (len(series), len(drawn_on)) == (12, 12)
    assert before["done_count"] < 24, "it was over before it could be killed"
    assert [(run["task_count"], run["done_count"], run["failed_count"]) for run in ended] == [(24, 24, 0), (4, 4, 0)]
    assert [(run["job"]["state"], run["job"]["done"], run["job"]["total"]) for run in ended] == [
        ("done", 24, 24),
        ("done", 4, 4),
    ]
    cases = [case for run_id in (pet_ct, mri) for case in cases_of(hospital, run_id, uid_of, drawn_on)]
    assert len({(case.series_uid, case.drawn_on_uid) for case in cases}) == len(cases) == 28
    assert {case.series_uid for case in cases} == set(uid_of.values())
    found = values_of(hospital, pet_ct) | values_of(hospital, mri)
    assert all(len(values) == 107 and None not in values.values() for values in found.values())
    plain = run_plain_script(cases, sarcoma_series(shared_data / "sts_multimodal"), tmp_path)
    assert {key: differences(found[key], expected) for key, expected in plain.items()} == {key: [] for key in found}
    assert all(len(values) == 107 for values in plain.values())


def cases_of(server: Server, run_id: str, uid_of: dict[str, str], drawn_on: dict[str, str]) -> list[PlainCase]:
    """What the plain script has to compute, to compute what a run did."""
    sections = sections_of(server, server.get(f"/extraction-runs/{run_id}")["preset"]["id"])
    return [
        PlainCase(
            task["id"],
            uid_of[task["series_id"]],
            uid_of[drawn_on[task["region_id"]]],
            sections[task["modality_key"]],
        )
        for task in server.get(f"/extraction-runs/{run_id}/tasks", page_size=100)["items"]
    ]


def values_of(server: Server, run_id: str) -> dict[str, dict[str, float | None]]:
    """Task → feature → value."""
    table = server.get(f"/extraction-runs/{run_id}/features", page_size=100)
    assert len(table["items"]) == table["total"]
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
