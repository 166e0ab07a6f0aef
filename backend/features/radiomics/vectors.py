"""Feature vectors as they are kept: float64, little endian, in the order of a schema of names."""

import hashlib
import json
import math
from collections.abc import Sequence

import numpy as np


def encode(values: Sequence[float]) -> bytes:
    return np.asarray(values, dtype="<f8").tobytes()


def decode(blob: bytes) -> list[float | None]:
    """The values; nothing where a feature is not computable (NaN)."""
    return [None if math.isnan(value) else value for value in np.frombuffer(blob, dtype="<f8").tolist()]


def schema_hash(names: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(names), separators=(",", ":")).encode()).hexdigest()
