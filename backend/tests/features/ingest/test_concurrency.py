"""Imports beside each other, on a database that commits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core.database import Database, new_id
from backend.core.jobs import JobContext
from backend.core.permissions import Caller, OrganizationRole
from backend.core.processes import ComputePool
from backend.core.queue import RememberingQueue
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import begin_reading, begin_work
from backend.features.ingest.jobs import run_import
from backend.features.ingest.local_files import add_local_files
from backend.features.ingest.service import IngestService
from backend.features.users.setup import prepare_centre
from backend.models.instance import Instance
from backend.models.organization import Organization
from backend.models.patient import Patient
from backend.models.upload_item import Outcome, UploadItem
from backend.tests.factories.users import create_user
from backend.tests.features.ingest.pocket import changed, pocket_ct
from backend.tests.features.ingest.test_faults import say_nothing


@dataclass
class Intake:
    """A centre with one member, who imports folders."""

    database: Database
    storage: Storage
    pool: ComputePool
    settings: Settings
    caller: Caller

    def begin(self) -> Any:
        return begin_work(self.database, RememberingQueue())

    async def receive(self, folder: Path) -> UUID:
        async with self.begin() as work:
            upload = await IngestService(work).create(None, self.caller)
        limit = self.settings.max_upload_bytes
        await add_local_files(
            upload.id, folder, begin=self.begin, storage=self.storage, limit_bytes=limit, caller=self.caller
        )
        return upload.id

    async def read(self, upload_id: UUID) -> None:
        await run_import(
            JobContext(
                job_id=new_id(),
                step_id=new_id(),
                attempt=1,
                params={"upload_id": str(upload_id)},
                caller=self.caller,
                begin=self.begin,
                begin_reading=lambda: begin_reading(self.database),
                progress=say_nothing,
                pool=self.pool,
                storage=self.storage,
                settings=self.settings,
            )
        )


@pytest.fixture
async def intake(
    new_migrated_url: Any, storage: Storage, pool: ComputePool, settings: Settings
) -> AsyncIterator[Intake]:
    url = new_migrated_url()
    database = Database(url)
    await prepare_centre(database, settings)
    async with begin_work(database, RememberingQueue()) as work:
        organization = (await work.db.scalars(select(Organization))).one()
        user = await create_user(work, organization=organization)
    roles = {organization.id: OrganizationRole.MEMBER}
    yield Intake(database, storage, pool, settings, Caller(user.id, organizations=roles))
    await database.close()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


class TestTwoImportsAtOnce:
    async def test_accept_each_uid_once(self, intake: Intake, tmp_path: Path) -> None:
        images = pocket_ct(tmp_path / "made", slices=30).images
        others = {path: changed(content, StudyDescription="Other") for path, content in images.items()}
        first = await intake.receive(write(tmp_path / "first", images))
        second = await intake.receive(write(tmp_path / "second", others))

        await asyncio.gather(intake.read(first), intake.read(second))

        async with begin_reading(intake.database) as work:
            outcomes = Counter((await work.db.scalars(select(UploadItem.outcome))).all())
            instances = (await work.db.execute(select(func.count()).select_from(Instance))).scalar_one()
            patients = (await work.db.execute(select(func.count()).select_from(Patient))).scalar_one()
        assert outcomes == {Outcome.STORED: 30, Outcome.QUARANTINED: 30}
        assert (instances, patients) == (30, 1)

    async def test_of_the_same_files_store_them_once(self, intake: Intake, tmp_path: Path) -> None:
        folder = write(tmp_path / "folder", pocket_ct(tmp_path / "made", slices=30).all)
        uploads = [await intake.receive(folder) for _ in range(3)]

        await asyncio.gather(*(intake.read(upload_id) for upload_id in uploads))

        async with begin_reading(intake.database) as work:
            outcomes = Counter((await work.db.scalars(select(UploadItem.outcome))).all())
            hashes = (await work.db.scalars(select(UploadItem.sha256))).all()
        assert outcomes == {Outcome.STORED: 31, Outcome.ALREADY_STORED: 62}
        assert len(set(hashes)) == 31
        organization_id = next(iter(intake.caller.organizations))
        for sha256 in set(hashes):
            assert await intake.storage.exists(f"{organization_id}/{sha256}")


class TestAddLocalFiles:
    async def test_takes_names_from_below_the_folder_and_passes_over_litter(
        self, intake: Intake, tmp_path: Path
    ) -> None:
        files = {"b/2": b"2", "a/1": b"1", ".DS_Store": b"x", "__MACOSX/._1": b"x", "Thumbs.db": b"x"}
        folder = write(tmp_path / "folder", files)
        (folder / "link").symlink_to("/etc/hostname")

        upload_id = await intake.receive(folder)

        async with begin_reading(intake.database) as work:
            items = await work.db.scalars(select(UploadItem).where(UploadItem.upload_id == upload_id))
        assert sorted((item.path, item.size_bytes) for item in items) == [("a/1", 1), ("b/2", 1)]
