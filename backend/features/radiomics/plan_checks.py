"""What is known to speak against a region or a series before anything is computed."""

from typing import Any
from uuid import UUID

from backend.core.errors import Unprocessable
from backend.features.radiomics.schemas import PlanCode, PlanReason
from backend.features.regions.readers import Box, DrawnRegion
from backend.imaging.extraction import require_suv
from backend.models.region import Region, RegionState
from backend.models.series import Series
from backend.repositories.extraction_scope import ImageSize

Checked = tuple[PlanReason | None, list[PlanReason]]
UNITS = "00541001"
THREE_DIMENSIONS = 3
# By the names of errors in `imaging.region_errors`.
FAILED_FOR = {
    "EmptyRegion": PlanCode.EMPTY,
    "OffImage": PlanCode.OFF_IMAGE,
    "AnotherFrameOfReference": PlanCode.ANOTHER_FRAME_OF_REFERENCE,
    "GeometryMismatch": PlanCode.GEOMETRY_MISMATCH,
}


def reason(code: PlanCode, message: str) -> PlanReason:
    return PlanReason(code=code, message=message)


def failed_reason(region: Region, message: str | None = None) -> PlanReason:
    """Why a region has no mask, in its own words or in others that say the same."""
    code = FAILED_FOR.get(region.reason_code or "", PlanCode.REGION_FAILED)
    return reason(code, message or region.reason or "It could not be drawn.")


def check_series(
    series: Series, section: dict[str, Any], size: ImageSize | None, attributes: dict[UUID, dict[str, Any]]
) -> PlanReason | None:
    if size is not None and not size.is_uniform:
        return reason(PlanCode.GEOMETRY_MISMATCH, "The images of this series are not all of one size.")
    if section.get("intensity") == "suv":
        try:
            require_suv(series.modality, _units(attributes.get(series.id, {})))
        except Unprocessable as error:
            return reason(PlanCode.NOT_SUV, str(error))
    return None


def check_imported(region: Region | None) -> Checked:
    if region is None or region.state is RegionState.PENDING:
        return reason(PlanCode.REGION_FAILED, (region and region.reason) or "It has no mask yet."), []
    if region.state is RegionState.FAILED:
        return failed_reason(region), []
    if region.voxel_count == 0:
        return reason(PlanCode.EMPTY, "The region holds no voxel."), []
    return None, []


def check_drawn(drawn: DrawnRegion, row: Region | None, size: ImageSize | None) -> Checked:
    """A reader's region; `row` is what became of it when it was drawn as it is now."""
    if not drawn.shapes:
        return reason(PlanCode.OPEN_SHAPES_ONLY, "It has points or lines only, which enclose nothing."), []
    if row is not None and row.state is RegionState.FAILED:
        return failed_reason(row), []
    if size is None:
        return None, []
    inside = [_share_inside(box, size) for _, box in drawn.boxes]
    if inside and max(inside) == 0:
        return reason(PlanCode.OFF_IMAGE, "All its shapes lie beyond the edges of the images."), []
    if inside and min(inside) < 1:
        return None, [reason(PlanCode.PARTLY_OFF_IMAGE, "What lies beyond the edges of the images is left out.")]
    return None, []


def one_slice(voxels: int | None, slices: int | None, section: dict[str, Any]) -> PlanReason | None:
    """What to say of a region of one voxel or one slice, unless resampling gives it another size."""
    settings = section["pyradiomics"].get("setting") or {}
    if _changes_grid(section, settings):
        return None
    if voxels == 1:
        return reason(PlanCode.ONE_VOXEL, "The region is a single voxel: there is nothing to measure between voxels.")
    if slices != 1:
        return None
    least = settings.get("minimumROIDimensions")
    if isinstance(least, int) and least >= THREE_DIMENSIONS:
        return reason(PlanCode.TOO_FEW_SLICES, "It is on one slice, and the preset asks for three dimensions.")
    if settings.get("force2D"):
        return None
    return reason(
        PlanCode.ONE_SLICE, "It is on one slice, and the preset computes in three dimensions: compare it with care."
    )


def _changes_grid(section: dict[str, Any], settings: dict[str, Any]) -> bool:
    steps = [*(section.get("preprocessing") or ()), *(section.get("mask_preprocessing") or ())]
    return any("resample" in step for step in steps) or bool(settings.get("resampledPixelSpacing"))


def _share_inside(box: Box, size: ImageSize) -> float:
    x, y, width, height = box
    across = min(x + width, size.columns[1]) - max(x, 0.0)
    down = min(y + height, size.rows[1]) - max(y, 0.0)
    if across <= 0 or down <= 0 or width <= 0 or height <= 0:
        return 0.0
    return (across * down) / (width * height)


def _units(attributes: dict[str, Any]) -> str:
    values = (attributes.get(UNITS) or {}).get("Value") or [""]
    return str(values[0])
