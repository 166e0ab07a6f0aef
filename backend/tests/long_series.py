"""A CT of many thin slices, each of which shows the picture a row further on."""

import sys
from datetime import date
from pathlib import Path

import numpy as np
from pydicom.uid import CTImageStorage

from backend.imaging.phantom_dicom import ArtificialPatient, SlicePlan, write_slices

SLICES, SIDE = 1000, 512


def write_long_series(folder: Path) -> tuple[Path, ...]:
    patient = ArtificialPatient("LONG^CT", "LONG-1", "O", date(1970, 1, 1), date(2026, 1, 12), "Long")
    plan = SlicePlan(
        patient, str(CTImageStorage), "CT", 1, "Thin slices", (0.0, 0.0, 0.0), (0.4, 0.7, 0.7), slope=1.0,
        intercept=-1024.0,
    )  # fmt: skip
    picture = np.random.default_rng(1).integers(0, 2000, (SLICES + SIDE - 1, SIDE)).astype(np.uint16)
    windows = np.lib.stride_tricks.sliding_window_view(picture, SIDE, axis=0)
    return write_slices(folder, windows, plan)


if __name__ == "__main__":
    write_long_series(Path(sys.argv[1]))
