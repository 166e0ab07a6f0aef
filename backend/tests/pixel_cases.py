"""One file for each kind of pixels in the test data, and what pydicom reads in the middle of it.

`python -m backend.tests.pixel_cases FOLDER` copies them under new UIDs, as several variants of one image share theirs,
and writes `cases.json` beside them. Copies are for a throw-away server: licences of the data forbid more.
"""

import csv
import json
import sys
import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import FileDataset, dcmread
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut
from pydicom.uid import generate_uid

DATA = Path(__file__).parents[3] / "shared" / "data"
LOSSY = {f"1.2.840.10008.1.2.4.{end}" for end in ("50", "51", "53", "55", "81", "91", "203")}
Key = tuple[str, str, str, int, int]


def write_cases(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    cases = [_case(path, header, folder, number) for number, (path, header) in enumerate(_chosen().values())]
    (folder / "cases.json").write_text(json.dumps(cases, indent=1), encoding="utf-8")


def _chosen() -> dict[Key, tuple[str, FileDataset]]:
    """The first file of each kind; one that is meant to be broken only where there is no other."""
    with (DATA / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["dicom_reads"] == "yes"]
    found: dict[Key, tuple[str, FileDataset]] = {}
    for row in sorted(rows, key=lambda row: row["path"].startswith("broken")):
        header = dcmread(DATA / row["path"], stop_before_pixels=True, force=True)
        if header.get("Rows") and header.get("BitsStored"):
            found.setdefault(_key(header), (row["path"], header))
    return found


def _key(header: FileDataset) -> Key:
    syntax = getattr(header, "file_meta", Dataset()).get("TransferSyntaxUID", "")
    photometric = str(header.get("PhotometricInterpretation", ""))
    return str(header.get("SOPClassUID", "")), str(syntax), photometric, int(header.BitsStored), _sign(header)


def _sign(header: Dataset) -> int:
    return int(header.get("PixelRepresentation") or 0)


def _case(path: str, header: FileDataset, folder: Path, number: int) -> dict[str, Any]:
    dataset = dcmread(DATA / path, force=True)
    dataset.SOPInstanceUID, dataset.SeriesInstanceUID, dataset.StudyInstanceUID = (generate_uid() for _ in range(3))
    if "file_meta" in dataset.__dict__ and dataset.file_meta:
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    name = f"{number:03d}.dcm"
    case = {
        "path": path,
        "file": name,
        "key": list(_key(header)),
        "sop_class": str(header.SOPClassUID.name) if header.get("SOPClassUID") else "",
        "series_instance_uid": str(dataset.SeriesInstanceUID),
        "sop_instance_uid": str(dataset.SOPInstanceUID),
        "is_lossy": _key(header)[1] in LOSSY or str(header.get("LossyImageCompression")) == "01",
    }
    try:
        dataset.save_as(folder / name)
    except Exception as error:  # noqa: BLE001 - what pydicom cannot write it has no statistics of either
        return case | {"undecodable": f"not copied: {error}"}
    return case | _region(dataset)


def _region(dataset: FileDataset) -> dict[str, Any]:
    """The middle of the first frame: a box, and what pydicom reads there."""
    try:
        values, slope = _values(dataset)
    except Exception as error:  # noqa: BLE001 - pydicom and its decoders raise many kinds
        return {"undecodable": f"{type(error).__name__}: {error}".splitlines()[0]}
    rows, columns = values.shape[:2]
    left, top, right, bottom = columns // 5, rows // 5, columns - columns // 5, rows - rows // 5
    inside = values[top:bottom, left:right].reshape((bottom - top) * (right - left), -1)
    channels = [
        {"mean": float(c.mean()), "sd": float(c.std()), "min": float(c.min()), "max": float(c.max())} for c in inside.T
    ]
    box = {"kind": "box", "x": left, "y": top, "width": right - left, "height": bottom - top}
    return {"box": box, "channels": channels, "slope": slope, "suv": _suv(dataset)}


def _suv(dataset: FileDataset) -> float | None:
    """The factor of the one kind that the files have: activity in Bq/ml, corrected for decay to the scan's start."""
    if (dataset.get("Units"), dataset.get("DecayCorrection")) != ("BQML", "START"):
        return None
    tracer = dataset.RadiopharmaceuticalInformationSequence[0]
    start, scan = (_since_midnight(str(time)) for time in (tracer.RadiopharmaceuticalStartTime, dataset.SeriesTime))
    left = 2 ** (-(scan - start).total_seconds() / float(tracer.RadionuclideHalfLife))
    return float(dataset.PatientWeight) * 1000 / (float(tracer.RadionuclideTotalDose) * left)


def _since_midnight(time: str) -> timedelta:
    return timedelta(hours=int(time[:2]), minutes=int(time[2:4]), seconds=int(time[4:6]))


def _values(dataset: FileDataset) -> tuple[NDArray[np.float64], float]:
    stored = dataset.pixel_array
    if int(dataset.get("NumberOfFrames") or 1) > 1:
        stored = stored[0]
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        colours = np.asarray(apply_color_lut(stored, dataset))[..., :3]
        return np.asarray(colours >> (colours.dtype.itemsize * 8 - 8), dtype=np.float64), 1.0
    if stored.ndim > 2:
        return np.asarray(stored, dtype=np.float64), 1.0
    transformation = _transformation(dataset)
    units = np.asarray(apply_modality_lut(stored, transformation), dtype=np.float64)
    return units, abs(float(transformation.get("RescaleSlope") or 1.0))


def _transformation(dataset: FileDataset) -> Dataset:
    """That of the first frame, where an enhanced image has one for each."""
    for group in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence"):
        for item in (dataset.get(group) or [])[:1]:
            for transformation in item.get("PixelValueTransformationSequence") or ():
                found: Dataset = transformation
                return found
    return dataset


if __name__ == "__main__":
    write_cases(Path(sys.argv[1]))
