"""Volumes in files, as other programs write them."""

from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray

TURNED = (0.8, -0.6, 0.0, 0.6, 0.8, 0.0, 0.0, 0.0, 1.0)
MIRRORED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, -1.0)


def write_volume(
    path: Path,
    array: NDArray[Any],
    direction: tuple[float, ...] = TURNED,
    spacing: tuple[float, ...] = (0.5, 0.75, 2.0),
) -> Path:
    """Write an array (z, y, x) by SimpleITK, as the suffix says."""
    image = sitk.GetImageFromArray(array)
    image.SetDirection(direction)
    image.SetSpacing(spacing)
    image.SetOrigin((-10.0, 20.0, 30.0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(path))
    return path


def ramp(kind: str = "int16") -> NDArray[Any]:
    return np.arange(3 * 4 * 5).reshape(3, 4, 5).astype(kind)
