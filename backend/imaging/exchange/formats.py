"""The formats that readings are exported in, and what each can carry: told before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Trait(StrEnum):
    """Something that a document may have and a format may not know."""

    IMAGE_LABEL = "image_label"
    BOX = "box"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    FREEHAND = "freehand"
    SPLINE = "spline"
    MASK = "mask"
    POINT = "point"
    LENGTH = "length"
    ANGLE = "angle"
    BIDIRECTIONAL = "bidirectional"
    ARROW = "arrow"
    PHOTOGRAPHS = "photographs"
    SERIES = "series"
    SEVERAL_READINGS = "several_readings"
    OVERLAPS = "overlaps"
    ATTRIBUTES = "attributes"
    COMMENTS = "comments"
    FLAGS = "flags"
    NO_FINDING = "no_finding"
    TRACKING = "tracking"
    TARGETS = "targets"
    CONCEPTS = "concepts"
    GUIDELINE = "guideline"
    PLANES = "planes"


class Level(StrEnum):
    """How much of it arrives: most of it, or only where this product looks, or nothing."""

    CHANGED = "changed"
    ASIDE = "aside"
    LOST = "lost"


@dataclass(frozen=True)
class Limit:
    """What becomes of a trait in a format."""

    level: Level
    note: str


@dataclass(frozen=True)
class ExportFormat:
    key: str
    title: str
    description: str
    media_type: str
    suffix: str
    limits: Mapping[Trait, Limit] = field(default_factory=dict)
    knows_planes: bool = False  # shapes that lie in the patient, and on no picture
    per_sample: bool = False  # written sample by sample, from the pixels or headers of its images


def _lost(*traits: Trait, note: str = "left out") -> dict[Trait, Limit]:
    return dict.fromkeys(traits, Limit(Level.LOST, note))


def _aside(*traits: Trait, note: str = "kept in fields that other programs pass over") -> dict[Trait, Limit]:
    return dict.fromkeys(traits, Limit(Level.ASIDE, note))


def _changed(note: str, *traits: Trait) -> dict[Trait, Limit]:
    return dict.fromkeys(traits, Limit(Level.CHANGED, note))


LINES = (Trait.LENGTH, Trait.ANGLE, Trait.BIDIRECTIONAL, Trait.ARROW)
OPEN_SHAPES = (Trait.IMAGE_LABEL, Trait.POINT, *LINES)
CLOSED_SHAPES = (Trait.BOX, Trait.ELLIPSE, Trait.POLYGON, Trait.FREEHAND, Trait.SPLINE)
SAID = (Trait.ATTRIBUTES, Trait.COMMENTS, Trait.FLAGS, Trait.NO_FINDING, Trait.TRACKING, Trait.TARGETS)
DEFINED = (Trait.CONCEPTS, Trait.GUIDELINE)
ZIP = "application/zip"
FOLDERS = "written into a folder for each reader"
FILES = "written into a file for each reading"
CORNERS = "written as a polygon of 72 corners"
CURVE = "written as a polygon along the curve"
VOXELS = "written as the voxels whose centres lie inside; those of a label that touch become one"
PARALLEL = Limit(Level.LOST, "those parallel to the slices are written on the nearest one, the others left out")
EDGES = "written as polygons along the edges of their voxels, one for each part on each picture"
BESIDE = "kept in masks.json beside the masks"

JSON = ExportFormat(
    "json", "JSON", "Everything, in the writing that releases keep.", "application/json", ".json", knows_planes=True
)
CSV_LONG = ExportFormat(
    "csv_long",
    "CSV, a row per object",
    "For spreadsheets and statistics: every object with its reading and its sample.",
    "text/csv",
    ".csv",
    _lost(Trait.GUIDELINE)
    | _changed("written as their box and their number of voxels, which voxels are left out", Trait.MASK),
    knows_planes=True,
)
CSV_WIDE = ExportFormat(
    "csv_wide",
    "CSV, a row per reading",
    "How many objects of each label a reading has, with what it says of its sample.",
    "text/csv",
    ".csv",
    _changed("counted, their places left out", *CLOSED_SHAPES, Trait.MASK, Trait.POINT, *LINES)
    | _lost(Trait.ATTRIBUTES, Trait.TRACKING, Trait.TARGETS, *DEFINED),
    knows_planes=True,
)
COCO = ExportFormat(
    "coco",
    "COCO",
    "Boxes and polygons for training detectors, in one JSON file.",
    "application/json",
    ".json",
    _aside(Trait.IMAGE_LABEL, Trait.SEVERAL_READINGS, *SAID, Trait.CONCEPTS)
    | _changed(CORNERS, Trait.ELLIPSE)
    | _changed(f"{CURVE}, its own points beside it", Trait.SPLINE)
    | _changed("written as keypoints", Trait.POINT, *LINES)
    | _changed("written as run lengths, an annotation for each picture", Trait.MASK)
    | _lost(Trait.GUIDELINE),
)
YOLO = ExportFormat(
    "yolo",
    "YOLO, boxes",
    "A text file per picture, for training detectors.",
    ZIP,
    ".zip",
    _lost(*OPEN_SHAPES, *SAID, *DEFINED)
    | _changed("written as their bounding boxes", Trait.ELLIPSE, Trait.POLYGON, Trait.FREEHAND, Trait.SPLINE)
    | _changed("written as a bounding box for each picture", Trait.MASK)
    | _changed(FOLDERS, Trait.SEVERAL_READINGS),
)
YOLO_SEGMENTATION = ExportFormat(
    "yolo_segmentation",
    "YOLO, outlines",
    "A text file per picture, for training segmenters.",
    ZIP,
    ".zip",
    _lost(*OPEN_SHAPES, *SAID, *DEFINED)
    | _changed("written as polygons", Trait.BOX)
    | _changed(CORNERS, Trait.ELLIPSE)
    | _changed(CURVE, Trait.SPLINE)
    | _changed(EDGES, Trait.MASK)
    | _changed(FOLDERS, Trait.SEVERAL_READINGS),
)
VOC = ExportFormat(
    "voc",
    "Pascal VOC",
    "An XML file per picture, with boxes in whole pixels.",
    ZIP,
    ".zip",
    _lost(*OPEN_SHAPES, *SAID, *DEFINED)
    | _changed("rounded outwards to whole pixels", Trait.BOX)
    | _changed("written as their bounding boxes in whole pixels", *CLOSED_SHAPES[1:])
    | _changed("written as a bounding box for each picture", Trait.MASK)
    | _changed(FOLDERS, Trait.SEVERAL_READINGS),
)
CVAT = ExportFormat(
    "cvat",
    "CVAT for images 1.1",
    "For going on in CVAT: every shape, with labels and attributes.",
    ZIP,
    ".zip",
    _lost(Trait.COMMENTS, Trait.FLAGS, Trait.NO_FINDING, Trait.TRACKING, Trait.TARGETS, *DEFINED)
    | _changed("written as polygons", Trait.FREEHAND)
    | _changed(CURVE, Trait.SPLINE)
    | _changed("written as polylines", *LINES)
    | _changed("written as a mask for each picture", Trait.MASK)
    | _changed(FOLDERS, Trait.SEVERAL_READINGS),
)
SEG = ExportFormat(
    "seg",
    "DICOM SEG",
    "Segmentations that DICOM viewers read: a segment for each label and lesion.",
    ZIP,
    ".zip",
    _lost(*OPEN_SHAPES, Trait.PHOTOGRAPHS, Trait.ATTRIBUTES, Trait.COMMENTS, Trait.FLAGS, Trait.NO_FINDING)
    | _lost(Trait.GUIDELINE, Trait.TARGETS)
    | _changed(VOXELS, *CLOSED_SHAPES)
    | _changed(FILES, Trait.SEVERAL_READINGS),
    per_sample=True,
)
SR = ExportFormat(
    "sr",
    "DICOM SR (TID 1500)",
    "Measurement reports that DICOM viewers read: every object with its place.",
    ZIP,
    ".zip",
    _lost(
        Trait.PHOTOGRAPHS,
        Trait.ATTRIBUTES,
        Trait.COMMENTS,
        Trait.FLAGS,
        Trait.NO_FINDING,
        Trait.GUIDELINE,
        Trait.TARGETS,
    )
    | _changed("written as polygons, rounded to single precision", Trait.BOX, Trait.POLYGON, Trait.FREEHAND)
    | _changed(f"{CURVE}, rounded to single precision", Trait.SPLINE)
    | _changed(EDGES, Trait.MASK)
    | _changed("written as the points that they show, rounded to single precision", Trait.ARROW)
    | _changed("rounded to single precision", Trait.ELLIPSE, Trait.POINT, *LINES[:3])
    | _changed(FILES, Trait.SEVERAL_READINGS),
    per_sample=True,
)
RTSTRUCT = ExportFormat(
    "rtstruct",
    "DICOM RTSTRUCT",
    "Contours in millimetres, for radiotherapy and for other programs that measure.",
    ZIP,
    ".zip",
    _lost(Trait.IMAGE_LABEL, Trait.PHOTOGRAPHS, Trait.ATTRIBUTES, Trait.COMMENTS, Trait.FLAGS, Trait.NO_FINDING)
    | _lost(*DEFINED, Trait.TARGETS)
    | _changed("written as polygons", Trait.BOX, Trait.FREEHAND)
    | _changed(CORNERS, Trait.ELLIPSE)
    | _changed(CURVE, Trait.SPLINE)
    | _changed("written as open contours", *LINES[1:])
    | _changed("written as contours along the edges of their voxels", Trait.MASK)
    | _changed("written into ROIs of their own, where they overlap within a label", Trait.OVERLAPS)
    | _changed(FILES, Trait.SEVERAL_READINGS),
    per_sample=True,
)
NIFTI = ExportFormat(
    "nifti",
    "NIfTI",
    "Volumes with a mask for each label and lesion, on the same grid (RAS).",
    ZIP,
    ".zip",
    _lost(*OPEN_SHAPES, Trait.PHOTOGRAPHS, Trait.ATTRIBUTES, Trait.COMMENTS, Trait.FLAGS, Trait.NO_FINDING)
    | _lost(Trait.GUIDELINE, Trait.TARGETS)
    | _aside(Trait.TRACKING, Trait.CONCEPTS, note=BESIDE)
    | _changed(VOXELS, *CLOSED_SHAPES)
    | _changed(FOLDERS, Trait.SEVERAL_READINGS),
    per_sample=True,
)
NNUNET = ExportFormat(
    "nnunet",
    "nnU-Net",
    "A data set for training nnU-Net: volumes and label maps.",
    ZIP,
    ".zip",
    _lost(*OPEN_SHAPES, Trait.PHOTOGRAPHS, *SAID, *DEFINED)
    | _lost(Trait.OVERLAPS, note="the last label is written where several meet")
    | _changed(VOXELS, *CLOSED_SHAPES)
    | _changed("written as a data set for each reader", Trait.SEVERAL_READINGS),
    per_sample=True,
)

FORMATS: Mapping[str, ExportFormat] = {
    item.key: item
    for item in (
        JSON,
        CSV_LONG,
        CSV_WIDE,
        COCO,
        YOLO,
        YOLO_SEGMENTATION,
        VOC,
        CVAT,
        SEG,
        SR,
        RTSTRUCT,
        NIFTI,
        NNUNET,
    )
}
