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
