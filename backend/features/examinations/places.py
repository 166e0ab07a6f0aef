"""Where objects may lie on a sample."""

from dataclasses import dataclass, field
from uuid import UUID

from backend.features.examinations.errors import NotOnThisSample
from backend.features.examinations.rules import check_inside
from backend.features.examinations.schemas import AnnotationWrite
from backend.models.annotation import AnnotationKind
from backend.repositories.reading_places import ShownImage, Slice


@dataclass(frozen=True)
class Places:
    """The images of a sample, and those of its slices that are asked for."""

    images: dict[UUID, ShownImage] = field(default_factory=dict)
    slices: dict[str, Slice] = field(default_factory=dict)

    def check(self, new: AnnotationWrite) -> None:
        """Refuse what lies on no image, slice or frame of the sample, or outside of it."""
        image = self.images.get(new.image_id)
        if image is None:
            raise NotOnThisSample("The image does not belong to this sample.")
        place = _whole(image, new) if image.file_id is not None else self._slice(image, new)
        if place is not None and place.rows and place.columns:
            check_inside(new.geometry, place.rows, place.columns)

    def _slice(self, image: ShownImage, new: AnnotationWrite) -> Slice | None:
        if new.sop_instance_uid is None:
            if new.kind is not AnnotationKind.IMAGE_LABEL:
                raise NotOnThisSample("sop_instance_uid is missing: a shape lies on one slice.")
            return None
        found = self.slices.get(new.sop_instance_uid)
        if found is None or found.frame_count < new.frame or not _shows(image, found):
            raise NotOnThisSample(f"The image has no frame {new.frame} of instance {new.sop_instance_uid}.")
        return found


def _whole(image: ShownImage, new: AnnotationWrite) -> ShownImage:
    if new.sop_instance_uid is not None or new.frame != 1:
        raise NotOnThisSample("A photograph has neither slices nor frames.")
    return image


def _shows(image: ShownImage, of: Slice) -> bool:
    return of.instance_id == image.instance_id or of.series_id == image.series_id
