"""Broken files beside good ones, in several orders: the rules of "Uploaded together" of the test data.

What must happen is told by a second, plain account of the rules below, which knows of each file only what it is alone.
"""

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import pydicom
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.permissions import OrganizationRole
from backend.core.processes import ComputePool
from backend.core.storage import Storage
from backend.core.work import UnitOfWork
from backend.imaging.inspection import inspect_file
from backend.imaging.reading import quietly
from backend.models.instance import Instance
from backend.models.organization import Organization
from backend.models.series import Series
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.ingest.deliveries import Delivery, deliver, stored_keys
from backend.tests.features.ingest.memory import LARGEST_PROCESS_KB, most_memory_kb
from backend.tests.features.ingest.test_shared_data import ALL, SHARED_DATA, files_of, fits

pytestmark = [pytest.mark.shared_data, pytest.mark.once]
GOOD_FOLDERS = ("sts_multimodal/STS_019", "sts_multimodal/STS_002/PET")
GOOD_FILES = (
    "rt_sr_misc/rtplan.dcm",
    "rt_sr_misc/rtdose.dcm",
    "seg_sr_highdicom/ct_image.dcm",
    "enhanced_and_luts/emri_small.dcm",
    "enhanced_and_luts/emri_small_RLE.dcm",
    "enhanced_and_luts/emri_small_jpeg_2k_lossless.dcm",
    "enhanced_and_luts/emri_small_jpeg_ls_lossless.dcm",
)
# Of these the table says what happens in the order of their names.
ORDER_DECIDES = ("broken/series_duplicate_sop_uid/", "broken/series_two_patients_one_study/")
SEEDS = (1, 2, 3)
STS_019_CT = "765539934738455737579746613899"


@dataclass(frozen=True)
class Known:
    """What a file is alone."""

    outcome: str
    sha256: str
    sop_uid: str = ""
    series_uid: str = ""
    study_uid: str = ""
    patient_id: str = ""


@dataclass
class Rules:
    """Only an accepted object claims its UIDs; a file's own fault goes before a conflict."""

    accepted: set[str] = field(default_factory=set)
    objects: dict[str, str] = field(default_factory=dict)  # SOP UID → path
    patients: dict[str, str] = field(default_factory=dict)  # study UID → Patient ID
    series_sizes: dict[str, int] = field(default_factory=dict)

    def judge(self, path: str, file: Known) -> tuple[str, str]:
        """What must become of a file that comes after those judged before: outcome, and the path it conflicts with."""
        if file.sha256 in self.accepted:
            return "already_stored", ""
        if file.outcome in ("refused", "quarantined"):
            return file.outcome, ""
        if file.sop_uid in self.objects:
            return "uid_conflict", self.objects[file.sop_uid]
        claimed = self.patients.get(file.study_uid, "")
        if claimed and claimed != file.patient_id:
            return "patient_mismatch", ""
        self.accepted.add(file.sha256)
        if file.sop_uid:
            self.objects[file.sop_uid] = path
            self.patients[file.study_uid] = claimed or file.patient_id
            self.series_sizes[file.series_uid] = self.series_sizes.get(file.series_uid, 0) + 1
        return "stored", ""


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for folder in GOOD_FOLDERS:
        files |= {f"{folder}/{name}": content for name, content in files_of(SHARED_DATA / folder).items()}
    return files | {name: (SHARED_DATA / name).read_bytes() for name in GOOD_FILES}


@pytest.fixture(scope="module")
def broken() -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for folder in ("broken", "broken_from_libraries"):
        files |= {f"{folder}/{name}": content for name, content in files_of(SHARED_DATA / folder).items()}
    return {name: content for name, content in files.items() if not name.endswith(".csv")}


@pytest.fixture(scope="module")
def known(
    good: dict[str, bytes], broken: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Known]:
    """Each file, and each member of the one archive that is opened, as it is alone."""
    files = good | broken
    archive = "broken/mixed_junk.zip"
    with zipfile.ZipFile(io.BytesIO(files[archive])) as opened:
        files |= {f"{archive}!{name}": opened.read(name) for name in opened.namelist()}
    place = tmp_path_factory.mktemp("alone") / "file"
    return {path: alone(path, content, place) for path, content in files.items()}


def alone(path: str, content: bytes, place: Path) -> Known:
    place.write_bytes(content)
    outcome = inspect_file(place, path).outcome
    digest = sha256(content).hexdigest()
    if outcome not in ("stored", "stored_with_warning") or content[:2] == b"PK" or content[:4] == b"\x89PNG":
        return Known(outcome, digest)
    with quietly():
        header = pydicom.dcmread(place, force=True, stop_before_pixels=True)
        return Known(
            outcome,
            digest,
            sop_uid=str(header.SOPInstanceUID),
            series_uid=str(header.SeriesInstanceUID),
            study_uid=str(header.StudyInstanceUID),
            patient_id=str(header.get("PatientID") or "").strip(),
        )


async def deliver_to_a_fresh_centre(
    client: Client, app: FastAPI, work: UnitOfWork, files: Mapping[str, bytes]
) -> Delivery:
    organization = Organization(name="Fresh", center_key="fresh")
    work.db.add(organization)
    await work.flush()
    sign_in(client, await create_user(work, organization=organization, organization_role=OrganizationRole.ADMIN))
    delivery = await deliver(client, app, files)
    assert delivery.upload["state"] == "done"
    return delivery


def check_each(delivery: Delivery, files: Mapping[str, bytes], known: Mapping[str, Known]) -> Rules:
    """Compare each outcome with the rules; members of archives come after all that was sent."""
    rules = Rules()
    members = [path for path in delivery.items if "!" in path]
    for path in [*files, *members]:
        if path == "broken/mixed_junk.zip":
            continue
        expected, other = rules.judge(path, known[path])
        outcome, codes = delivery.outcome(path), delivery.codes(path)
        if expected in ("uid_conflict", "patient_mismatch"):
            assert (outcome, expected in codes) == ("quarantined", True), (path, expected, delivery.items[path])
            told = delivery.items[path]["remarks"][codes.index(expected)]["message"]
            assert path in told, (path, told)
            assert other in told, (path, other, told)
        elif expected == "stored":
            assert outcome in ("stored", "stored_with_warning"), (path, delivery.items[path])
        else:
            assert outcome == expected, (path, expected, delivery.items[path])
        if path in ALL and expected in ("refused", "quarantined", "stored") and not path.startswith(ORDER_DECIDES):
            assert fits(ALL[path], outcome, codes), (path, delivery.items[path])
    return rules


def in_order(files: Mapping[str, bytes], seed: int) -> dict[str, bytes]:
    paths = list(files)
    random.Random(seed).shuffle(paths)
    return {path: files[path] for path in paths}


class TestTogether:
    async def test_after_the_good_ones_no_good_one_is_lost(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        good: dict[str, bytes],
        broken: dict[str, bytes],
        known: dict[str, Known],
    ) -> None:
        files = good | broken

        delivery = await deliver_to_a_fresh_centre(client, app, work, files)

        rules = check_each(delivery, files, known)
        sharing = [path for path in good if "emri_small" in path]
        others = {delivery.outcome(path) for path in good if path not in sharing}
        assert others == {"stored", "stored_with_warning"}
        assert [delivery.outcome(path) for path in sharing].count("quarantined") == 3
        assert sum("uid_conflict" in delivery.codes(path) for path in broken) == 9 + 2
        assert [remark["place"] for remark in delivery.items["broken/mixed_junk.zip"]["remarks"]] == [
            "already_stored=3 refused=2 ignored=3"
        ]
        for name in ("001", "002", "003", "004"):
            path = f"broken/series_two_patients_one_study/{name}.dcm"
            assert delivery.codes(path)[0] == "patient_mismatch"
        (ct,) = [uid for uid in rules.series_sizes if uid.endswith(STS_019_CT)]
        joined = select(func.count()).select_from(Instance).join(Series).where(Series.series_instance_uid == ct)
        assert (await work.db.scalar(joined)) == 47

    @pytest.mark.parametrize("seed", SEEDS)
    async def test_in_a_random_order_only_who_came_first_differs(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        pool: ComputePool,
        storage: Storage,
        tmp_path: Path,
        good: dict[str, bytes],
        broken: dict[str, bytes],
        known: dict[str, Known],
        seed: int,
    ) -> None:
        files = in_order(good | broken, seed)

        delivery = await deliver_to_a_fresh_centre(client, app, work, files)

        rules = check_each(delivery, files, known)
        by_series = select(Series.series_instance_uid, func.count()).join(Instance).group_by(Series.id)
        rows: Any = await work.db.execute(by_series)
        assert {row[0]: row[1] for row in rows} == rules.series_sizes
        assert_nothing_outside(storage, tmp_path)
        assert most_memory_kb(pool) < LARGEST_PROCESS_KB


def assert_nothing_outside(storage: Storage, tmp_path: Path) -> None:
    """Whatever their members are called, what files leave lies in the folders of the centre."""
    assert storage.folder is not None
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if not path.is_relative_to(storage.folder)] == []
    assert {PurePosixPath(key).name for key in stored_keys(storage, "")}.isdisjoint({"evil.dcm", "a.dcm", "IM0"})
    for place in (Path("/abs"), Path("evil.dcm"), storage.folder.parent.parent / "evil.dcm"):
        assert not place.exists()
