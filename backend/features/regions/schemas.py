from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.region import RegionOrigin, RegionState


class RegionRead(Schema):
    id: UUID
    name: str = Field(description="As its source names it.")
    series_id: UUID | None = Field(description="The images it lies on; empty until they are here.")
    modality: str | None = Field(description="Of the images it lies on.")
    origin: RegionOrigin
    state: RegionState
    reason: str | None = Field(description="Why it is not ready.")
    voxel_count: int | None
    volume_mm3: float | None
    version: int = Field(description="Rises when its mask changes; 0 while there is none.")
    content_hash: str | None = Field(description="SHA-256 of the shape and the voxels.")


class OutlinedSliceRead(Schema):
    sop_instance_uid: str
    frame: int = Field(description="Of the instance, from 1.")
    x: int = Field(description="Left of what is marked, in pixels.")
    y: int
    width: int
    height: int
    pixel_count: int


class RegionExtent(Schema):
    """On which images a region is."""

    region_id: UUID
    version: int
    rows: int
    columns: int
    slices: list[OutlinedSliceRead] = Field(description="Those that the caller sees, from one end to the other.")


class RegionSlice(Schema):
    """What a region marks on one image, as annotations have it: from the outer corner of the first pixel."""

    region_id: UUID
    version: int
    sop_instance_uid: str
    frame: int
    rows: int
    columns: int
    pixel_count: int = Field(description="0: the region is not on this image.")
    contours: list[list[int]] = Field(
        description="Closed lines along the edges of pixels, each x, y, x, y …; inside of an odd number of them is the "
        "region (SVG fill-rule evenodd)."
    )
