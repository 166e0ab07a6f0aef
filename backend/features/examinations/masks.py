"""The voxels of readings, as they are now and as they were."""

from base64 import b64encode
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.examinations.errors import ExaminationNotFound
from backend.features.examinations.history import ReadingHistory
from backend.features.examinations.schemas import MaskRead, MasksRead
from backend.imaging.runs import runs_hash, to_wire, unpack, voxel_count
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.masks import MaskRepository, MaskRow, Picture


class MaskService:
    def __init__(self, work: UnitOfWork) -> None:
        self.examinations = ExaminationRepository(work.db)
        self.history = ReadingHistory(work)
        self.masks = MaskRepository(work.db)

    async def of_reading(
        self, examination_id: UUID, caller: Caller, *, annotation_id: UUID | None, version: int | None
    ) -> MasksRead:
        """The voxels of a reading that the caller may see, or of one object of it; now, or as they were."""
        if version is None:
            examination = await self.examinations.get_visible(examination_id, caller)
            if examination is None:
                raise ExaminationNotFound
            rows = await self.masks.all_of(examination_id, annotation_id)
            return MasksRead(version=examination.version, masks=[read_row(row) for row in rows])
        earlier = await self.history.version(examination_id, version, caller)
        found = [
            _read_runs(key, picture, runs)
            for key, pictures in earlier.voxels.runs.items()
            for picture, runs in pictures.items()
            if annotation_id in (None, key)
        ]
        return MasksRead(version=version, masks=found)


def read_row(row: MaskRow) -> MaskRead:
    """What is kept is what travels, but for base64."""
    return MaskRead(
        annotation_id=row.annotation_id,
        sop_instance_uid=row.picture.sop_instance_uid,
        frame=row.frame,
        hash=row.content_hash,
        runs=b64encode(row.runs).decode(),
        voxels=row.voxel_count,
    )


def _read_runs(key: UUID, picture: Picture, runs: bytes) -> MaskRead:
    return MaskRead(
        annotation_id=key,
        sop_instance_uid=picture.sop_instance_uid,
        frame=picture.frame,
        hash=runs_hash(runs) or "",
        runs=to_wire(runs),
        voxels=voxel_count(unpack(runs)),
    )
