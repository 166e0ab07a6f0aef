"""The JSON that stands beside NIfTI masks: what ours says of each of them, and the labels of an nnU-Net data set."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from backend.core.errors import ApplicationError
from backend.imaging.exchange.incoming import AnnotationError, Refusal

FORMAT = "isocenter-masks/1"
FILE_NAME = "masks.json"
IMAGE_NAME = "image.nii.gz"
LONGEST_NAME = 200
LARGEST_BYTES = 4 * 2**20
LABEL_FOLDERS, IMAGE_FOLDERS = ("labelsTr", "labelsTs"), ("imagesTr", "imagesTs")
OF_DATA_SETS = ("channel_names", "modality", "numTraining", "file_ending", "training")


class NotesDamaged(AnnotationError):
    message = "What it says of masks cannot be read."


class MaskMissing(AnnotationError):
    message = "It is named beside the masks, but the archive does not hold it."


@dataclass(frozen=True)
class MaskNotes:
    """What is said of a mask beside its voxels: one label for all that is marked, or the values of each label."""

    label: str | None = None
    values: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    concept: Mapping[str, str] | None = None
    tracking_uid: str | None = None
    author: str | None = None
    series_instance_uid: str | None = None


@dataclass
class Notes:
    """What the JSON files of an archive say of the masks in it, by their paths."""

    masks: dict[str, MaskNotes] = field(default_factory=dict)
    data_sets: dict[PurePosixPath, MaskNotes] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def take(self, path: str, content: bytes) -> bool:
        """Take in what a JSON file says; tells whether it is about masks at all."""
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            return False
        if not isinstance(found, dict):
            return False
        folder = _plain(path).parent
        if isinstance(found.get("masks"), list):
            self._refusing(path, lambda: self.masks.update(_masks(folder, found)))
        elif isinstance(found.get("labels"), dict) and any(name in found for name in OF_DATA_SETS):
            self._refusing(path, lambda: self.data_sets.update({folder: MaskNotes(values=_values(found["labels"]))}))
        else:
            return False
        return True

    def of(self, path: str) -> MaskNotes:
        plain = _plain(path)
        if str(plain) in self.masks:
            return self.masks[str(plain)]
        is_in_data_set = plain.parent.name in LABEL_FOLDERS
        return self.data_sets.get(plain.parent.parent, MaskNotes()) if is_in_data_set else MaskNotes()

    def is_image(self, path: str) -> bool:
        """Whether it is an image beside its masks, which brings nothing in."""
        plain = _plain(path)
        if plain.parent.name in IMAGE_FOLDERS:
            return plain.parent.parent in self.data_sets
        return bool(self.masks) and plain.name == IMAGE_NAME and str(plain) not in self.masks

    def without_file(self, paths: Collection[str]) -> list[Refusal]:
        """The masks that are named and not there."""
        there = {str(_plain(path)) for path in paths}
        return [Refusal.of(path, MaskMissing()) for path in self.masks if path not in there]

    def _refusing(self, path: str, act: Any) -> None:
        try:
            act()
        except ApplicationError as error:
            self.refused.append(Refusal.of(path, error))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self.refused.append(Refusal.of(path, NotesDamaged(f"{NotesDamaged.message} ({error!r})")))


def _plain(path: str) -> PurePosixPath:
    return PurePosixPath(path.replace("\\", "/"))


def _masks(folder: PurePosixPath, found: Mapping[str, Any]) -> dict[str, MaskNotes]:
    author, series = _text(found.get("reader")), _text(found.get("series_instance_uid"))
    return {
        str(folder / str(mask["file"])): MaskNotes(
            label=_text(mask["label"]),
            concept={key: str(mask["concept"][key]) for key in ("scheme", "code", "meaning")}
            if mask.get("concept")
            else None,
            tracking_uid=_text(mask.get("tracking_uid")),
            author=author,
            series_instance_uid=series,
        )
        for mask in found["masks"]
    }


def _values(labels: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """By name as nnU-Net has them, where a label may have several values; or by value as its elders have them."""
    found: dict[str, tuple[int, ...]] = {}
    for key, value in labels.items():
        if isinstance(value, str):
            found[value] = (*found.get(value, ()), int(key))
        else:
            found[str(key)] = tuple(int(one) for one in value) if isinstance(value, list) else (int(value),)
    return {name[:LONGEST_NAME]: values for name, values in found.items() if values != (0,)}


def _text(value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > LONGEST_NAME):
        raise NotesDamaged(f"{NotesDamaged.message} ({value!r:.50} is no name)")
    return value or None
