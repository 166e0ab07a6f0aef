"""Packages of the demo in every state: done, in progress, assigned, free."""

from uuid import UUID, uuid4

from backend.core.paging import Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.schemas import AnnotationWrite, ExaminationWrite
from backend.features.examinations.service import ExaminationService
from backend.features.examinations.shapes import ImageLabelGeometry
from backend.features.labels.service import LabelService
from backend.features.packages.service import PackageService
from backend.features.samples.schemas import SampleRead
from backend.models.annotation import AnnotationKind
from backend.models.examination import ExaminationState

REMARK = "Made with the demo, on an artificial image: no clinical finding."


class DemoReading:
    """Reads as a person would, with one label for a whole image."""

    def __init__(self, work: UnitOfWork, reader: Caller) -> None:
        self.work = work
        self.reader = reader
        self.packages = PackageService(work)

    async def take(self, set_id: UUID) -> UUID:
        return (await self.packages.claim_next(set_id, self.reader)).id

    async def read(self, package_id: UUID, set_id: UUID, label: str, *, at_most: int | None = None) -> None:
        """Read the first samples of a package, or all of them."""
        labels = await LabelService(self.work).listing(set_id, self.reader, Page())
        label_id = next(known.id for known in labels.items if known.name == label)
        items = await self.packages.items(package_id, self.reader, Page())
        for item in items.items[:at_most]:
            await self._read(package_id, item.sample, label_id)

    async def _read(self, package_id: UUID, sample: SampleRead, label_id: UUID) -> None:
        examinations = ExaminationService(self.work)
        begun = await examinations.open(package_id, sample.id, self.reader)
        whole_image = AnnotationWrite(
            id=uuid4(),
            label_id=label_id,
            image_id=sample.images[0].id,
            kind=AnnotationKind.IMAGE_LABEL,
            geometry=ImageLabelGeometry(kind="image_label"),
        )
        reading = ExaminationWrite(
            base_version=begun.version, annotations=[whole_image], comment=REMARK, state=ExaminationState.DONE
        )
        await examinations.put(begun.id, reading, self.reader)
