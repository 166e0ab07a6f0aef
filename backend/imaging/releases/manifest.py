"""What a release states, in a file that proves itself.

Every sample with its readings is a part with a hash of its own; the content hash is over the head (set, labels,
guideline) and the hashes of all parts. A part that is withdrawn leaves its hash behind: what it said is gone, and the
content hash can still be checked.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.core.errors import Unprocessable
from backend.imaging.exchange.document import FORMAT as DOCUMENT
from backend.imaging.exchange.document import Document, from_json, to_json

FORMAT = "isocenter-release/1"
Values = dict[str, Any]


@dataclass(frozen=True)
class Manifest:
    """`head`: set and labels. `parts`: in the order of the samples; of a withdrawn one, why and since when."""

    head: Values
    parts: tuple[Values, ...]

    @property
    def content_hash(self) -> str:
        """What the release is known by, also once parts of it are withdrawn."""
        stated = {"format": FORMAT, "head": digest(self.head), "samples": [[p["id"], p["sha256"]] for p in self.parts]}
        return digest(stated)

    @property
    def withdrawn(self) -> dict[str, Values]:
        """By sample: why, and since when."""
        return {part["id"]: part["withdrawn"] for part in self.parts if "withdrawn" in part}

    @property
    def kept(self) -> list[Values]:
        return [part for part in self.parts if "withdrawn" not in part]

    def altered(self) -> list[str]:
        """The samples whose part is not what its hash says."""
        return [part["id"] for part in self.kept if digest(_stated(part)) != part["sha256"]]

    def document(self) -> Document:
        """What is still stated, as exports take it."""
        readings = [reading for part in self.kept for reading in part["readings"]]
        whole = {**self.head, "format": DOCUMENT, "samples": [p["sample"] for p in self.kept], "readings": readings}
        return from_json(canonical(whole))

    def showing(self, sample_ids: Collection[str]) -> set[str]:
        """These samples, and those that show one of them again."""
        wanted = set(sample_ids)
        again = {part["id"] for part in self.kept if part["sample"].get("original_id") in wanted}
        return wanted | again

    def without(self, sample_ids: Collection[str], reason: str, at: str) -> "Manifest":
        """With these samples withdrawn: nothing of them is left but their ids and hashes, and why."""
        said = {"reason": reason, "at": at}
        parts = tuple(
            {"id": part["id"], "sha256": part["sha256"], "withdrawn": said}
            if part["id"] in sample_ids and "withdrawn" not in part
            else part
            for part in self.parts
        )
        return Manifest(self.head, parts)

    def write(self) -> bytes:
        return canonical(
            {"format": FORMAT, "content_hash": self.content_hash, "head": self.head, "samples": list(self.parts)}
        )


@dataclass(frozen=True)
class Picture:
    """A picture of the guideline: small, and kept in the manifest itself."""

    id: str
    name: str
    media_type: str
    content: bytes


def manifest_of(document: Document, guideline_pictures: Sequence[Picture] = ()) -> Manifest:
    """Divide a document into its head and a part for every sample."""
    written = json.loads(to_json(document))
    readings: dict[str, list[Values]] = {}
    for reading in written["readings"]:
        readings.setdefault(reading["sample_id"], []).append(reading)
    parts = []
    for sample in written["samples"]:
        part = {"sample": sample, "readings": readings.get(sample["id"], [])}
        parts.append({"id": sample["id"], "sha256": digest(part), **part})
    head = {"set": written["set"], "labels": written["labels"], "guideline_images": _told(guideline_pictures)}
    return Manifest(head, tuple(parts))


def _told(pictures: Sequence[Picture]) -> list[Values]:
    return [
        {
            "id": picture.id,
            "name": picture.name,
            "media_type": picture.media_type,
            "sha256": hashlib.sha256(picture.content).hexdigest(),
            "base64": b64encode(picture.content).decode(),
        }
        for picture in pictures
    ]


def read_manifest(written: bytes) -> Manifest:
    """Read what `write` wrote. Raises Unprocessable where it is something else."""
    try:
        found = json.loads(written)
        if found.get("format") != FORMAT:
            raise Unprocessable(f"This is no {FORMAT}, but {found.get('format') or 'something without a format'}.")
        return Manifest(found["head"], tuple(found["samples"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unprocessable(f"This is no {FORMAT}: {error}") from error


def canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def _stated(part: Mapping[str, Any]) -> Values:
    return {"sample": part["sample"], "readings": part["readings"]}
