"""Where objects may lie on a sample."""

from dataclasses import dataclass, field
from uuid import UUID

from backend.features.examinations.errors import NotOnThisSample, ShapeOutsideImage
from backend.features.examinations.painting import difference_of, named, picture_of
from backend.features.examinations.rules import check_inside
from backend.features.examinations.schemas import AnnotationWrite, PaintMask
from backend.models.annotation import AnnotationKind
from backend.repositories.masks import Picture
from backend.repositories.reading_places import ShownImage, Slice


@dataclass(frozen=True)
class Places:
    """The images of a sample, and those of its slices that are asked for."""

    images: dict[UUID, ShownImage] = field(default_factory=dict)
    slices: dict[str, Slice] = field(default_factory=dict)
    frames_of_reference: dict[UUID, str] = field(default_factory=dict)

    def check(self, new: AnnotationWrite) -> None:
        """Refuse what lies on no image, slice or frame of the sample, or outside of it."""
        image = self.images.get(new.image_id)
        if image is None:
            raise NotOnThisSample("The image does not belong to this sample.")
        if new.kind is AnnotationKind.MASK:
            _require_no_slice(new)
            return
        if new.plane is not None:
            self._check_plane(image, new)
            return
        place = _whole(image, new) if image.file_id is not None else self._slice(image, new)
        if place is not None and place.rows and place.columns:
            check_inside(new.geometry, place.rows, place.columns)

    def size(self, image_id: UUID, picture: Picture) -> tuple[int, int]:
        """Rows and columns of a picture of an image. Refuses what the image does not show."""
        image = self.images.get(image_id)
        if image is None:
            raise NotOnThisSample("The image does not belong to this sample.")
        shown: ShownImage | Slice | None = self._shown(image, picture)
        if image.file_id is not None:
            shown = image if picture == Picture(None, 1) else None
        if shown is None or not shown.rows or not shown.columns:
            raise NotOnThisSample(f"The image has no such picture to paint on. {named(picture)}")
        return shown.rows, shown.columns

    def check_strokes(self, image_id: UUID, operation: PaintMask) -> None:
        """Refuse strokes that reach beyond their pictures."""
        for painted in operation.slices:
            picture = picture_of(painted)
            rows, columns = self.size(image_id, picture)
            ends = difference_of(painted)
            if ends.size and ends[-1] > rows * columns:
                raise ShapeOutsideImage(f"The runs reach beyond {columns} by {rows} pixels. {named(picture)}")

    def _shown(self, image: ShownImage, picture: Picture) -> Slice | None:
        found = self.slices.get(picture.sop_instance_uid or "")
        return found if found and found.frame_count >= picture.frame and _shows(image, found) else None

    def _check_plane(self, image: ShownImage, new: AnnotationWrite) -> None:
        """Coordinates of a patient mean something within one frame of reference only (PS3.3 C.7.4.1)."""
        if new.sop_instance_uid is not None or new.frame != 1:
            raise NotOnThisSample("A shape on a plane through the volume has neither slice nor frame.")
        own = self.frames_of_reference.get(image.id)
        if own is None:
            raise NotOnThisSample("The image has no frame of reference: nothing has a place in its patient.")
        if new.plane is not None and new.plane.frame_of_reference_uid != own:
            raise NotOnThisSample(f"The frame of reference of the image is {own}.")

    def _slice(self, image: ShownImage, new: AnnotationWrite) -> Slice | None:
        if new.sop_instance_uid is None:
            if new.kind is not AnnotationKind.IMAGE_LABEL:
                raise NotOnThisSample("sop_instance_uid is missing: a shape lies on one slice.")
            return None
        found = self._shown(image, Picture(new.sop_instance_uid, new.frame))
        if found is None:
            raise NotOnThisSample(f"The image has no frame {new.frame} of instance {new.sop_instance_uid}.")
        return found


def _require_no_slice(new: AnnotationWrite) -> None:
    if new.sop_instance_uid is not None or new.frame != 1:
        raise NotOnThisSample("A mask lies on a whole image: its voxels name their slices and frames themselves.")


def _whole(image: ShownImage, new: AnnotationWrite) -> ShownImage:
    if new.sop_instance_uid is not None or new.frame != 1:
        raise NotOnThisSample("A photograph has neither slices nor frames.")
    return image


def _shows(image: ShownImage, of: Slice) -> bool:
    return of.instance_id == image.instance_id or of.series_id == image.series_id
