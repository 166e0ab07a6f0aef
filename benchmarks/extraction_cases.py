"""The regions that extraction is measured on, as the product and as the plain script find them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from pydicom import dcmread
from sqlalchemy import select

from backend.core.work import begin_reading
from backend.imaging.itk import simple_itk
from backend.imaging.mask import decode_mask
from backend.imaging.preset import DEFAULT_PRESET
from backend.models.region import Region, RegionState
from backend.models.series import Series
from backend.worker.local import LocalProduct


@dataclass(frozen=True)
class Cases:
    """`plan` is the plain script's input; its keys are the ids of the regions."""

    region_ids: tuple[UUID, ...]
    plan: Path


async def write_cases(product: LocalProduct, images: Path, folder: Path) -> Cases:
    """Write the product's masks as files that SimpleITK reads, on the grid that its own reader gives the series."""
    async with begin_reading(product.database) as work:
        found = await work.db.execute(
            select(Region, Series.series_instance_uid)
            .join(Series, Series.id == Region.series_id)
            .where(Region.state == RegionState.READY)
            .order_by(Region.id)
        )
        regions = [(region, uid) for region, uid in found]
    masks = {region.id: await product.storage.read(region.mask_key or "") for region, _ in regions}
    homes = _series_folders(images)
    cases = [_write_case(region.id, masks[region.id], homes[uid], folder) for region, uid in regions]
    return Cases(tuple(masks), _write_plan(cases, folder))


def _write_case(region_id: UUID, encoded: bytes, home: Path, folder: Path) -> dict[str, str]:
    sitk = simple_itk()
    mask = sitk.GetImageFromArray(decode_mask(encoded).array.astype(np.uint8))
    mask.CopyInformation(_read_series(home))
    path = folder / f"{region_id}.nrrd"
    sitk.WriteImage(mask, str(path))
    return {"key": str(region_id), "folder": str(home), "mask": str(path)}


def _write_plan(cases: list[dict[str, str]], folder: Path) -> Path:
    plan = folder / "cases.json"
    plan.write_text(json.dumps({"parameters": DEFAULT_PRESET["any"]["pyradiomics"], "cases": cases}), encoding="utf-8")
    return plan


def _series_folders(images: Path) -> dict[str, Path]:
    """Series UID → the folder of its files; each folder holds one series."""
    first = {path.parent: path for path in sorted(images.rglob("*.dcm"), reverse=True)}
    return {str(dcmread(path, stop_before_pixels=True).SeriesInstanceUID): folder for folder, path in first.items()}


def _read_series(folder: Path) -> Any:
    reader = simple_itk().ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()
