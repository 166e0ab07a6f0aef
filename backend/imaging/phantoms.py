"""Artificial patients made in code, for the demo and the tests: the same bytes of pixels and UIDs every time."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image
from pydicom.uid import ComputedRadiographyImageStorage, CTImageStorage, MRImageStorage

from backend.imaging import phantom_shapes as shapes
from backend.imaging.phantom_dicom import ArtificialPatient, SlicePlan, new_object, save, set_pixels, write_slices
from backend.imaging.phantom_structures import (
    PhantomRoi,
    ellipsoid_outline,
    write_segmentation,
    write_structure_set,
)

PATIENT_ONE = ArtificialPatient("PHANTOM^One", "PHANTOM-1", "O", date(1970, 1, 1), date(2026, 1, 12), "Chest CT")
PATIENT_TWO = ArtificialPatient("PHANTOM^Two", "PHANTOM-2", "O", date(1975, 2, 2), date(2026, 2, 16), "Head MR")
PATIENT_THREE = ArtificialPatient("PHANTOM^Three", "PHANTOM-3", "O", date(1980, 3, 3), date(2026, 3, 9), "Chest X-ray")

_CT_SHAPE, _CT_SPACING = (40, 192, 192), (3.0, 1.9, 1.9)
_MR_SHAPE, _MR_SPACING = (24, 160, 160), (6.0, 1.4, 1.4)
_ENDLESS_MM = 1e6

_CT_ATTRIBUTES = {
    "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"], "BodyPartExamined": "CHEST", "PatientPosition": "HFS", "KVP": "120",
    "AcquisitionNumber": 1, "WindowCenter": ["40", "-600"], "WindowWidth": ["400", "1500"],
    "WindowCenterWidthExplanation": ["Soft tissue", "Lung"], "RescaleType": "HU",
}  # fmt: skip
_MR_ATTRIBUTES = {
    "ImageType": ["ORIGINAL", "PRIMARY", "OTHER"], "BodyPartExamined": "HEAD", "PatientPosition": "HFS",
    "ScanningSequence": "SE", "SequenceVariant": "NONE", "ScanOptions": "", "MRAcquisitionType": "2D",
    "EchoTime": "14", "RepetitionTime": "550", "EchoTrainLength": "1", "MagneticFieldStrength": "1.5",
    "SpacingBetweenSlices": "6.0", "WindowCenter": "380", "WindowWidth": "820",
}  # fmt: skip


@dataclass(frozen=True)
class DemoHospital:
    """What was written, all under one folder."""

    ct_series: tuple[Path, ...]
    ct_structure: Path
    mr_series: tuple[Path, ...]
    mr_segmentation: Path
    radiograph: Path
    photographs: tuple[Path, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        structures = (self.ct_structure, self.mr_segmentation)
        return (*self.ct_series, *self.mr_series, *structures, self.radiograph, *self.photographs)


def write_demo_hospital(folder: Path) -> DemoHospital:
    """Write three artificial patients: a CT with RTSTRUCT, an MR with SEG, a radiograph; and two photographs."""
    ct_series = write_chest_ct(folder / "phantom-1" / "ct")
    mr_series = write_head_mr(folder / "phantom-2" / "mr")
    return DemoHospital(
        ct_series=ct_series,
        ct_structure=write_chest_regions(folder / "phantom-1" / "regions.dcm", ct_series),
        mr_series=mr_series,
        mr_segmentation=write_head_segments(folder / "phantom-2" / "segments.dcm", mr_series),
        radiograph=write_radiograph(folder / "phantom-3" / "chest.dcm"),
        photographs=write_photographs(folder / "photographs"),
    )


def write_chest_ct(folder: Path) -> tuple[Path, ...]:
    origin = _origin(_CT_SHAPE, _CT_SPACING)
    hu = shapes.chest_hu(_coordinates(_CT_SHAPE, _CT_SPACING, origin), np.random.default_rng(1))
    plan = SlicePlan(
        PATIENT_ONE, str(CTImageStorage), "CT", 1, "Chest 3 mm", origin, _CT_SPACING, _CT_ATTRIBUTES,
        slope=1.0, intercept=-1024.0,
    )  # fmt: skip
    return write_slices(folder, (hu.astype(np.int32) + 1024).astype(np.uint16), plan)


def write_chest_regions(path: Path, images: tuple[Path, ...]) -> Path:
    spine = (*shapes.SPINE_CENTRE_MM[:2], 0.0), (shapes.SPINE_RADIUS_MM, shapes.SPINE_RADIUS_MM, _ENDLESS_MM)
    rois = (
        PhantomRoi(
            "Nodule", "GTV", (255, 80, 60), ellipsoid_outline(shapes.NODULE_CENTRE_MM, (shapes.NODULE_RADIUS_MM,) * 3)
        ),
        PhantomRoi("Heart", "ORGAN", (240, 160, 40), ellipsoid_outline(shapes.HEART_CENTRE_MM, shapes.HEART_RADII_MM)),
        PhantomRoi("Spine", "ORGAN", (80, 160, 255), ellipsoid_outline(*spine)),
    )
    return write_structure_set(path, images, PATIENT_ONE, rois)


def write_head_mr(folder: Path) -> tuple[Path, ...]:
    origin = _origin(_MR_SHAPE, _MR_SPACING)
    signal = shapes.head_t1(_coordinates(_MR_SHAPE, _MR_SPACING, origin), np.random.default_rng(2))
    plan = SlicePlan(PATIENT_TWO, str(MRImageStorage), "MR", 1, "T1", origin, _MR_SPACING, _MR_ATTRIBUTES)
    return write_slices(folder, signal, plan)


def write_head_segments(path: Path, images: tuple[Path, ...]) -> Path:
    at = _coordinates(_MR_SHAPE, _MR_SPACING, _origin(_MR_SHAPE, _MR_SPACING))
    segments = {"Lesion": shapes.lesion(at), "Ventricles": shapes.ventricles(at)}
    return write_segmentation(path, images, PATIENT_TWO, segments)


def write_radiograph(path: Path) -> Path:
    """Write a CR whose low values are dense: MONOCHROME1, to be shown inverted."""
    dataset = new_object(PATIENT_THREE, str(ComputedRadiographyImageStorage), "CR", 1, 1)
    dataset.SeriesDescription, dataset.BodyPartExamined, dataset.ViewPosition = "Chest PA", "CHEST", "PA"
    dataset.ImageType = ["DERIVED", "PRIMARY"]
    dataset.PatientOrientation = ["L", "F"]
    dataset.Laterality = ""
    dataset.ImagerPixelSpacing = [0.7, 0.7]
    dataset.PhotometricInterpretation = "MONOCHROME1"
    dataset.WindowCenter, dataset.WindowWidth = "2300", "3000"
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = 0, 1, "US"
    values = 4095 - shapes.chest_projection(684, 576, np.random.default_rng(3))
    set_pixels(dataset, values.astype(np.uint16), bits_stored=12)
    save(dataset, path)
    return path


def write_photographs(folder: Path) -> tuple[Path, ...]:
    """Write a JPEG and a PNG of skin lesions."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "lesion-1.jpg", folder / "lesion-2.png"
    Image.fromarray(shapes.skin_photograph(480, 640, np.random.default_rng(4))).save(paths[0], quality=92)
    Image.fromarray(shapes.skin_photograph(360, 480, np.random.default_rng(5))).save(paths[1])
    return paths


def write_tilted_series(folder: Path, shape_zyx: tuple[int, int, int] = (6, 20, 24)) -> tuple[Path, ...]:
    """Write a small CT whose slices lie oblique to all three axes of the patient, its files in no order."""
    axes = _tilted_axes(np.deg2rad(25.0), np.deg2rad(-15.0))
    plan = SlicePlan(
        PATIENT_ONE, str(CTImageStorage), "CT", 7, "Tilted", (-31.0, 12.5, 100.25), (2.5, 0.8, 1.25), _CT_ATTRIBUTES,
        axes=axes, slope=1.0, intercept=-1000.0,
    )  # fmt: skip
    values = np.random.default_rng(7).integers(0, 2000, shape_zyx).astype(np.uint16)
    return write_slices(folder, values, plan)[::-1]


def _tilted_axes(about_x: float, about_z: float) -> tuple[tuple[float, float, float], ...]:
    turn_x = np.array([[1, 0, 0], [0, np.cos(about_x), -np.sin(about_x)], [0, np.sin(about_x), np.cos(about_x)]])
    turn_z = np.array([[np.cos(about_z), -np.sin(about_z), 0], [np.sin(about_z), np.cos(about_z), 0], [0, 0, 1]])
    turned = turn_z @ turn_x
    return tuple((float(axis[0]), float(axis[1]), float(axis[2])) for axis in turned.T[:2])


def _origin(shape: tuple[int, int, int], spacing: tuple[float, float, float]) -> tuple[float, float, float]:
    """Give the centre of the first voxel of a grid that is centred on the patient's origin, as x, y, z."""
    corner = [-(count - 1) / 2 * step for count, step in zip(shape, spacing, strict=True)]
    return corner[2], corner[1], corner[0]


def _coordinates(
    shape: tuple[int, int, int], spacing: tuple[float, float, float], origin_xyz: tuple[float, float, float]
) -> shapes.Coordinates:
    """Give x, y and z of the voxel centres in mm, to be broadcast to (z, y, x)."""
    z, y, x = (np.arange(count, dtype=np.float64) * step for count, step in zip(shape, spacing, strict=True))
    return (
        np.asarray((x + origin_xyz[0])[None, None, :], dtype=np.float64),
        np.asarray((y + origin_xyz[1])[None, :, None], dtype=np.float64),
        np.asarray((z + origin_xyz[2])[:, None, None], dtype=np.float64),
    )
