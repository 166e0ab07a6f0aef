"""Imports that are killed, repeated, and given files that bring their parser down."""

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.database import new_id
from backend.core.jobs import JobContext
from backend.core.processes import ComputePool
from backend.core.work import UnitOfWork, begin_reading, begin_work
from backend.features.ingest.jobs import run_import
from backend.models.instance import Instance
from backend.models.patient import Patient
from backend.models.region import Region
from backend.models.sample import Sample
from backend.models.sample_set import SampleSet
from backend.models.stored_file import StoredFile
from backend.models.upload_item import UploadItem
from backend.models.user import User
from backend.repositories.users import UserRepository
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import finish, look, send, stored_keys
from backend.tests.features.ingest.pocket import changed, png, pocket_ct, zipped

Begin = Callable[[], AbstractAsyncContextManager[UnitOfWork]]
pytestmark = pytest.mark.once


class Killed(BaseException):
    """As if the process had ended here."""


async def say_nothing(done: int, total: int, message: str | None = None) -> None:
    return None


async def context(app: FastAPI, work: UnitOfWork, upload_id: UUID, owner: User) -> JobContext:
    state = app.state
    return JobContext(
        job_id=new_id(),
        step_id=new_id(),
        attempt=1,
        params={"upload_id": str(upload_id)},
        caller=await UserRepository(work.db).caller(owner),
        begin=lambda: begin_work(state.database, state.queue),
        begin_reading=lambda: begin_reading(state.database),
        progress=say_nothing,
        pool=state.pool,
        storage=state.storage,
        settings=state.settings,
    )


def killed_at(begin: Begin, unit: int, *, after_its_work: bool) -> Begin:
    """Units of work of which one never comes to its commit: killed before it begins, or when all is written."""
    begun = 0

    @asynccontextmanager
    async def counted() -> AsyncIterator[UnitOfWork]:
        nonlocal begun
        begun += 1
        if begun == unit and not after_its_work:
            raise Killed
        async with begin() as work:
            yield work
            if begun == unit:
                raise Killed

    return counted


def everything(folder: Path) -> dict[str, bytes]:
    ct = pocket_ct(folder, slices=3)
    first = ct.images["ct/0001.dcm"]
    return ct.all | {
        "conflict.dcm": changed(first, StudyDescription="Other"),
        "cut.dcm": first[:-100],
        "notes.txt": b"text",
        "skin.png": png(),
        "more.zip": zipped({"again.dcm": first, "notes.txt": b"text"}),
    }


class TestKilledImport:
    @pytest.mark.parametrize("after_its_work", [False, True])
    @pytest.mark.parametrize("unit", range(1, 11))
    async def test_is_taken_up_with_nothing_doubled_or_lost(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        tmp_path: Path,
        unit: int,
        after_its_work: bool,
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, everything(tmp_path), sample_set.id)
        await finish(client, upload_id)
        ctx = await context(app, work, upload_id, lead)

        try:
            await run_import(replace(ctx, begin=killed_at(ctx.begin, unit, after_its_work=after_its_work)))
        except Killed:
            await run_import(ctx)

        assert {path: item["outcome"] for path, item in (await look(client, upload_id)).items.items()} == {
            "ct/0001.dcm": "stored",
            "ct/0002.dcm": "stored",
            "ct/0003.dcm": "stored",
            "regions.dcm": "stored",
            "conflict.dcm": "quarantined",
            "cut.dcm": "quarantined",
            "notes.txt": "refused",
            "skin.png": "stored",
            "more.zip": "stored_with_warning",
            "more.zip!again.dcm": "already_stored",
            "more.zip!notes.txt": "refused",
        }
        assert await rows(work) == {"Patient": 1, "StoredFile": 5, "Instance": 4, "Region": 1, "Sample": 2}
        region = (await work.db.scalars(select(Region))).one()
        assert (region.state, region.version) == ("ready", 1)
        assert stored_keys(app.state.storage, "incoming") == []
        assert len(stored_keys(app.state.storage, "quarantine")) == 2
        for file in await work.db.scalars(select(StoredFile)):
            assert await app.state.storage.exists(file.storage_key)

    async def test_delivered_again_changes_nothing(
        self, client: Client, app: FastAPI, work: UnitOfWork, sample_set: SampleSet, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, everything(tmp_path), sample_set.id)
        await finish(client, upload_id)
        ctx = await context(app, work, upload_id, lead)
        await run_import(ctx)
        before = await look(client, upload_id)

        await run_import(ctx)

        assert (await look(client, upload_id)).items == before.items
        assert await rows(work) == {"Patient": 1, "StoredFile": 5, "Instance": 4, "Region": 1, "Sample": 2}
        assert (await work.db.scalars(select(Region.version))).one() == 1


async def rows(work: UnitOfWork) -> dict[str, int]:
    counted = (Patient, StoredFile, Instance, Region, Sample)
    return {
        model.__name__: (await work.db.execute(select(func.count()).select_from(model))).scalar_one()
        for model in counted
    }


class DeadlyPool(ComputePool):
    """Processes that die of one file, and fall asleep over another."""

    async def run(self, function: Callable[..., Any], *args: Any, timeout_seconds: float | None = None) -> Any:
        if args and any("deadly" in str(file) for file in args[0]):
            return await super().run(os._exit, 139)
        if args and any("sleepy" in str(file) for file in args[0]):
            return await super().run(time.sleep, 60, timeout_seconds=timeout_seconds)
        return await super().run(function, *args, timeout_seconds=timeout_seconds)


class TestParserFaults:
    async def test_a_file_that_brings_its_parser_down_is_quarantined_and_the_rest_goes_on(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second, third = pocket_ct(tmp_path, slices=3).images.values()
        upload_id = await send(client, {"1.dcm": first, "deadly.dcm": second, "3.dcm": third})
        await finish(client, upload_id)
        pool = DeadlyPool(1)

        try:
            await run_import(replace(await context(app, work, upload_id, lead), pool=pool))
        finally:
            await pool.close()

        ended = await look(client, upload_id)
        assert [ended.outcome(path) for path in ("1.dcm", "deadly.dcm", "3.dcm")] == ["stored", "quarantined", "stored"]
        assert ended.codes("deadly.dcm") == ["parser_crash"]
        assert "139" in ended.items["deadly.dcm"]["remarks"][0]["message"]

    async def test_a_file_that_takes_too_long_is_quarantined(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, slices=2).images.values()
        upload_id = await send(client, {"1.dcm": first, "sleepy.dcm": second})
        await finish(client, upload_id)
        ctx = await context(app, work, upload_id, lead)
        pool = DeadlyPool(1)

        try:
            hurried = ctx.settings.model_copy(update={"parse_timeout_seconds": 3})
            await run_import(replace(ctx, pool=pool, settings=hurried))
        finally:
            await pool.close()

        ended = await look(client, upload_id)
        assert (ended.outcome("1.dcm"), ended.outcome("sleepy.dcm")) == ("stored", "quarantined")
        assert ended.codes("sleepy.dcm") == ["parser_timeout"]

    async def test_bytes_that_are_gone_are_told(
        self, client: Client, app: FastAPI, work: UnitOfWork, lead: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        upload_id = await send(client, pocket_ct(tmp_path, slices=1).images)
        await finish(client, upload_id)
        item = (await work.db.scalars(select(UploadItem))).one()
        await app.state.storage.delete(item.storage_key)

        await run_import(await context(app, work, upload_id, lead))

        assert (await look(client, upload_id)).codes("ct/0001.dcm") == ["bytes_missing"]
