"""Where objects may lie on a sample: asked once for each slice, however many objects of a batch lie on it."""

from dataclasses import dataclass, field
from uuid import UUID

from backend.features.examinations.errors import NotOnThisSample
from backend.features.examinations.rules import check_inside
from backend.features.examinations.schemas import AnnotationWrite
from backend.models.annotation import AnnotationKind
from backend.models.sample_image import SampleImage
from backend.repositories.samples import SampleRepository

Size = tuple[int, int]


@dataclass
class Places:
    samples: SampleRepository
    images: dict[UUID, SampleImage]
    sizes: dict[tuple[UUID, str | None, int], Size | None] = field(default_factory=dict)

    async def check(self, new: AnnotationWrite) -> None:
        """Refuse what lies on no image, slice or frame of the sample, or outside of it."""
        image = self.images.get(new.image_id)
        if image is None:
            raise NotOnThisSample("The image does not belong to this sample.")
        place = (image.id, new.sop_instance_uid, new.frame)
        if place not in self.sizes:
            await self._require(image, new)
            self.sizes[place] = await self.samples.pixel_size(image, new.sop_instance_uid)
        if image.file_id is None and new.sop_instance_uid is None and new.kind is not AnnotationKind.IMAGE_LABEL:
            raise NotOnThisSample("sop_instance_uid is missing: a shape lies on one slice.")
        size = self.sizes[place]
        if size is not None:
            check_inside(new.geometry, *size)

    async def _require(self, image: SampleImage, new: AnnotationWrite) -> None:
        if image.file_id is not None:
            if new.sop_instance_uid is not None or new.frame != 1:
                raise NotOnThisSample("A photograph has neither slices nor frames.")
        elif new.sop_instance_uid is not None and not await self.samples.shows(image, new.sop_instance_uid, new.frame):
            raise NotOnThisSample(f"The image has no frame {new.frame} of instance {new.sop_instance_uid}.")
