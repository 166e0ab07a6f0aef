"""What two readers drew, written in each format and read back: geometry, labels, overlaps and authors are the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.uid import MRImageStorage

from backend.imaging.exchange.coco import coco
from backend.imaging.exchange.coco_reading import read_coco
from backend.imaging.exchange.document import DocumentObject, DocumentReading
from backend.imaging.exchange.incoming import IncomingObject
from backend.imaging.exchange.nifti_notes import Notes
from backend.imaging.exchange.nifti_reading import read_masks
from backend.imaging.exchange.reading_files import FileKind, look_at, read_file
from backend.imaging.exchange.sample_files import write_sample
from backend.imaging.exchange.sources import SampleSource
from backend.imaging.phantom_dicom import ArtificialPatient, SlicePlan, write_slices
from backend.imaging.shapes import Shape, rasterise_shapes
from backend.imaging.volume import read_grid
from backend.tests.features.ingest.pocket import pocket_ct
from backend.tests.imaging.exchange.sources import LABELS, VESSEL, on, places, shapes_of, source_of
from backend.tests.imaging.exchange.test_reading import SHARED, numbers

pytestmark = pytest.mark.once
FORMATS = ("coco", "seg", "sr", "rtstruct", "nifti")
ADA, BO = "Ada Reader", "Bo Öberg-Łuk"
LESION = "1.2.826.0.1.3680043.8.498.1"
BOX = {"kind": "box", "x": 2.0, "y": 3.0, "width": 6.0, "height": 5.0}
OTHER_BOX = {"kind": "box", "x": 5.0, "y": 6.0, "width": 9.0, "height": 4.0}
POLYGON = {"kind": "polygon", "points": [{"x": 1.2, "y": 1.4}, {"x": 13.1, "y": 2.3}, {"x": 4.6, "y": 11.7}]}
EXACT = {"coco": 0.0, "sr": 1e-5, "rtstruct": 1e-6}  # of a pixel; the others write voxels

Key = tuple[str | None, str, str | None]


@dataclass
class Said:
    """Of each author, label and lesion: the shapes by slice, and the voxels."""

    shapes: dict[Key, list[Shape]]
    masks: dict[Key, np.ndarray[Any, Any]]

    def overlaps(self) -> dict[tuple[Key, Key], int]:
        """How many voxels two of them share."""
        keys = sorted(self.masks, key=str)
        pairs = [(one, two) for number, one in enumerate(keys) for two in keys[number + 1 :]]
        counts = {(one, two): int((self.masks[one] & self.masks[two]).sum()) for one, two in pairs}
        return {pair: count for pair, count in counts.items() if count}


def said(images: Sequence[Path], found: Sequence[tuple[Key, Shape]]) -> Said:
    grid = read_grid(images)
    shapes: dict[Key, list[Shape]] = {}
    for key, shape in found:
        shapes.setdefault(key, []).append(shape)
    return Said(shapes, {key: rasterise_shapes(grid, some).array for key, some in shapes.items()})


def sent(source: SampleSource, images: Sequence[Path]) -> Said:
    names = {label.id: label.name for label in LABELS}
    return said(
        images,
        [
            ((reading.reader, names[one.label_id], one.tracking_uid), shape)
            for reading in source.readings
            for one in reading.objects
            for shape in shapes_of([one])
        ],
    )


def brought(images: Sequence[Path], objects: Sequence[IncomingObject]) -> Said:
    return said(
        images,
        [((one.author, one.label, one.tracking_uid), shape) for one in objects for shape in shapes_of([one])],
    )


def round_trip(source: SampleSource, images: Sequence[Path], key: str, folder: Path) -> list[IncomingObject]:
    """Write the readings in a format, and read all that was written."""
    if key == "coco":
        path = folder / "coco.json"
        path.write_text(json.dumps(coco(source.document)))
        incoming = read_coco(path)
        assert incoming.refused == []
        return incoming.objects
    written = write_sample(key, source.document, source.sample.id, source.paths, folder)
    assert written.problems == []
    notes = Notes()
    masks = [(name, path) for name, path in written.files if not notes.take(name, _json(path))]
    objects: list[IncomingObject] = []
    for name, path in masks:
        if notes.is_image(name):
            continue
        kind = look_at(path).kind
        if kind is FileKind.NIFTI:
            said_of_it = notes.of(name)
            assert said_of_it.series_instance_uid == source.images[0].series_instance_uid
            incoming = read_masks(path, name, images, said_of_it, {})
        else:
            incoming = read_file(path, kind, images, 0.5)
        assert incoming.refused == []
        objects += incoming.objects
    return objects


def _json(path: Path) -> bytes:
    return path.read_bytes() if path.suffix == ".json" else b""


def two_readers(images: Sequence[Path], *readings: tuple[str, Sequence[DocumentObject]]) -> SampleSource:
    source = source_of(images)
    made = tuple(
        DocumentReading(f"reading-{number}", source.sample.id, reader, "reading", 1, "done", 1, objects=tuple(objects))
        for number, (reader, objects) in enumerate(readings)
    )
    return replace(source, document=replace(source.document, readings=made))


def assert_same(source: SampleSource, images: Sequence[Path], key: str, objects: Sequence[IncomingObject]) -> None:
    before, after = sent(source, images), brought(images, objects)
    assert set(after.masks) == set(before.masks), "authors, labels and lesions"
    for one, mask in before.masks.items():
        assert np.array_equal(after.masks[one], mask), one
    assert before.overlaps()
    assert after.overlaps() == before.overlaps()
    if key in EXACT:
        for one, shapes in before.shapes.items():
            assert _numbers(after.shapes[one]) == pytest.approx(_numbers(shapes), abs=EXACT[key] or 1e-12), one


def _numbers(shapes: Sequence[Shape]) -> list[float]:
    found = sorted((shape.sop_instance_uid, shape.frame, numbers(shape.geometry)) for shape in shapes)
    return [number for _, _, some in found for number in some]


@pytest.fixture(scope="module", params=["axial", "oblique"])
def phantom(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("phantom")
    if request.param == "axial":
        return pocket_ct(folder).paths
    patient = ArtificialPatient("A^B", "1", "O", date(1970, 1, 1), date(2026, 1, 1), "Oblique")
    axes = ((0.0, 0.8, 0.6), (0.0, 0.6, -0.8))
    plan = SlicePlan(patient, str(MRImageStorage), "MR", 1, "Oblique", (12.5, -40.0, 33.3), (2.5, 0.7, 0.9), axes=axes)
    return write_slices(folder, np.random.default_rng(1).integers(0, 99, (4, 20, 17)).astype(np.uint16), plan)


@pytest.mark.parametrize("key", FORMATS)
def test_phantoms_come_back_as_they_were(phantom: tuple[Path, ...], tmp_path: Path, key: str) -> None:
    (first, _), (second, _) = places(phantom)[1:3]
    source = two_readers(
        phantom,
        (
            ADA,
            [on(first, BOX), on(first, OTHER_BOX, VESSEL), on(second, POLYGON), on(second, BOX, tracking_uid=LESION)],
        ),
        (BO, [on(first, OTHER_BOX), on(second, POLYGON, VESSEL)]),
    )

    objects = round_trip(source, phantom, key, tmp_path)

    assert_same(source, phantom, key, objects)


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data")
@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize(("patient", "modality"), [("STS_002", "PET"), ("STS_019", "MR_T1")])
def test_tumours_come_back_as_they_were(patient: str, modality: str, tmp_path: Path, key: str) -> None:
    """A tumour of others as one reader's, and larger as the other's, with a vessel across it."""
    folder = SHARED / "sts_multimodal" / patient / modality
    images = sorted((folder / "image").glob("*.dcm"))
    (structure,) = (folder / "mask").glob("*.dcm")
    theirs = read_file(structure, FileKind.RTSTRUCT, images, 0.5).objects
    tumour = [on(str(one.sop_instance_uid), dict(one.geometry), id=str(number)) for number, one in enumerate(theirs)]
    moved = [replace(one, id=f"{one.id}-moved", label_id=VESSEL, geometry=_moved(one.geometry)) for one in tumour]
    source = two_readers(images, (ADA, [*tumour, *moved]), (BO, moved))

    objects = round_trip(source, images, key, tmp_path)

    assert_same(source, images, key, objects)


def _moved(geometry: Any) -> dict[str, Any]:
    points = [{"x": point["x"] + 1.3, "y": point["y"] - 0.8} for point in geometry["points"]]
    return {"kind": "polygon", "points": points}


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data")
@pytest.mark.parametrize("patient", ["STS_002", "STS_008", "STS_019", "STS_025"])
@pytest.mark.parametrize("modality", ["CT", "PET", "MR_T1"])
def test_masks_of_others_lie_on_the_series_that_they_were_made_of(patient: str, modality: str) -> None:
    images = sorted((SHARED / "sts_multimodal" / patient / modality / "image").glob("*.dcm"))
    path = SHARED / "sts_multimodal" / "nifti" / patient / f"{modality}_mask.nii.gz"

    incoming = read_masks(path, path.name, images, Notes().of(path.name), {1: "Tumour"})

    import SimpleITK as sitk

    grid = read_grid(images)
    reference = sitk.ReadImage(str(path))
    (mask,) = brought(images, incoming.objects).masks.values()
    assert int(mask.sum()) == int((sitk.GetArrayFromImage(reference) > 0).sum())
    for z, y, x in np.argwhere(mask)[:: max(int(mask.sum()) // 50, 1)]:
        steps = np.reshape(grid.geometry.direction, (3, 3)) * np.asarray(grid.geometry.spacing_zyx_mm[::-1])
        point = np.asarray(grid.geometry.origin_xyz_mm) + steps @ (x, y, z)
        assert reference[reference.TransformPhysicalPointToIndex(point.tolist())] > 0
