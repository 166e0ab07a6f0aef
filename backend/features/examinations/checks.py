"""Whether an operation fits a reading: the task, the labels, the places and what the reading says already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from backend.features.examinations.attributes import check_values
from backend.features.examinations.errors import (
    LabelArchived,
    LabelOfAnotherSet,
    NoSuchMask,
    NothingRead,
    ObjectsContradictNoFinding,
)
from backend.features.examinations.patient_shapes import on_plane
from backend.features.examinations.places import Places
from backend.features.examinations.rules import check_kind, check_shape
from backend.features.examinations.schemas import (
    AnnotationWrite,
    Operation,
    PaintMask,
    PutAnnotation,
    SetFlags,
    SetState,
)
from backend.models.annotation import AnnotationKind
from backend.models.examination import ExaminationState
from backend.models.sample_set import Task
from backend.repositories.reading_places import Word
from backend.repositories.readings import DrawnObject, Reading


@dataclass(frozen=True)
class Checks:
    task: Task
    words: Mapping[UUID, Word]
    places: Places
    earlier: Mapping[UUID, DrawnObject] = field(default_factory=dict)

    def check(self, reading: Reading, operation: Operation) -> None:
        """Look at an operation before it changes the reading.

        Raises:
            InvalidOperation: It does not fit.
        """
        if isinstance(operation, PutAnnotation):
            self._check_object(reading, operation.annotation)
        elif isinstance(operation, SetFlags):
            if operation.no_finding and reading.objects:
                raise ObjectsContradictNoFinding
        elif isinstance(operation, SetState):
            self._check_state(reading, operation)
        elif isinstance(operation, PaintMask):
            self._check_strokes(reading, operation)

    def _check_object(self, reading: Reading, new: AnnotationWrite) -> None:
        check_kind(new.kind, self.task)
        check_shape(on_plane(new))
        self._check_label(reading, new)
        self.places.check(new)

    def _check_state(self, reading: Reading, new: SetState) -> None:
        if new.state is ExaminationState.DONE and not _says_something(reading):
            raise NothingRead

    def _check_strokes(self, reading: Reading, operation: PaintMask) -> None:
        painted = reading.objects.get(operation.annotation_id)
        if painted is None or painted.kind is not AnnotationKind.MASK:
            raise NoSuchMask
        self.places.check_strokes(painted.sample_image_id, operation)

    def _check_label(self, reading: Reading, new: AnnotationWrite) -> None:
        word = self.words.get(new.label_id)
        if word is None:
            raise LabelOfAnotherSet
        before = reading.objects.get(new.id) or self.earlier.get(new.id)
        if word.archived_at is not None and (before is None or before.label_id != word.id):
            raise LabelArchived(f"The label {word.name} is archived: objects keep it, but no new ones get it.")
        check_values(new, word, before)


def is_done_with_nothing(reading: Reading) -> bool:
    return reading.state is ExaminationState.DONE and not _says_something(reading)


def _says_something(reading: Reading) -> bool:
    return bool(reading.objects) or reading.no_finding or reading.bad_quality
