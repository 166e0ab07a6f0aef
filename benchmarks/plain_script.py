"""The peer of extraction: what one writes first with SimpleITK, scipy and pyradiomics, case after case, in one process.

Started as a process of its own: `python plain_script.py cases.json`. Each case has a folder of images, a mask file on
the grid of the series that it was drawn on, and a section of a preset, whose steps are done here anew; nothing of the
product is used. Prints JSON: the seconds from the first read to the last feature, and the features of each case.
"""

# SimpleITK is typed by half:
# mypy: disable-error-code="no-untyped-call"

import json
import logging
import math
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import SimpleITK as sitk
from numpy.typing import NDArray
from radiomics.featureextractor import RadiomicsFeatureExtractor
from scipy import ndimage

Floats = NDArray[np.float64]


def main() -> None:
    logging.getLogger("radiomics").setLevel(logging.ERROR)
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    extractors: dict[str, Any] = {}
    results = {}
    began = perf_counter()
    for case in plan["cases"]:
        section = case["section"]
        parameters = json.dumps(section["pyradiomics"])
        if parameters not in extractors:
            extractors[parameters] = RadiomicsFeatureExtractor(section["pyradiomics"])
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames(reader.GetGDCMSeriesFileNames(case["folder"]))
        image, mask = reader.Execute(), sitk.ReadImage(case["mask"])
        if section.get("preprocessing") or not is_same_grid(image, mask):
            image, mask = prepared(image, mask, section)
        found = extractors[parameters].execute(image, mask)
        results[case["key"]] = {
            name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")
        }
    print(json.dumps({"seconds": perf_counter() - began, "results": results}))


def prepared(image: Any, mask: Any, section: dict[str, Any]) -> tuple[Any, Any]:
    """Do the steps of a section, in (x, y, z) all along."""
    own_grid, is_moved = is_same_grid(image, mask), False
    first, last = np.zeros(3, int), np.array(image.GetSize()) - 1
    for step in section.get("preprocessing") or []:
        ((name, values),) = step.items()
        if name == "crop":
            padding = np.rint(values["padding_mm"] / np.array(image.GetSpacing())).astype(int)
            lowest, highest = region_ends(mask, image)
            first, last = np.maximum(first, lowest - padding), np.minimum(last, highest + padding)
        elif name == "resample":
            image, is_moved = resampled_image(image, first, last, values), True
            first, last = np.zeros(3, int), np.array(image.GetSize()) - 1
        elif name == "z_score":
            image = standardised(cut(image, first, last), values["above"])
            if own_grid and not is_moved:
                mask = cut(mask, first, last)
            first, last = np.zeros(3, int), np.array(image.GetSize()) - 1
        else:
            raise SystemExit(f"There is no step {name}.")
    image = cut(image, first, last)
    if own_grid and not is_moved:
        return image, cut(mask, first, last) if mask.GetSize() != image.GetSize() else mask
    steps = section.get("mask_preprocessing") or [{"resample": {"order": 1, "threshold": 0.5}}]
    return image, resampled_mask(mask, image, steps[0]["resample"])


def resampled_image(image: Any, first: Any, last: Any, values: dict[str, Any]) -> Any:
    old = np.array(image.GetSpacing())
    new = np.array([asked if asked > 0 else kept for asked, kept in zip(values["spacing_mm"], old, strict=True)])
    size = []
    for axis in range(3):
        covering = math.ceil((last[axis] - first[axis]) * old[axis] / new[axis] - 1e-6)
        inside = math.floor((image.GetSize()[axis] - 1 - first[axis]) * old[axis] / new[axis] + 1e-6)
        size.append(min(covering, inside) + 1)
    target = sitk.Image([int(n) for n in size], sitk.sitkFloat64)
    target.SetOrigin(image.TransformIndexToPhysicalPoint([int(n) for n in first]))
    target.SetSpacing([float(step) for step in new])
    target.SetDirection(image.GetDirection())
    return like(target, on_grid(image, target, values.get("order", 3), "mirror"))


def resampled_mask(mask: Any, image: Any, values: dict[str, Any]) -> Any:
    inside = on_grid(mask, image, values.get("order", 3), "grid-constant") >= values.get("threshold", 0.5)
    return like(image, inside.astype(np.uint8))


def on_grid(source: Any, target: Any, order: int, mode: str) -> Floats:
    """Evaluate the spline through one image at the voxels of another, to the digits of a float32."""
    here, there = axes(source), axes(target)
    matrix = np.linalg.inv(here) @ there
    offset = np.linalg.inv(here) @ (np.array(target.GetOrigin()) - np.array(source.GetOrigin()))
    values = sitk.GetArrayFromImage(source).transpose(2, 1, 0).astype(np.float64)
    if np.abs(matrix - np.diag(np.diag(matrix))).max() < 1e-9:
        matrix = np.diag(matrix)
    # Where a voxel of one is a voxel of the other but for a rounding error, it must not fall beyond the border.
    offset = np.where(np.abs(offset - np.rint(offset)) < 1e-9, np.rint(offset), offset)
    moved = ndimage.affine_transform(values, matrix, offset, target.GetSize(), order=order, mode=mode)
    return np.asarray(moved.astype(np.float32).astype(np.float64))


def standardised(image: Any, above: float) -> Any:
    values = sitk.GetArrayFromImage(image).transpose(2, 1, 0)
    counted = values[values > above]
    return like(image, (values - counted.mean()) / counted.std())


def region_ends(mask: Any, image: Any) -> tuple[Any, Any]:
    """The first and the last voxel of the image that the region reaches into."""
    marked = np.argwhere(sitk.GetArrayFromImage(mask))[:, ::-1]
    lowest, highest = marked.min(axis=0), marked.max(axis=0)
    if is_same_grid(image, mask):
        return lowest, highest
    corners = [
        image.TransformPhysicalPointToContinuousIndex(mask.TransformContinuousIndexToPhysicalPoint([x, y, z]))
        for x in (lowest[0] - 0.5, highest[0] + 0.5)
        for y in (lowest[1] - 0.5, highest[1] + 0.5)
        for z in (lowest[2] - 0.5, highest[2] + 0.5)
    ]
    start, end = np.min(corners, axis=0), np.max(corners, axis=0)
    return np.floor(start + 0.5 + 1e-6).astype(int), np.ceil(end - 0.5 - 1e-6).astype(int)


def cut(image: Any, first: Any, last: Any) -> Any:
    start, size = [int(n) for n in first], [int(n) for n in last - first + 1]
    return image if list(image.GetSize()) == size else sitk.RegionOfInterest(image, size, start)


def like(grid: Any, values: NDArray[Any]) -> Any:
    image = sitk.GetImageFromArray(np.ascontiguousarray(values.transpose(2, 1, 0)))
    image.CopyInformation(grid)
    return image


def is_same_grid(one: Any, other: Any) -> bool:
    near = 1e-4  # mm; directions are without unit
    return bool(
        one.GetSize() == other.GetSize()
        and np.allclose(one.GetOrigin(), other.GetOrigin(), atol=near)
        and np.allclose(one.GetSpacing(), other.GetSpacing(), atol=near)
        and np.allclose(one.GetDirection(), other.GetDirection(), atol=near)
    )


def axes(image: Any) -> Floats:
    return np.asarray(np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing()))


if __name__ == "__main__":
    main()
