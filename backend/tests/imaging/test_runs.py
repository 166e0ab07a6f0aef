"""Rasters as run lengths: what goes in comes out, and the same voxels have one writing."""

import hashlib
from base64 import b64decode, b64encode
from zlib import compress

import numpy as np
import pytest
from numpy.typing import NDArray

from backend.imaging.runs import (
    LONGEST_RUNS,
    DamagedRuns,
    bounds,
    differing,
    from_wire,
    joined,
    of_raster,
    pack,
    runs_hash,
    to_raster,
    to_wire,
    unpack,
    voxel_count,
)

SHAPE = (7, 5)
pytestmark = pytest.mark.once


def some_rasters() -> list[NDArray[np.bool_]]:
    chance = np.random.default_rng(20261122)
    full, empty = np.ones(SHAPE, dtype=np.bool_), np.zeros(SHAPE, dtype=np.bool_)
    first, last = empty.copy(), empty.copy()
    first[0, 0], last[-1, -1] = True, True
    return [full, empty, first, last, *(chance.random(SHAPE) < share for share in (0.1, 0.5, 0.9))]


RASTERS = some_rasters()


class TestWriting:
    def test_runs_begin_with_what_is_not_marked_and_end_with_what_is(self) -> None:
        marked = np.array([[0, 1, 1], [1, 0, 0], [0, 0, 1], [0, 0, 0]], dtype=np.bool_)

        assert pack(of_raster(marked)) == bytes([1, 3, 4, 1])

    def test_the_first_run_is_empty_where_the_first_pixel_is_marked(self) -> None:
        assert pack(of_raster(np.ones((2, 2), dtype=np.bool_))) == bytes([0, 4])

    def test_long_runs_take_several_bytes_the_lowest_first(self) -> None:
        marked = np.zeros((1, 100_000), dtype=np.bool_)
        marked[0, 300:] = True

        assert pack(of_raster(marked)) == bytes([0xAC, 0x02, 0xF4, 0x8A, 0x06])

    def test_the_hash_is_of_these_bytes_and_nothing_has_none(self) -> None:
        assert runs_hash(bytes([0, 4])) == hashlib.sha256(bytes([0, 4])).hexdigest()
        assert runs_hash(b"") is None

    @pytest.mark.parametrize("marked", RASTERS)
    def test_what_goes_in_comes_out(self, marked: NDArray[np.bool_]) -> None:
        packed = pack(of_raster(marked))

        assert (to_raster(unpack(from_wire(to_wire(packed))), SHAPE) == marked).all()
        assert pack(unpack(packed)) == packed

    def test_they_travel_as_base64_of_zlib(self) -> None:
        assert from_wire(b64encode(compress(bytes([0, 4]), 9)).decode()) == bytes([0, 4])
        assert b64decode(to_wire(b""))[0] == 0x78  # zlib's own header


class TestReading:
    def test_unmarked_pixels_at_the_end_are_passed_over(self) -> None:
        assert pack(unpack(bytes([1, 3, 9]))) == bytes([1, 3])

    @pytest.mark.parametrize(
        "packed", [bytes([0x80]), bytes([1, 0, 1]), bytes([0x80] * 5 + [1]), bytes([0xFF, 0xFF, 0xFF, 0xFF, 0x7F])]
    )
    def test_damage_is_refused(self, packed: bytes) -> None:
        with pytest.raises(DamagedRuns):
            unpack(packed)

    @pytest.mark.parametrize("text", ["?", b64encode(b"no zlib").decode(), b64encode(compress(b"x")[:-1]).decode()])
    def test_what_is_not_packed_so_is_refused(self, text: str) -> None:
        with pytest.raises(DamagedRuns):
            from_wire(text)

    def test_what_would_fill_the_memory_is_refused(self) -> None:
        with pytest.raises(DamagedRuns):
            from_wire(b64encode(compress(bytes(LONGEST_RUNS + 1))).decode())

    def test_runs_beyond_the_image_are_refused(self) -> None:
        with pytest.raises(DamagedRuns):
            to_raster(unpack(bytes([30, 6])), SHAPE)


class TestComparing:
    @pytest.mark.parametrize("first", RASTERS)
    @pytest.mark.parametrize("second", RASTERS)
    def test_a_difference_leads_from_one_to_the_other(
        self, first: NDArray[np.bool_], second: NDArray[np.bool_]
    ) -> None:
        ends = of_raster(first), of_raster(second)

        assert (to_raster(differing(*ends), SHAPE) == (first ^ second)).all()
        assert pack(differing(ends[0], differing(*ends))) == pack(ends[1])

    def test_together_is_what_any_marks(self) -> None:
        for some in (RASTERS[:1], RASTERS[2:], RASTERS[1:4], []):
            together = np.any([*some, RASTERS[1]], axis=0)

            assert pack(joined(of_raster(one) for one in some)) == pack(of_raster(together))


class TestMeasuring:
    @pytest.mark.parametrize("marked", RASTERS)
    def test_counts_and_bounds(self, marked: NDArray[np.bool_]) -> None:
        ends = of_raster(marked)

        assert voxel_count(ends) == marked.sum()
        assert bounds(ends, SHAPE[1]) == box_of(marked)


def box_of(marked: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    rows, columns = np.nonzero(marked)
    if not rows.size:
        return None
    left, top = int(columns.min()), int(rows.min())
    return left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top
