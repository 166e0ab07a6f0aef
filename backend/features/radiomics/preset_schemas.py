from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.core.schemas import Characters, Name, Schema

MOST_CHARACTERS = 50_000

PresetSource = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_CHARACTERS),
    Field(description="`isocenter-preset/1` or a parameter file of pyradiomics, as YAML or JSON."),
    Characters,
]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400), Characters]


class PresetSection(Schema):
    """What is done for one modality, in words."""

    modality: str = Field(description="A modality key, or `any`.")
    intensity: str
    preprocessing: list[str] = Field(description="The steps of the image, in order.")
    mask_preprocessing: list[str] = Field(description="The steps of the mask, in order.")
    image_types: list[str]
    feature_classes: list[str]
    settings: dict[str, Any]


class PresetRead(Schema):
    id: UUID
    organization_id: UUID
    name: str
    version: int
    description: str
    content: str = Field(description="JSON text, `isocenter-preset/1`; the order of keys is kept.")
    content_hash: str
    source: str = Field(description="The YAML as it was given.")
    created_by_name: str | None = Field(description="Who uploaded it; empty for what the product brings.")
    is_shipped: bool = Field(description="The product brings it; nobody makes versions of it.")
    is_latest: bool
    can_edit: bool = Field(description="Whether the caller may make a new version of it.")
    regions: str = Field(description="referenced: on the series they were drawn on; combined: on all of the study.")
    sections: list[PresetSection]
    created_at: datetime


class PresetCreate(Schema):
    name: Name
    description: Description | None = Field(default=None, description="Else that of the source.")
    source: PresetSource
    organization_id: UUID | None = Field(default=None, description="Its centre; one's first centre if empty.")


class PresetVersionCreate(Schema):
    source: PresetSource
    description: Description | None = Field(default=None, description="Else that of the source, or as before.")


class PresetCheck(Schema):
    source: PresetSource


class PresetError(Schema):
    line: int
    column: int
    path: str = Field(description="Where in the preset: `CT.preprocessing[0].crop`.")
    message: str


class PresetChecked(Schema):
    valid: bool
    errors: list[PresetError]
    name: str | None = Field(description="The name that the source gives itself.")
    description: str | None
    regions: str | None
    sections: list[PresetSection]
