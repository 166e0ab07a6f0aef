"""Patients for the benchmarks: artificial ones with a chest CT and regions, and public ones where they are there."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.uid import CTImageStorage

from backend.imaging import phantom_shapes as shapes
from backend.imaging.geometry import FloatArray
from backend.imaging.phantom_dicom import ArtificialPatient, SlicePlan, write_slices
from backend.imaging.phantom_structures import PhantomRoi, ellipsoid_outline, write_structure_set
from benchmarks.report import REPOSITORY

SARCOMA = REPOSITORY.parent / "shared" / "data" / "sts_multimodal"
SPACING_ZYX_MM = (3.0, 1.4, 1.4)
SLICES_AT_ONCE = 20
REGIONS = (
    PhantomRoi(
        "Nodule", "GTV", (255, 80, 60), ellipsoid_outline(shapes.NODULE_CENTRE_MM, (shapes.NODULE_RADIUS_MM,) * 3)
    ),
    PhantomRoi("Heart", "ORGAN", (240, 160, 40), ellipsoid_outline(shapes.HEART_CENTRE_MM, shapes.HEART_RADII_MM)),
)


def write_patients(
    folder: Path, count: int, slices: int, side: int, spacing: tuple[float, float, float] = SPACING_ZYX_MM
) -> int:
    """Write a CT of `slices` square images and an RTSTRUCT of two regions a patient; gives the number of files.

    The same folder name gives the same patients and UIDs.
    """
    for number in range(1, count + 1):
        patient = ArtificialPatient(
            f"BENCH^{number}", f"{folder.name}-{number}", "O", date(1970, 1, 1), date(2026, 1, 12), "Chest CT"
        )
        z, y, x = (
            (np.arange(size, dtype=np.float64) - (size - 1) / 2) * np.float64(step)
            for size, step in zip((slices, side, side), spacing, strict=True)
        )
        plan = SlicePlan(
            patient,
            str(CTImageStorage),
            "CT",
            1,
            f"Chest {spacing[0]:g} mm",
            (float(x[0]), float(y[0]), float(z[0])),
            spacing,
            {
                "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
                "PatientPosition": "HFS",
                "KVP": "120",
                "RescaleType": "HU",
            },
            slope=1.0,
            intercept=-1024.0,
        )
        home = folder / f"patient-{number}"
        images = write_slices(home / "ct", _stored_values(z, y, x, np.random.default_rng(number)), plan)
        write_structure_set(home / "regions" / "regions.dcm", images, patient, REGIONS)
    return count * (slices + 1)


def _stored_values(z: FloatArray, y: FloatArray, x: FloatArray, random: np.random.Generator) -> NDArray[np.uint16]:
    """A chest, drawn a few slices at a time: a long series at once would need many times its own memory."""
    stored = np.empty((z.size, y.size, x.size), dtype=np.uint16)
    for start in range(0, z.size, SLICES_AT_ONCE):
        part = slice(start, start + SLICES_AT_ONCE)
        hu = shapes.chest_hu((x[None, None, :], y[None, :, None], z[part, None, None]), random)
        stored[part] = hu.astype(np.int32) + 1024
    return stored


def copy_sarcoma_patients(folder: Path) -> int:
    """Copy the files of the sarcoma patients (CT, MR, PET, a structure set for each); 0 where they are not there."""
    for patient in sorted(SARCOMA.glob("STS_*")):
        shutil.copytree(patient, folder / patient.name)
    return sum(1 for _ in folder.rglob("*.dcm"))
