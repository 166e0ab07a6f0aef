"""Which image is drawn, in a set or among all that the caller sees."""

from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.dicomweb.errors import InstanceNotFound, NoImage, SeriesNotFound, StudyNotFound
from backend.features.dicomweb.service import DicomwebService, ImageName
from backend.features.sets.service import SetService
from backend.repositories.instances import FrameSource
from backend.repositories.pictures import PictureName, PictureRepository


class PictureService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.pictures = PictureRepository(work.db)
        self.dicomweb = DicomwebService(work)

    async def frame(self, set_id: UUID | None, image: ImageName, number: int, caller: Caller) -> FrameSource:
        """One frame of an image, in a set or, without one, as the caller sees it in whichever way."""
        if set_id is None:
            return await self.dicomweb.frame(image, number, caller)
        return await self.dicomweb.frame_in_set(set_id, image, number, caller)

    async def representative(self, set_id: UUID | None, name: PictureName, caller: Caller) -> FrameSource:
        """The image that stands for a study, a series or itself."""
        if set_id is None:
            source = await self.pictures.visible(name, caller)
        else:
            await SetService(self.work).visible(set_id, caller)
            source = await self.pictures.of_set(set_id, name, caller)
        if source is None:
            raise _missing(name)
        if not source.is_image:
            raise NoImage
        return source


def _missing(name: PictureName) -> InstanceNotFound | SeriesNotFound | StudyNotFound:
    if name.instance is not None:
        return InstanceNotFound()
    return SeriesNotFound() if name.series is not None else StudyNotFound()
