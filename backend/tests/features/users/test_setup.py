"""Several API processes start at the same moment, on an empty database or on one that is ready."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core.database import Database
from backend.core.settings import Settings
from backend.features.radiomics.presets import shipped_names
from backend.features.users.setup import prepare_centre
from backend.models.extraction_preset import ExtractionPreset
from backend.models.organization import Organization
from backend.models.user import User

PROCESSES = 6


@pytest.mark.parametrize("times", [1, 2])
async def test_all_find_one_centre_its_presets_and_one_admin(new_migrated_url: Any, tmp_path: Path, times: int) -> None:
    url = new_migrated_url()
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path,
        first_admin_email="First@Test.example",
        first_admin_password="a long enough password",
    )
    processes = [Database(url) for _ in range(PROCESSES)]

    for _ in range(times):
        await asyncio.gather(*(prepare_centre(database, settings) for database in processes))

    async with processes[0].read() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(model))
            for model in (Organization, ExtractionPreset, User)
        ]
    assert counts == [1, len(shipped_names()), 1]
    for database in processes:
        await database.close()
