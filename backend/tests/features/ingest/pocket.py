"""DICOM objects small enough to make many of: a CT of a few slices, and the structures drawn on it."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from PIL import Image
from pydicom.uid import CTImageStorage

from backend.imaging.phantom_dicom import ArtificialPatient, SlicePlan, write_slices
from backend.imaging.phantom_structures import PhantomRoi, ellipsoid_outline, write_structure_set
from backend.imaging.reading import quietly

JANE = ArtificialPatient("DOE^JANE", "MRN-1", "F", date(1970, 1, 1), date(2026, 1, 12), "Follow-up of Jane")
JOHN = ArtificialPatient("ROE^JOHN", "MRN-2", "M", date(1960, 1, 1), date(2026, 1, 13), "Chest")
SIDE, STEP_MM = 16, 3.0
RADIUS_MM = 5.0

Files = dict[str, bytes]


@dataclass(frozen=True)
class PocketCt:
    """A CT with its bytes by path, and an RTSTRUCT with one ball, named Ball, on it."""

    images: Files
    structure: Files
    paths: tuple[Path, ...] = field(repr=False)

    @property
    def all(self) -> Files:
        return self.images | self.structure


def pocket_ct(
    folder: Path, patient: ArtificialPatient = JANE, *, slices: int = 5, series: int = 1, **attributes: Any
) -> PocketCt:
    """Slices of 16 by 16 pixels of 1 mm, every 3 mm; `series` tells series of one patient apart."""
    values = np.random.default_rng(series).integers(0, 1000, (slices, SIDE, SIDE)).astype(np.uint16)
    plan = SlicePlan(
        patient, str(CTImageStorage), "CT", series, "Axial of Jane", (-7.5, -7.5, 0.0), (STEP_MM, 1.0, 1.0),
        attributes, slope=1.0, intercept=-1024.0,
    )  # fmt: skip
    paths = write_slices(folder / patient.patient_id / f"ct{series}", values, plan)
    centre = (0.0, 0.0, STEP_MM * (slices - 1) / 2)
    ball = PhantomRoi("Ball", "GTV", (255, 0, 0), ellipsoid_outline(centre, (RADIUS_MM,) * 3))
    structure = write_structure_set(folder / patient.patient_id / "regions.dcm", paths, patient, [ball])
    return PocketCt(
        images={f"ct/{path.name}": path.read_bytes() for path in paths},
        structure={"regions.dcm": structure.read_bytes()},
        paths=paths,
    )


@quietly()
def changed(content: bytes, **values: Any) -> bytes:
    """The same object with other attributes; None leaves one out."""
    dataset = pydicom.dcmread(io.BytesIO(content))
    for keyword, value in values.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    if "SOPInstanceUID" in values:
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    target = io.BytesIO()
    dataset.save_as(target)
    return target.getvalue()


def png(side: int = 8, seed: int = 1) -> bytes:
    target = io.BytesIO()
    values = np.random.default_rng(seed).integers(0, 255, (side, side, 3)).astype(np.uint8)
    Image.fromarray(values).save(target, format="PNG")
    return target.getvalue()


def jpeg_on_its_side() -> bytes:
    """A JPEG 20 wide and 10 high, with an orientation that makes it 10 wide and 20 high."""
    picture = Image.new("RGB", (20, 10), (200, 30, 30))
    exif = picture.getexif()
    exif[0x0112] = 6
    target = io.BytesIO()
    picture.save(target, format="JPEG", exif=exif)
    return target.getvalue()


def zipped(files: Files) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
