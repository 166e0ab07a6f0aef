"""A CT of a thousand slices comes in within a minute, and nothing that reads it grows with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import func, select

from backend.core.settings import Settings
from backend.core.work import begin_reading
from backend.importing import import_from_folder
from backend.models.instance import Instance
from backend.tests.features.ingest.memory import LARGEST_PROCESS_KB, most_memory_kb
from backend.tests.long_series import SLICES, write_long_series
from backend.worker.local import local_product

LONGEST_SECONDS = 60


@pytest.fixture
def long_series(tmp_path: Path) -> Iterator[Path]:
    write_long_series(tmp_path / "ct")
    yield tmp_path / "ct"
    shutil.rmtree(tmp_path)  # a gigabyte that pytest would keep


@pytest.mark.slow
async def test_a_thousand_slices_come_in_within_a_minute(long_series: Path, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "data", worker_processes=2)
    async with local_product(settings) as product:
        told: list[str] = []
        began = perf_counter()

        is_complete = await import_from_folder(product, long_series, set_id=None, email=None, tell=told.append)

        assert perf_counter() - began < LONGEST_SECONDS
        assert is_complete, told
        async with begin_reading(product.database) as work:
            assert await work.db.scalar(select(func.count()).select_from(Instance)) == SLICES
        assert most_memory_kb(product.pool) < LARGEST_PROCESS_KB
