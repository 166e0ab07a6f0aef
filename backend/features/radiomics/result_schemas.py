from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.models.region import RegionOrigin


class FeatureRow(Schema):
    task_id: UUID
    region_id: UUID
    patient_label: str | None
    modality: str
    modality_key: str = Field(description="The section of the preset it was computed by.")
    region_name: str
    origin: RegionOrigin
    reader_name: str | None = Field(description="Who drew it, if a reader did.")
    is_stale: bool = Field(description="The region has changed since its features were computed.")
    reused: bool = Field(description="Taken over from an earlier run over the same images, region and settings.")
    values: list[float | None] = Field(description="In the order of `columns`; null: not computable.")
    reasons: dict[str, str] = Field(description="Feature → why it is not computable.")


class FeatureTable(Schema):
    columns: list[str] = Field(description="Those asked for, else all; in the run's order.")
    items: list[FeatureRow]
    total: int
    page: int
    page_size: int


class FeatureColumn(Schema):
    """A feature by the parts of its name."""

    name: str
    image_type: str = Field(description="`original`, `wavelet-LLH`, `log-sigma-1-0-mm-3D` …")
    feature_class: str = Field(description="`shape`, `firstorder`, `glcm` …")
    feature: str
