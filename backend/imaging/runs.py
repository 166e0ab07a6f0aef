"""Rasters of bits as run lengths: how the masks of readers travel and are kept.

A raster is read row by row. Its runs count pixels that are not marked, then such that are, and so on; the first may be
0, and none follows the last pixel that is marked. Each is written as unsigned LEB128. Between reading and writing a
raster is where its runs end: an even number of rising places, of which each second ends what is marked.
"""

import binascii
import hashlib
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from backend.core.errors import Unprocessable

LARGEST_RASTER = 2**31  # pixels
LONGEST_RUNS = 32 * 2**20  # bytes
BITS = 7  # of a byte of LEB128
LONGEST_NUMBER = 5  # bytes, for all that is smaller than the largest raster

Ends = NDArray[np.int64]
Box = tuple[int, int, int, int]  # x, y, width, height
NOTHING: Ends = np.zeros(0, dtype=np.int64)


class DamagedRuns(Unprocessable):
    message = "This is no raster as run lengths."


def pack(ends: Ends) -> bytes:
    """Write runs, one after the other."""
    runs = np.diff(ends, prepend=0)
    sizes = np.ones(len(runs), dtype=np.int64)
    for length in range(1, LONGEST_NUMBER):
        sizes += runs >= 1 << (BITS * length)
    starts = np.cumsum(sizes) - sizes
    packed = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for place in range(LONGEST_NUMBER):
        long = sizes > place
        goes_on = (sizes[long] > place + 1).astype(np.uint8) << BITS
        packed[starts[long] + place] = (runs[long] >> (BITS * place) & 0x7F).astype(np.uint8) | goes_on
    return packed.tobytes()


def unpack(packed: bytes) -> Ends:
    """Read what `pack` wrote; a run of unmarked pixels at the end is passed over. Raises DamagedRuns."""
    values = np.frombuffer(packed, dtype=np.uint8)
    if not values.size:
        return NOTHING
    lasts = np.flatnonzero(values < 1 << BITS)
    sizes = np.diff(lasts, prepend=-1)
    if values[-1] >= 1 << BITS or sizes.max() > LONGEST_NUMBER:
        raise DamagedRuns
    starts = lasts - sizes + 1
    runs = np.zeros(len(lasts), dtype=np.int64)
    for place in range(LONGEST_NUMBER):
        long = sizes > place
        runs[long] |= (values[starts[long] + place].astype(np.int64) & 0x7F) << (BITS * place)
    if (runs[1:] == 0).any():
        raise DamagedRuns(f"{DamagedRuns.message} Only the first run may be empty.")
    ends = np.cumsum(runs)
    if ends[-1] > LARGEST_RASTER:
        raise DamagedRuns
    return ends[: len(ends) - len(ends) % 2]


def to_wire(packed: bytes) -> str:
    """Runs as they travel in JSON: base64 of zlib."""
    return b64encode(zlib.compress(packed)).decode()


def from_wire(text: str) -> bytes:
    """Runs as they came in JSON. Raises DamagedRuns."""
    try:
        return inflate(b64decode(text, validate=True))
    except binascii.Error as error:
        raise DamagedRuns from error


def inflate(deflated: bytes) -> bytes:
    """Unpack zlib, however little it says that it holds. Raises DamagedRuns."""
    inflater = zlib.decompressobj()
    try:
        packed = inflater.decompress(deflated, LONGEST_RUNS)
    except zlib.error as error:
        raise DamagedRuns from error
    if not inflater.eof or inflater.unused_data:
        raise DamagedRuns
    return packed


def runs_hash(packed: bytes) -> str | None:
    """SHA-256 of runs; nothing where nothing is marked."""
    return hashlib.sha256(packed).hexdigest() if packed else None


def differing(first: Ends, second: Ends) -> Ends:
    """What is marked in one of two rasters and not in the other: where the runs of one alone end."""
    return np.setxor1d(first, second, assume_unique=True)


def voxel_count(ends: Ends) -> int:
    return int((ends[1::2] - ends[::2]).sum())


def bounds(ends: Ends, columns: int) -> Box | None:
    """The smallest box around what is marked; nothing where nothing is."""
    if not ends.size:
        return None
    starts, lasts = ends[::2], ends[1::2] - 1
    top, bottom = int(starts[0]) // columns, int(lasts[-1]) // columns
    if (starts // columns != lasts // columns).any():  # a run over the edge marks both ends of a row
        return 0, top, columns, bottom + 1 - top
    left, right = int((starts % columns).min()), int((lasts % columns).max())
    return left, top, right + 1 - left, bottom + 1 - top


def to_raster(ends: Ends, shape_yx: tuple[int, int]) -> NDArray[np.bool_]:
    """Mark the pixels of an image. Raises DamagedRuns where the runs reach beyond it."""
    rows, columns = shape_yx
    if ends.size and ends[-1] > rows * columns:
        raise DamagedRuns(f"The runs reach beyond an image of {columns} by {rows} pixels.")
    steps = np.zeros(rows * columns + 1, dtype=np.int8)
    steps[ends[::2]] = 1
    steps[ends[1::2]] = -1
    marked: NDArray[np.int8] = np.cumsum(steps[:-1], dtype=np.int8)
    return marked.reshape(shape_yx).astype(np.bool_)


def of_raster(marked: NDArray[np.bool_]) -> Ends:
    flat = np.zeros(marked.size + 2, dtype=np.int8)
    flat[1:-1] = marked.reshape(-1)
    return np.flatnonzero(np.diff(flat)).astype(np.int64)


def joined(rasters: Iterable[Ends]) -> Ends:
    """What is marked in at least one of some rasters."""
    found = [ends for ends in rasters if ends.size]
    if not found:
        return NOTHING
    places = np.concatenate(found)
    steps = np.concatenate([np.tile(np.array([1, -1]), len(ends) // 2) for ends in found])
    order = np.lexsort((-steps, places))  # where one ends and another begins nothing ends
    depth = np.cumsum(steps[order])
    before = np.concatenate(([0], depth[:-1]))
    ends: Ends = places[order][(depth > 0) != (before > 0)]
    return ends
