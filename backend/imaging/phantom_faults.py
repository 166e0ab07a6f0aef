"""A delivery with faults, made from artificial images: what a report has to say something about."""

from pathlib import Path

import numpy as np
import pydicom
from PIL import Image

from backend.imaging import phantom_shapes as shapes


def write_faulty_delivery(folder: Path, slice_of_ct: Path, photograph: Path) -> tuple[Path, ...]:
    """Write files of which each comes to another end: stored with a remark, known already, set aside, refused."""
    folder.mkdir(parents=True, exist_ok=True)
    good = slice_of_ct.read_bytes()
    contents = {
        "cut-off.dcm": good[: len(good) // 2],
        "empty.dcm": b"",
        "notes.txt": b"Not an image: a note that lay in the folder.\n",
        f"sent-before{photograph.suffix}": photograph.read_bytes(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return (
        *(folder / name for name in contents),
        _without_study(folder / "no-study.dcm", slice_of_ct),
        _photograph_named_wrongly(folder / "photograph.dcm"),
    )


def _without_study(path: Path, slice_of_ct: Path) -> Path:
    dataset = pydicom.dcmread(slice_of_ct)
    del dataset.StudyInstanceUID
    dataset.save_as(path)
    return path


def _photograph_named_wrongly(path: Path) -> Path:
    image = Image.fromarray(shapes.skin_photograph(300, 400, np.random.default_rng(6)))
    image.save(path, format="PNG")
    return path
