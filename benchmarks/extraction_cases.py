"""The regions that extraction is measured on, as the product and as the plain script find them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from pydicom import dcmread
from sqlalchemy import select

from backend.core.work import begin_reading
from backend.imaging.itk import simple_itk
from backend.imaging.mask import decode_mask
from backend.imaging.preset import COMBINED, has_section, regions_rule, section_for
from backend.models.extraction_preset import ExtractionPreset
from backend.models.region import Region, RegionState
from backend.models.series import Series
from backend.worker.local import LocalProduct


@dataclass(frozen=True)
class Order:
    """One run: a preset by name, and the sections of series that their modality does not tell."""

    preset: str
    key_of_modality: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlacedOrder:
    preset_id: UUID
    modality_map: dict[UUID, str]


@dataclass(frozen=True)
class Cases:
    """`plan` is the plain script's input; its keys are series and region."""

    region_ids: tuple[UUID, ...]
    orders: tuple[PlacedOrder, ...]
    keys: frozenset[str]
    plan: Path


@dataclass(frozen=True)
class Drawn:
    region_id: UUID
    series: Series
    mask: Path


def key_of(series_id: UUID, region_id: UUID) -> str:
    return f"{series_id} {region_id}"


async def write_cases(product: LocalProduct, images: Path, folder: Path, orders: tuple[Order, ...]) -> Cases:
    """Write the product's masks as files that SimpleITK reads, on the grid that its own reader gives the series."""
    async with begin_reading(product.database) as work:
        found = await work.db.execute(
            select(Region, Series)
            .join(Series, Series.id == Region.series_id)
            .where(Region.state == RegionState.READY)
            .order_by(Region.id)
        )
        regions = [(region.id, region.mask_key or "", series) for region, series in found]
        presets = {preset.name: preset for preset in await work.db.scalars(select(ExtractionPreset))}
    homes = _series_folders(images)
    drawn = []
    for region_id, mask_key, series in regions:
        path = folder / f"{region_id}.nrrd"
        _write_mask(await product.storage.read(mask_key), homes[series.series_instance_uid], path)
        drawn.append(Drawn(region_id, series, path))
    return _placed(drawn, presets, homes, folder / "cases.json", orders)


def _placed(
    drawn: list[Drawn],
    presets: Mapping[str, ExtractionPreset],
    homes: Mapping[str, Path],
    plan: Path,
    orders: tuple[Order, ...],
) -> Cases:
    all_series = list({one.series.id: one.series for one in drawn}.values())
    placed: list[PlacedOrder] = []
    cases: list[dict[str, Any]] = []
    for order in orders:
        preset, keys = presets[order.preset], order.key_of_modality
        cases += _cases(json.loads(preset.content), order, drawn, all_series, homes)
        mapped = {series.id: keys[series.modality] for series in all_series if series.modality in keys}
        placed.append(PlacedOrder(preset.id, mapped))
    plan.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    return Cases(tuple(one.region_id for one in drawn), tuple(placed), frozenset(case["key"] for case in cases), plan)


def _cases(
    preset: dict[str, Any], order: Order, drawn: list[Drawn], all_series: list[Series], homes: Mapping[str, Path]
) -> Iterator[dict[str, Any]]:
    """Pair series and regions by the preset's rule: of the same study, or of the same series only."""
    is_combined = regions_rule(preset) == COMBINED
    for series in all_series:
        key = order.key_of_modality.get(series.modality, series.modality)
        if not has_section(preset, key):
            continue
        for region in drawn:
            if region.series.study_id == series.study_id if is_combined else region.series.id == series.id:
                yield {
                    "key": key_of(series.id, region.region_id),
                    "folder": str(homes[series.series_instance_uid]),
                    "mask": str(region.mask),
                    "section": section_for(preset, key),
                }


def _write_mask(encoded: bytes, home: Path, path: Path) -> None:
    sitk = simple_itk()
    mask = sitk.GetImageFromArray(decode_mask(encoded).array.astype(np.uint8))
    mask.CopyInformation(_read_series(home))
    sitk.WriteImage(mask, str(path))


def _series_folders(images: Path) -> dict[str, Path]:
    """Series UID → the folder of its files; each folder holds one series."""
    first = {path.parent: path for path in sorted(images.rglob("*.dcm"), reverse=True)}
    return {str(dcmread(path, stop_before_pixels=True).SeriesInstanceUID): folder for folder, path in first.items()}


def _read_series(folder: Path) -> Any:
    reader = simple_itk().ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()
