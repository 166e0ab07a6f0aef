"""What differs between two releases: by sample, by label, and by the pixels of what was redrawn."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from backend.imaging.agreement.areas import overlap
from backend.imaging.agreement.marks import Mark
from backend.imaging.agreement.planes import on_its_plane
from backend.imaging.releases.manifest import Manifest, Values, read_manifest

FLAGS = ("state", "tentative", "bad_quality", "no_finding", "comment")
OBJECT_FIELDS = (
    "label_id", "image_id", "sop_instance_uid", "frame", "kind", "geometry", "plane", "attributes", "comment",
    "tracking_uid", "is_target",
)  # fmt: skip
LABEL_FIELDS = ("name", "color", "description", "concept", "attributes", "is_archived")
SET_FIELDS = ("name", "task", "description", "guideline", "identity")


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ObjectChange:
    """An object of a reading. `dice` is of its pixels before and after; None where it is no area in both."""

    id: str
    reading_id: str
    reader: str
    label: str
    change: Change
    fields: tuple[str, ...] = ()
    dice: float | None = None


@dataclass(frozen=True)
class SampleChange:
    """`fields`: what of the sample or of its readings themselves differs."""

    id: str
    title: str
    position: int
    change: Change
    fields: tuple[str, ...] = ()
    objects: tuple[ObjectChange, ...] = ()


@dataclass(frozen=True)
class LabelChange:
    """A label: how it is defined, and how many of its objects differ."""

    id: str
    name: str
    change: Change | None
    fields: tuple[str, ...]
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Differences:
    set_fields: tuple[str, ...]
    unchanged: int
    counts: Mapping[Change, int]
    labels: tuple[LabelChange, ...]
    samples: tuple[SampleChange, ...]
    total: int = field(default=0)  # of samples that differ, of which `samples` are one page


def compare_files(before: str, after: str, offset: int, limit: int) -> Differences:
    """Compare two manifests; tells the samples of one page."""
    return compare(
        read_manifest(Path(before).read_bytes()), read_manifest(Path(after).read_bytes()), offset=offset, limit=limit
    )


def compare(before: Manifest, after: Manifest, *, offset: int = 0, limit: int | None = None) -> Differences:
    """Samples whose hashes are equal are equal. Pixels are counted for the samples that are told."""
    old, new = ({part["id"]: part for part in one.parts} for one in (before, after))
    names = {label["id"]: label["name"] for one in (before, after) for label in one.head["labels"]}
    changed = list(_changed_samples(old, new, names))
    differing = sorted(changed, key=lambda sample: (sample.position, sample.id))
    page = differing[offset : None if limit is None else offset + limit]
    return Differences(
        set_fields=_fields(before.head["set"], after.head["set"], SET_FIELDS),
        unchanged=len((old.keys() & new.keys()) - {sample.id for sample in changed}),
        counts=Counter(sample.change for sample in changed),
        labels=tuple(_labels(before, after, changed)),
        samples=tuple(_with_pixels(sample, old, new) for sample in page),
        total=len(differing),
    )


def _changed_samples(
    old: Mapping[str, Values], new: Mapping[str, Values], names: Mapping[str, str]
) -> Iterator[SampleChange]:
    for key in dict.fromkeys([*old, *new]):
        here, there = old.get(key), new.get(key)
        if (here and "withdrawn" in here) or (there and "withdrawn" in there):
            if not (here and there and "withdrawn" in here and "withdrawn" in there):
                yield _withdrawn(key, here, there)
        elif here is None or there is None:
            yield _whole(here or there or {}, Change.REMOVED if there is None else Change.ADDED, names)
        elif here["sha256"] != there["sha256"]:
            sample = _changed(here, there, names)
            if sample.fields or sample.objects:  # else it was opened again and left as it was
                yield sample


def _withdrawn(key: str, here: Values | None, there: Values | None) -> SampleChange:
    """Withdrawn from one of the two, or withdrawn from one and not in the other: nothing of it is compared."""
    for part in (here, there):
        if part and "sample" in part:
            return SampleChange(key, part["sample"]["title"], part["sample"]["position"], Change.WITHDRAWN)
    return SampleChange(key, "", 0, Change.WITHDRAWN)


def _whole(part: Values, change: Change, names: Mapping[str, str]) -> SampleChange:
    sample = part["sample"]
    objects = tuple(
        ObjectChange(one["id"], reading["id"], reading["reader"], names.get(one["label_id"], ""), change)
        for reading, one in _objects(part).values()
    )
    return SampleChange(part["id"], sample["title"], sample["position"], change, objects=objects)


def _changed(here: Values, there: Values, names: Mapping[str, str]) -> SampleChange:
    old, new = _objects(here), _objects(there)
    objects = []
    for key in dict.fromkeys([*old, *new]):
        reading, one = new.get(key) or old[key]
        change = Change.ADDED if key not in old else Change.REMOVED if key not in new else Change.CHANGED
        fields = _fields(old[key][1], new[key][1], OBJECT_FIELDS) if change is Change.CHANGED else ()
        if fields or change is not Change.CHANGED:
            label = names.get(one["label_id"], "")
            objects.append(ObjectChange(one["id"], reading["id"], reading["reader"], label, change, fields))
    sample = there["sample"]
    return SampleChange(
        there["id"], sample["title"], sample["position"], Change.CHANGED, _said(here, there), tuple(objects)
    )


def _said(here: Values, there: Values) -> tuple[str, ...]:
    """What of the readings themselves differs, and whether the images do."""
    old, new = ({reading["id"]: reading for reading in part["readings"]} for part in (here, there))
    found = {name for key in old.keys() & new.keys() for name in _fields(old[key], new[key], FLAGS)}
    found |= {"readings"} if old.keys() != new.keys() else set()
    found |= {"images"} if here["sample"]["images"] != there["sample"]["images"] else set()
    return tuple(sorted(found))


def _labels(before: Manifest, after: Manifest, samples: Collection[SampleChange]) -> Iterator[LabelChange]:
    """Labels whose definition or whose objects differ. Counted under the name that an object has last."""
    old, new = ({label["id"]: label for label in one.head["labels"]} for one in (before, after))
    counts = Counter((one.label, one.change) for sample in samples for one in sample.objects)
    for key in dict.fromkeys([*old, *new]):
        label = new.get(key) or old[key]
        fields = _fields(old[key], new[key], LABEL_FIELDS) if key in old and key in new else ()
        change = Change.ADDED if key not in old else Change.REMOVED if key not in new else None
        change = Change.CHANGED if fields else change
        told = [counts[label["name"], kind] for kind in (Change.ADDED, Change.REMOVED, Change.CHANGED)]
        if change or any(told):
            yield LabelChange(key, label["name"], change, fields, *told)


def _with_pixels(sample: SampleChange, old: Mapping[str, Values], new: Mapping[str, Values]) -> SampleChange:
    if sample.change is not Change.CHANGED:
        return sample
    before, after = _objects(old[sample.id]), _objects(new[sample.id])
    objects = []
    for one in sample.objects:
        key = (one.reading_id, one.id)
        dice = _dice(before[key][1], after[key][1]) if "geometry" in one.fields else None
        objects.append(ObjectChange(one.id, one.reading_id, one.reader, one.label, one.change, one.fields, dice))
    return SampleChange(sample.id, sample.title, sample.position, sample.change, sample.fields, tuple(objects))


def _dice(before: Values, after: Values) -> float | None:
    here, there = _mark(before), _mark(after)
    if not (here.has_area and there.has_area):
        return None
    return overlap([here], [there]).dice if here.place == there.place else 0.0


def _mark(one: Values) -> Mark:
    uid, geometry = one["sop_instance_uid"], one["geometry"]
    if one.get("plane"):
        uid, geometry = on_its_plane(geometry, one["plane"])
    return Mark(
        label=one["label_id"],
        kind=one["kind"],
        geometry=geometry,
        image_key=one["image_id"],
        sop_instance_uid=uid,
        frame=one["frame"],
    )


def _objects(part: Values) -> dict[tuple[str, str], tuple[Values, Values]]:
    """By reading and id, since ids are unique within a reading: the reading and the object."""
    return {(reading["id"], one["id"]): (reading, one) for reading in part["readings"] for one in reading["objects"]}


def _fields(here: Mapping[str, Any], there: Mapping[str, Any], names: Collection[str]) -> tuple[str, ...]:
    """Fields that differ; what an older manifest does not say yet is nothing, as false and empty are."""
    return tuple(name for name in names if (here.get(name) or None) != (there.get(name) or None))
