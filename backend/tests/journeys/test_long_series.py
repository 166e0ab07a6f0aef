"""A CT of a thousand slices comes in within a minute, and nothing that reads it grows with it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from pydicom.uid import CTImageStorage
from sqlalchemy import func, select

from backend.core.settings import Settings
from backend.core.work import begin_reading
from backend.imaging.phantom_dicom import ArtificialPatient, SlicePlan, write_slices
from backend.importing import import_from_folder
from backend.models.instance import Instance
from backend.tests.features.ingest.memory import LARGEST_PROCESS_KB, most_memory_kb
from backend.worker.local import local_product

SLICES, SIDE = 1000, 512
LONGEST_SECONDS = 60


@pytest.fixture
def long_series(tmp_path: Path) -> Iterator[Path]:
    """The slices have one picture and different identities."""
    patient = ArtificialPatient("LONG^CT", "LONG-1", "O", date(1970, 1, 1), date(2026, 1, 12), "Long")
    picture = np.random.default_rng(1).integers(0, 2000, (SIDE, SIDE)).astype(np.uint16)
    plan = SlicePlan(
        patient, str(CTImageStorage), "CT", 1, "Thin slices", (0.0, 0.0, 0.0), (0.4, 0.7, 0.7), slope=1.0,
        intercept=-1024.0,
    )  # fmt: skip
    write_slices(tmp_path / "ct", np.broadcast_to(picture, (SLICES, SIDE, SIDE)), plan)
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
