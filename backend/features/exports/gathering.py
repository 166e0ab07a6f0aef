"""Gathering what a caller may have of a set into a document."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true

from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.samples.anonymous import patient_label, without_patient
from backend.imaging.exchange.document import (
    Document,
    DocumentImage,
    DocumentLabel,
    DocumentObject,
    DocumentReading,
    DocumentSample,
    DocumentSet,
    DocumentSlice,
)
from backend.imaging.painted import on_picture, together
from backend.models.annotation import AnnotationKind
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.label import Label
from backend.models.patient import Patient
from backend.models.sample_set import Identity, SampleSet
from backend.repositories.exchange import (
    Block,
    ExchangeRepository,
    ImageRow,
    MaskedPicture,
    SliceRow,
    is_undone,
    within,
)

SAMPLES_AT_ONCE = 500
KIND, GEOMETRY = 4, 5  # where they stand in the row of an object


class Whose(StrEnum):
    """Whose readings are wanted."""

    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class Choice:
    """Which readings are wanted, for whom, and how their readers are called."""

    caller: Caller
    whose: Whose = Whose.ALL
    kinds: frozenset[ExaminationKind] = frozenset({ExaminationKind.READING})
    rounds: frozenset[int] | None = None
    only_done: bool = False
    names: bool = False  # of readers; else they are Reader 1, Reader 2, …


async def gather(work: UnitOfWork, sample_set: SampleSet, choice: Choice) -> Document:
    """What the caller may have of a set. Others' readings only for those whom the set's blinding lets see them.

    Raises:
        BlindInSet: All readings are wanted by somebody who must not know of them.
    """
    if choice.whose is Whose.ALL:
        await BlindingService(work).require_sight(sample_set, choice.caller)
    condition = wanted(sample_set.id, choice) & _readable(sample_set, choice)
    return await _Gathering(work, sample_set, choice).document(condition)


def _readable(sample_set: SampleSet, choice: Choice) -> ColumnElement[bool]:
    """What may be seen of a set by whom it is not blind to, as `readable_by` has it.

    That is asked only where it depends on the reading: asked of each of very many, it would take very long.
    """
    own = Examination.reader_id == choice.caller.user_id
    group_id = sample_set.group_id
    may_see = (choice.caller.may(action, in_=group_id) for action in (Action.READ_SAMPLE, Action.SEE_ALL_PACKAGES))
    if choice.whose is Whose.OWN or not any(may_see):
        return own
    by_rule = choice.kinds & {ExaminationKind.IMPORTED, ExaminationKind.REFERENCE}
    if not by_rule:
        return true()
    return or_(Examination.kind.not_in(by_rule), BlindingService.readable_by(choice.caller))


def wanted(set_id: UUID, choice: Choice) -> ColumnElement[bool]:
    """Which readings a choice names, before it is asked who may see them."""
    conditions = [Examination.set_id == set_id, Examination.kind.in_(choice.kinds) if choice.kinds else false()]
    if choice.whose is Whose.OWN:
        conditions.append(Examination.reader_id == choice.caller.user_id)
    if ExaminationKind.ADJUDICATION in choice.kinds:
        conditions.append(~is_undone())
    if choice.rounds is not None:
        conditions.append(Examination.round.in_(choice.rounds))
    if choice.only_done:
        conditions.append(Examination.state == ExaminationState.DONE)
    return and_(*conditions)


class _Gathering:
    """Block by block, so that nobody waits for a database that tells of a whole set at once."""

    def __init__(self, work: UnitOfWork, sample_set: SampleSet, choice: Choice) -> None:
        self.rows = ExchangeRepository(work.db)
        self.set = sample_set
        self.choice = choice
        self.is_told = choice.whose is Whose.ALL and choice.caller.may(Action.SEE_ALL_PACKAGES, in_=sample_set.group_id)
        self.patients: dict[str, Patient | None] = {}
        self.called: dict[UUID, str] = {}

    async def document(self, condition: ColumnElement[bool]) -> Document:
        labels = await self.rows.labels(self.set.id)
        rows = await self.rows.samples(self.set.id)
        samples: list[DocumentSample] = []
        readings: list[DocumentReading] = []
        for start in range(0, len(rows), SAMPLES_AT_ONCE):
            some = rows[start : start + SAMPLES_AT_ONCE]
            block = (some[0][0].position, some[-1][0].position)
            samples += await self._samples(some, block)
            readings += await self._readings(condition, block)
            await asyncio.sleep(0)
        if self.choice.whose is Whose.OWN:  # what a set holds besides is no part of one's own readings
            read = {reading.sample_id for reading in readings}
            samples = [sample for sample in samples if sample.id in read]
        return Document(_set(self.set), tuple(map(_label, labels)), tuple(samples), tuple(readings))

    async def _samples(self, rows: Sequence[tuple[Any, Patient | None]], block: Block) -> list[DocumentSample]:
        slices = _grouped(await self.rows.slices(self.set.id, block))
        images: dict[UUID, list[ImageRow]] = {}
        for image in await self.rows.images(self.set.id, block):
            images.setdefault(image.sample_id, []).append(image)
        self.patients |= {str(row.id): patient for row, patient in rows}
        return [self._sample(row, patient, images.get(row.id, ()), slices) for row, patient in rows]

    def _sample(
        self,
        row: Any,
        patient: Patient | None,
        images: Sequence[ImageRow],
        slices: Mapping[UUID, Sequence[DocumentSlice]],
    ) -> DocumentSample:
        shown = (self._image(image, row.position, row.modality, slices.get(image.id, ())) for image in images)
        return DocumentSample(
            id=str(row.id),
            position=row.position,
            title=row.title,
            modality=row.modality,
            patient=patient_label(patient, self.set.identity),
            images=tuple(shown),
            purpose=row.purpose.value if self.is_told else None,
            original_id=str(row.original_id) if self.is_told and row.original_id else None,
        )

    def _image(
        self, row: ImageRow, sample_position: int, modality: str, slices: Sequence[DocumentSlice]
    ) -> DocumentImage:
        return DocumentImage(
            id=str(row.id),
            role=str(row.role),
            position=row.position,
            modality=row.modality or modality,
            width=row.width or next((one.columns for one in slices if one.columns), None),
            height=row.height or next((one.rows for one in slices if one.rows), None),
            file_name=self._file_name(row, sample_position),
            sha256=row.sha256,
            study_instance_uid=row.study_instance_uid,
            series_instance_uid=row.series_instance_uid,
            frame_of_reference_uid=row.frame_of_reference_uid,
            slices=tuple(slices),
        )

    def _file_name(self, row: ImageRow, sample_position: int) -> str:
        """As it came, where patients are shown by name; else one that says nothing, for file names often do."""
        own = row.file_name or ""
        if own and self.set.identity is Identity.FULL:
            return own
        return f"{sample_position:06d}-{row.position}{PurePath(own).suffix.lower() or '.dcm'}"

    async def _readings(self, condition: ColumnElement[bool], block: Block) -> list[DocumentReading]:
        """By the order of the samples, and as they were begun."""
        condition = within(self.set.id, block) & condition
        found = await self.rows.objects(condition)
        if any(drawn[KIND] is AnnotationKind.MASK for drawn in found):
            found = _with_voxels(found, await self.rows.masks(condition))
        objects: dict[str, list[tuple[Any, ...]]] = {}
        for drawn in found:
            objects.setdefault(drawn[0], []).append(drawn[1:])
        rows = await self.rows.readings(condition)
        for row in rows:
            self.called.setdefault(row[2], row[3] if self.choice.names else f"Reader {len(self.called) + 1}")
        place = {key: number for number, key in enumerate(self.patients)}
        rows.sort(key=lambda row: place[str(row[1])])
        return [self._reading(row, objects.get(row[0].hex, ())) for row in rows]

    def _reading(self, row: tuple[Any, ...], objects: Sequence[tuple[Any, ...]]) -> DocumentReading:
        key, sample_id, reader_id, _, kind, round_, turn, author, state, version, *rest = row
        tentative, bad_quality, no_finding, remark, done_at, updated_at = rest
        sample = str(sample_id)
        return DocumentReading(
            id=str(key),
            sample_id=sample,
            reader=self.called[reader_id],
            kind=kind.value,
            round=round_,
            state=state.value,
            version=version,
            turn=turn,
            author=author,
            tentative=tentative,
            bad_quality=bad_quality,
            no_finding=no_finding,
            comment=self._said(remark, sample),
            done_at=_instant(done_at),
            updated_at=_instant(updated_at),
            objects=tuple(self._object(one, sample) for one in objects),
        )

    def _object(self, row: tuple[Any, ...], sample_id: str) -> DocumentObject:
        key, label_id, image_id, kind, geometry, uid, frame, *rest = row
        attributes, remark, tracking, is_target, origin, updated_at, plane = rest
        return DocumentObject(
            id=_dashed(key),
            label_id=_dashed(label_id),
            image_id=_dashed(image_id),
            kind=kind.value,
            geometry=geometry,
            sop_instance_uid=uid,
            frame=frame,
            attributes=attributes,
            comment=self._said(remark, sample_id),
            tracking_uid=tracking,
            is_target=is_target,
            origin=origin.value,
            updated_at=_instant(updated_at),
            plane=plane,
        )

    def _said(self, text: str | None, sample_id: str) -> str | None:
        """Free text leaves under the identity rule of the set, like everything else."""
        return without_patient(text, self.patients.get(sample_id), self.set.identity) if text else None


def _with_voxels(objects: Iterable[tuple[Any, ...]], masks: Iterable[MaskedPicture]) -> list[tuple[Any, ...]]:
    """Masks tell what they mark by their geometry."""
    pictures: dict[tuple[str, str], list[tuple[str | None, int, Mapping[str, Any]]]] = {}
    for one in masks:
        geometry = on_picture(one.rows, one.columns, one.runs)
        place = (one.sop_instance_uid or None, one.frame, geometry)
        pictures.setdefault((one.examination_id, one.annotation_id), []).append(place)
    return [
        (*drawn[:GEOMETRY], together(pictures.get((drawn[0], drawn[1]), ())), *drawn[GEOMETRY + 1 :])
        if drawn[KIND] is AnnotationKind.MASK
        else drawn
        for drawn in objects
    ]


def _set(sample_set: SampleSet) -> DocumentSet:
    return DocumentSet(
        id=str(sample_set.id),
        name=sample_set.name,
        task=sample_set.task.value,
        round=sample_set.round,
        identity=sample_set.identity.value,
        description=sample_set.description,
        guideline=sample_set.guideline,
    )


def _label(label: Label) -> DocumentLabel:
    return DocumentLabel(
        id=str(label.id),
        name=label.name,
        color=label.color,
        position=label.position,
        description=label.description,
        concept=label.concept,
        attributes=tuple(label.attributes or ()),
        is_archived=label.archived_at is not None,
    )


def _slice(row: SliceRow) -> DocumentSlice:
    return DocumentSlice(
        sop_instance_uid=row.sop_instance_uid,
        sha256=row.sha256,
        frame_count=row.frame_count,
        rows=row.rows,
        columns=row.columns,
        position_mm=_numbers(row.position_mm),
        orientation=_numbers(row.orientation),
        spacing_mm=_numbers(row.spacing_mm),
    )


def _grouped(rows: Iterable[SliceRow]) -> dict[UUID, list[DocumentSlice]]:
    found: dict[UUID, list[DocumentSlice]] = {}
    for row in rows:
        found.setdefault(row.image_id, []).append(_slice(row))
    return found


def _numbers(values: Sequence[Any] | None) -> tuple[float, ...] | None:
    try:
        return tuple(float(value) for value in values) if values else None
    except (TypeError, ValueError):
        return None


def _dashed(key: str) -> str:
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
