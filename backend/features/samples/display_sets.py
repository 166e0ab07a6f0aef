"""What is one thing to read: a stack is, a projection is, a cine loop is, a photograph is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.models.instance import Instance
from backend.models.series import Series
from backend.models.stored_file import StoredFile

# Modalities whose instances are each a picture of their own (PS3.3 C.7.3.1.1.1), not slices of one volume.
PROJECTIONS = frozenset(
    {
        "CR",
        "DX",
        "MG",
        "IO",
        "PX",
        "RG",
        "RF",
        "XA",
        "US",
        "IVUS",
        "ES",
        "XC",
        "GM",
        "SM",
        "OP",
        "OPT",
        "DG",
        "OT",
        "SC",
    }
)
PHOTOGRAPH = "XC"


@dataclass(frozen=True)
class DisplaySet:
    """Exactly one of the three is set."""

    modality: str
    series_id: UUID | None = None
    instance_id: UUID | None = None
    file_id: UUID | None = None

    @property
    def identity(self) -> UUID | None:
        return self.series_id or self.instance_id or self.file_id

    @property
    def content_key(self) -> str:
        if self.series_id:
            return f"series:{self.series_id}"
        return f"instance:{self.instance_id}" if self.instance_id else f"file:{self.file_id}"


def display_sets_of_series(series: Series, images: Sequence[Instance]) -> list[DisplaySet]:
    """The things to read in a series, in the order of its instances."""
    if not images:
        return []
    if series.modality in PROJECTIONS or any(image.frame_count > 1 for image in images):
        return [DisplaySet(series.modality, instance_id=image.id) for image in images]
    return [DisplaySet(series.modality, series_id=series.id)]


def display_set_of_photograph(file: StoredFile) -> DisplaySet:
    return DisplaySet(PHOTOGRAPH, file_id=file.id)
