from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from backend.core.schemas import Schema
from backend.features.regions.schemas import RegionRead


class StudyRead(Schema):
    id: UUID
    study_instance_uid: str
    patient_label: str = Field(description="Name and number, a pseudonym, or Hidden: as much as the caller may see.")
    study_date: date | None = Field(description="Only where the patient is shown in full.")
    description: str | None = Field(description="Only where the patient is shown in full: free text may name people.")
    accession_number: str | None = Field(description="Only where the patient is shown in full.")
    modalities: list[str]
    series_count: int = Field(description="Series that the caller may see.")
    instance_count: int
    created_at: datetime


class SeriesRead(Schema):
    id: UUID
    series_instance_uid: str
    modality: str
    description: str | None = Field(description="Only where the patient is shown in full.")
    instance_count: int
    rows: int | None
    columns: int | None
    regions: list[RegionRead]


class StudyDetail(StudyRead):
    series: list[SeriesRead]
