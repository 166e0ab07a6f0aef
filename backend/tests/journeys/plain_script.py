"""The same cases for the plain script: public images, published masks, and the YAML of the presets."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import SimpleITK as sitk
from pydicom import dcmread

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "plain_script.py"
SERIES = ("CT", "MR_T1", "PET")


@dataclass(frozen=True)
class PlainCase:
    """A region, by the series that it was drawn on, on a series of the same patient."""

    key: str
    series_uid: str
    drawn_on_uid: str
    section: dict[str, Any]


@dataclass(frozen=True)
class SarcomaSeries:
    images: Path
    mask: Path


def read_series(folder: Path) -> Any:
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()


def sarcoma_series(folder: Path) -> dict[str, SarcomaSeries]:
    """Series UID → where its images are, and the published mask of the region that was drawn on it."""
    found = {}
    for patient in sorted(folder.glob("STS_*")):
        for name in SERIES:
            images = patient / name / "image"
            uid = str(dcmread(next(images.iterdir()), stop_before_pixels=True).SeriesInstanceUID)
            found[uid] = SarcomaSeries(images, folder / "nifti" / patient.name / f"{name}_mask.nii.gz")
    return found


def run_plain_script(
    cases: Iterable[PlainCase], series: dict[str, SarcomaSeries], folder: Path
) -> dict[str, dict[str, float]]:
    """Case → feature → value."""
    masks = {uid: _write_mask(one, folder / f"{number}.nrrd") for number, (uid, one) in enumerate(series.items())}
    written = [
        {
            "key": case.key,
            "folder": str(series[case.series_uid].images),
            "mask": str(masks[case.drawn_on_uid]),
            "section": case.section,
        }
        for case in cases
    ]
    plan = folder / "cases.json"
    plan.write_text(json.dumps({"cases": written}), encoding="utf-8")
    done = subprocess.run([sys.executable, SCRIPT, plan], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, float]] = json.loads(done.stdout)["results"]
    return found


def _write_mask(series: SarcomaSeries, path: Path) -> Path:
    """The published masks lie on the grids of their series, but for the digits of their headers."""
    mask = sitk.ReadImage(str(series.mask))
    mask.CopyInformation(read_series(series.images))
    sitk.WriteImage(mask, str(path))
    return path
