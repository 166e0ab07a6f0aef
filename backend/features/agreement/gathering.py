"""Readings of a set as a study of agreement: who read what, block by block."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.features.agreement.planes import plane_places, put_on_slices
from backend.features.agreement.schemas import AgreementRunCreate
from backend.features.examinations.with_voxels import with_voxels
from backend.imaging.agreement.cases import Case, CaseReading, Comparing, Place, Slice
from backend.imaging.agreement.formulas import VERSION, Formula
from backend.imaging.agreement.marks import Mark
from backend.imaging.agreement.matching import Rule
from backend.imaging.agreement.planes import on_its_plane
from backend.imaging.agreement.stacks import Position, stacked
from backend.imaging.agreement.study import Asked, Rater, RaterKind
from backend.imaging.calibration import calibration_of
from backend.imaging.painted import apart
from backend.models.annotation import AnnotationKind
from backend.models.examination import Examination, ExaminationKind
from backend.models.label import Label
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.agreement import AgreementRepository
from backend.repositories.examinations import ExaminationRepository
from backend.repositories.masks import MaskRepository
from backend.repositories.readings import DrawnObject, Reading, ReadingRepository

REFERENCE, DECISION = "reference", "decision"


@dataclass(frozen=True)
class Plan:
    """What a run is over: the readings of each case, and who made them."""

    asked: Asked
    how: Comparing
    labels: list[Label]
    raters: dict[str, Rater]
    samples: list[Sample]  # those that are read once more are no cases of their own
    readings: dict[UUID, dict[str, Examination]]  # by case and rater
    open_count: int
    inputs_hash: str

    @property
    def cases(self) -> list[UUID]:
        return [sample.id for sample in self.samples if sample.id in self.readings]


class AgreementGathering:
    def __init__(self, work: UnitOfWork) -> None:
        self.rows = AgreementRepository(work.db)
        self.readings = ReadingRepository(work.db)
        self.masks = MaskRepository(work.db)
        self.examinations = ExaminationRepository(work.db)

    async def plan(self, sample_set: SampleSet, request: AgreementRunCreate, seed: int) -> Plan:
        labels = [
            label
            for label in await self.rows.labels(sample_set.id)
            if request.label_ids is None or label.id in request.label_ids
        ]
        samples = await self.rows.samples(sample_set.id)
        rounds = request.rounds or [sample_set.round]
        found = await self.rows.readings(sample_set.id, rounds)
        raters, readings = _by_case(samples, found)
        return Plan(
            asked=_asked(sample_set, request, labels, seed),
            how=_how(sample_set, request, labels),
            labels=labels,
            raters=raters,
            samples=samples,
            readings=readings,
            open_count=await self.rows.open_count(sample_set.id, rounds),
            inputs_hash=_hash(request, seed, labels, found),
        )

    async def cases(self, plan: Plan, keys: Sequence[UUID]) -> list[Case]:
        """Some cases, with what was drawn in them and where that lies."""
        wanted = {examination.id: examination for key in keys for examination in plan.readings[key].values()}
        readings = await with_voxels(self.masks, await self.readings.all_with_objects(list(wanted.values())))
        drawn = {reading.id: reading for reading in readings}
        await put_on_slices(self.rows, drawn.values())
        images = {image.id: image for image in await self.rows.images({each.sample_id for each in wanted.values()})}
        places = await self._places(drawn.values(), images)
        return [_case(key, plan, drawn, images, places) for key in keys]

    async def _places(
        self, readings: Collection[Reading], images: Mapping[UUID, SampleImage]
    ) -> dict[UUID, dict[Slice, Place]]:
        """By sample: where the slices lie on which something is drawn."""
        marked: dict[tuple[UUID, str, int], UUID] = {}
        for reading in readings:
            for thing in reading.objects.values():
                for mark in marks_of(thing, ""):
                    if mark.sop_instance_uid is not None:
                        marked[thing.sample_image_id, mark.sop_instance_uid, mark.frame] = reading.sample_id
        positions = {key: image.position for key, image in images.items()}
        found: dict[UUID, dict[Slice, Place]] = {}
        for reading in readings:
            found.setdefault(reading.sample_id, {}).update(plane_places(reading.objects.values(), positions))
        if not marked:
            return found
        image_ids, uids = {key[0] for key in marked}, {key[1] for key in marked}
        attributes = await self.examinations.slice_attributes(image_ids, uids)
        stacks = await self._stacks(image_ids)
        for (image_id, uid, frame), sample_id in marked.items():
            scale = calibration_of(attributes.get((image_id, uid), {}), frame)
            index, slice_mm = stacks.get(image_id, {}).get(uid, (0, None))
            found.setdefault(sample_id, {})[str(images[image_id].position), uid, frame] = Place(
                scale.row_mm if scale else None, scale.column_mm if scale else None, index, slice_mm if scale else None
            )
        return found

    async def _stacks(self, image_ids: Iterable[UUID]) -> dict[UUID, dict[str, tuple[int, float | None]]]:
        by_image: dict[UUID, list[Position]] = {}
        for row in await self.rows.slices(list(image_ids)):
            position = row.position_mm if row.frame_count == 1 else None  # frames have positions of their own
            by_image.setdefault(row.image_id, []).append(
                Position(
                    row.sop_instance_uid,
                    tuple(position) if position else None,
                    tuple(row.orientation) if row.orientation else None,
                )
            )
        return {image_id: stacked(slices) for image_id, slices in by_image.items()}


def _by_case(
    samples: Sequence[Sample], found: Sequence[Examination]
) -> tuple[dict[str, Rater], dict[UUID, dict[str, Examination]]]:
    """Readings by case and rater. What is read once more is a second reading of its original."""
    shown = {sample.id: sample for sample in samples}
    raters: dict[str, Rater] = {}
    readings: dict[UUID, dict[str, Examination]] = {}
    for examination in found:
        sample = shown[examination.sample_id]
        case = readings.setdefault(sample.original_id or sample.id, {})
        rater = _rater(examination, is_repeat=sample.purpose is SamplePurpose.REPEAT)
        if rater.key in case:  # a control that shows what its reader had read before
            rater = _rater(examination, is_repeat=True)
        raters.setdefault(rater.key, rater)
        case[rater.key] = examination
    return raters, readings


def _rater(examination: Examination, *, is_repeat: bool) -> Rater:
    if examination.kind is ExaminationKind.REFERENCE:
        return Rater(REFERENCE, RaterKind.REFERENCE, None, examination.round)
    if examination.kind is ExaminationKind.ADJUDICATION:
        return Rater(f"{DECISION}|{examination.round}", RaterKind.DECISION, None, examination.round)
    key = f"{examination.reader_id}|{examination.round}" + ("|again" if is_repeat else "")
    return Rater(key, RaterKind.READER, str(examination.reader_id), examination.round, is_repeat)


def _asked(sample_set: SampleSet, request: AgreementRunCreate, labels: Sequence[Label], seed: int) -> Asked:
    return Asked(
        task=sample_set.task.value,
        labels=tuple(str(label.id) for label in labels),
        formulas=frozenset(request.formulas or Formula),
        seed=seed,
        replicates=request.replicates,
    )


def _how(sample_set: SampleSet, request: AgreementRunCreate, labels: Sequence[Label]) -> Comparing:
    surfaces = {Formula.HD95, Formula.SURFACE_DICE}
    return Comparing(
        task=sample_set.task.value,
        labels=tuple(str(label.id) for label in labels),
        rule=Rule(request.match_by, request.iou_at_least, request.centres_within_px),
        tolerance=request.tolerance_mm,
        with_surfaces=request.formulas is None or bool(surfaces & set(request.formulas)),
    )


def _case(
    key: UUID,
    plan: Plan,
    drawn: Mapping[UUID, Reading],
    images: Mapping[UUID, SampleImage],
    places: Mapping[UUID, Mapping[Slice, Place]],
) -> Case:
    readings: dict[str, CaseReading] = {}
    found: dict[Slice, Place] = {}
    for rater, examination in plan.readings[key].items():
        readings[rater] = _reading(drawn[examination.id], images)
        found.update(places.get(examination.sample_id, {}))
    return Case(str(key), readings, found)


def _reading(reading: Reading, images: Mapping[UUID, SampleImage]) -> CaseReading:
    objects = list(reading.objects.values())
    return CaseReading(
        marks=tuple(mark for drawn in objects for mark in marks_of(drawn, str(images[drawn.sample_image_id].position))),
        is_fit=bool(objects) or not reading.bad_quality,
        numbers=_attributes(objects),
    )


def marks_of(drawn: DrawnObject, image_key: str) -> list[Mark]:
    """An object as agreement sees it; images by their place in the sample, which is the same when it is shown again.

    A mask is a mark on each of its pictures: it has to bring its voxels along.
    """
    uid, geometry = drawn.sop_instance_uid, drawn.geometry
    if drawn.plane is not None:
        uid, geometry = on_its_plane(geometry, drawn.plane)
    shape = Mark(
        label=str(drawn.label_id),
        kind=drawn.kind.value,
        geometry=geometry,
        image_key=image_key,
        sop_instance_uid=uid,
        frame=drawn.frame,
    )
    if drawn.kind is not AnnotationKind.MASK:
        return [shape]
    return [
        replace(shape, geometry=geometry, sop_instance_uid=uid, frame=frame, object_id=str(drawn.id))
        for uid, frame, geometry in apart(drawn.geometry)
    ]


def _attributes(objects: Sequence[DrawnObject]) -> dict[tuple[str, str], float]:
    """The mean of each numeric attribute over the objects of a label."""
    values: dict[tuple[str, str], list[float]] = {}
    for drawn in objects:
        for name, value in (drawn.attributes or {}).items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                values.setdefault((str(drawn.label_id), f"attribute:{name}"), []).append(float(value))
    return {key: sum(found) / len(found) for key, found in values.items()}


def _hash(request: AgreementRunCreate, seed: int, labels: Sequence[Label], found: Sequence[Examination]) -> str:
    """SHA-256 of all that the values follow from."""
    inputs: dict[str, Any] = {
        "engine": VERSION,
        "request": request.model_dump(mode="json"),
        "seed": seed,
        "labels": [[str(label.id), label.position] for label in labels],
        "readings": sorted([str(each.id), each.version] for each in found),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
