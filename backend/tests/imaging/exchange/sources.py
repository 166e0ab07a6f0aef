"""Documents over files of DICOM series, as a set would have them."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pydicom

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
from backend.imaging.exchange.incoming import IncomingObject
from backend.imaging.exchange.sources import SampleSource
from backend.imaging.painted import apart
from backend.imaging.shapes import Shape
from backend.imaging.volume import read_grid

NODULE, VESSEL = "nodule", "vessel"
LABELS = (
    DocumentLabel(NODULE, "Nodule", "#E69F00", 1, concept={"scheme": "SCT", "code": "27925004", "meaning": "Nodule"}),
    DocumentLabel(VESSEL, "Vessel", "#56B4E9", 2),
)


def sample_of(paths: Sequence[Path], *, key: str = "sample", patient: str | None = "P-1") -> DocumentSample:
    """A series as a sample; the slices are in the order of the files."""
    headers = [pydicom.dcmread(path, stop_before_pixels=True, force=True) for path in paths]
    slices = tuple(
        DocumentSlice(
            sop_instance_uid=str(header.SOPInstanceUID),
            sha256="0" * 64,
            frame_count=int(header.get("NumberOfFrames") or 1),
            rows=int(header.Rows),
            columns=int(header.Columns),
            spacing_mm=tuple(map(float, header.PixelSpacing)) if "PixelSpacing" in header else None,
        )
        for header in headers
    )
    first = headers[0]
    image = DocumentImage(
        id="image",
        role="main",
        position=1,
        modality=str(first.Modality),
        width=int(first.Columns),
        height=int(first.Rows),
        file_name="000001-1.dcm",
        study_instance_uid=str(first.StudyInstanceUID),
        series_instance_uid=str(first.SeriesInstanceUID),
        frame_of_reference_uid=str(first.get("FrameOfReferenceUID") or "") or None,
        slices=slices,
    )
    return DocumentSample(key, 1, f"{first.Modality} 1", str(first.Modality), patient, (image,))


def source_of(
    paths: Sequence[Path], *objects: DocumentObject, identity: str = "pseudonym", reader: str = "Ada Reader"
) -> SampleSource:
    sample = sample_of(paths)
    reading = DocumentReading("reading", sample.id, reader, "reading", 1, "done", 3, objects=objects)
    found = Document(DocumentSet("set", "Nodules", "segmentation", 1, identity), LABELS, (sample,), (reading,))
    return SampleSource(found, sample, {"image": list(paths)})


def on(
    source_uid: str, geometry: dict[str, Any], label: str = NODULE, *, frame: int = 1, **more: Any
) -> DocumentObject:
    """A shape on an instance."""
    key = more.pop("id", f"{label}-{source_uid}-{geometry.get('x', '')}-{geometry['kind']}")
    return DocumentObject(key, label, "image", geometry["kind"], geometry, source_uid, frame, **more)


def shapes_of(objects: Iterable[DocumentObject | IncomingObject]) -> list[Shape]:
    """What lies on slices; of masks what they mark on each."""
    found = []
    for one in objects:
        whole = [(one.sop_instance_uid, one.frame, one.geometry)]
        pictures = apart(one.geometry) if one.geometry["kind"] == "mask" else whole
        found += [Shape(str(uid), frame, geometry) for uid, frame, geometry in pictures]
    return found


def places(paths: Sequence[Path]) -> list[tuple[str, int]]:
    """The instances and frames of a series along its z axis."""
    return list(read_grid(paths).places)


def dciodvfy(path: Path) -> list[str]:
    """The errors that David Clunie's validator finds."""
    program = shutil.which("dciodvfy")
    assert program is not None, "dciodvfy is not installed: apt-get install dicom3tools"
    ran = subprocess.run([program, "-new", str(path)], capture_output=True, text=True, check=False, timeout=60)
    return [line for line in (ran.stdout + ran.stderr).splitlines() if line.startswith("Error")]
