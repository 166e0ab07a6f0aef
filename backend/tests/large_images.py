"""Writes a radiograph and a photograph beyond the graphics of most screens, with a bright square in the middle."""

import sys
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image
from pydicom.uid import ComputedRadiographyImageStorage

from backend.imaging.phantom_dicom import ArtificialPatient, new_object, save, set_pixels

PATIENT = ArtificialPatient("Phantom^Large", "PH-LARGE", "O", date(1970, 1, 1), date(2026, 1, 12), "Large images")
ROWS, COLUMNS, HALF_SIDE = 401, 8301, 100  # odd: blocks at the edges are not whole
DARK, BRIGHT = 500, 3000


def write_large_images(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    values = np.full((ROWS, COLUMNS), DARK, dtype=np.uint16)
    top, left = ROWS // 2 - HALF_SIDE, COLUMNS // 2 - HALF_SIDE
    values[top : top + 2 * HALF_SIDE, left : left + 2 * HALF_SIDE] = BRIGHT
    radiograph = new_object(PATIENT, str(ComputedRadiographyImageStorage), "CR", 9, 1)
    radiograph.ImagerPixelSpacing = [0.05, 0.05]
    radiograph.WindowCenter, radiograph.WindowWidth = "2048", "4096"
    set_pixels(radiograph, values, bits_stored=12)
    save(radiograph, folder / "large.dcm")
    Image.fromarray((values // 16).astype(np.uint8)).save(folder / "large.png")


if __name__ == "__main__":
    write_large_images(Path(sys.argv[1]))
