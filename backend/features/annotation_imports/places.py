"""Where in a set the objects of a file belong."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from uuid import UUID

from backend.core.work import UnitOfWork
from backend.features.annotation_imports.errors import ImageUnknown, NoSeriesOnGrid, SeriesUnknown
from backend.imaging.exchange.incoming import IncomingObject
from backend.imaging.exchange.mask_grid import may_lie_on
from backend.imaging.exchange.reading_files import FileFacts
from backend.imaging.volume_header import VolumeHeader
from backend.models.sample import SamplePurpose
from backend.repositories.exchange import ExchangeRepository, ImageRow, SliceRow


@dataclass(frozen=True)
class KnownImage:
    """An image of a sample, with its slices in the order of their files."""

    id: UUID
    sample_id: UUID
    series_instance_uid: str | None
    frame_of_reference_uid: str | None
    slices: tuple[SliceRow, ...]
    cases: tuple[str, ...] = ()  # as exports number samples, and their images
    rows: int | None = None  # of a photograph
    columns: int | None = None

    @property
    def size(self) -> tuple[int, int, int]:
        """Columns, rows and slices, as far as they are known."""
        first = self.slices[0]
        return first.columns or 0, first.rows or 0, sum(one.frame_count for one in self.slices)

    def size_of(self, sop_instance_uid: str | None) -> tuple[int | None, int | None]:
        """Rows and columns of a picture, as far as they are known."""
        if not self.slices:
            return self.rows, self.columns
        shown = (one for one in self.slices if sop_instance_uid in (one.sop_instance_uid, None))
        return next(((one.rows, one.columns) for one in shown), (None, None))

    @property
    def positions_mm(self) -> list[list[Any]]:
        return [one.position_mm for one in self.slices if one.position_mm and one.frame_count == 1]

    def shows_same(self, other: "KnownImage") -> bool:
        return [one.sop_instance_uid for one in self.slices] == [one.sop_instance_uid for one in other.slices]

    def is_meant_by(self, path: str) -> bool:
        """Whether a file or a folder of it is called after the number of the sample, or after the series."""
        parts = path.replace("\\", "/").removesuffix(".gz").removesuffix(".nii").split("/")
        return bool({*self.cases, self.series_instance_uid} & set(parts))


@dataclass
class Places:
    """The images of a set, by all that files name them by. Of samples that are shown again, the first alone."""

    by_sop: dict[str, KnownImage] = field(default_factory=dict)
    by_series: dict[str, list[KnownImage]] = field(default_factory=dict)
    by_sha256: dict[str, KnownImage] = field(default_factory=dict)
    by_name: dict[str, KnownImage | None] = field(default_factory=dict)  # None where two have it
    by_size: dict[tuple[int, ...], list[KnownImage]] = field(default_factory=dict)  # each once, sides from short

    def take(self, row: ImageRow, slices: tuple[SliceRow, ...], case: str) -> None:
        cases = (case, f"{case}-{row.position}")
        neutral_name = f"{cases[1]}{PurePath(row.file_name or '').suffix.lower() or '.dcm'}"
        image = KnownImage(
            row.id,
            row.sample_id,
            row.series_instance_uid,
            row.frame_of_reference_uid,
            slices,
            cases,
            rows=row.height,
            columns=row.width,
        )
        for one in slices:
            self.by_sop.setdefault(one.sop_instance_uid, image)
        if row.series_instance_uid and slices:
            known = self.by_series.setdefault(row.series_instance_uid, [])
            if not any(other.shows_same(image) for other in known):
                self.by_size.setdefault(tuple(sorted(image.size)), []).append(image)
            known.append(image)
        if row.sha256:
            self.by_sha256.setdefault(row.sha256, image)
        for name in {row.file_name, PurePath(row.file_name or "").name, neutral_name} - {None, ""}:
            same = self.by_name.get(name or "", image)
            self.by_name[name or ""] = image if same is image else None

    def of(self, drawn: IncomingObject) -> KnownImage:
        """The image that an object lies on. Raises ImageUnknown."""
        if drawn.sop_instance_uid:
            found = self.by_sop.get(drawn.sop_instance_uid)
        else:
            found = self.by_sha256.get(drawn.sha256 or "") or self.by_name.get(drawn.file_name or "")
        if found is None:
            named = drawn.sop_instance_uid or drawn.file_name or "no name"
            raise ImageUnknown(f"{ImageUnknown.message} ({named})")
        return found

    def drawn_on(self, facts: FileFacts) -> KnownImage | None:
        """The image that a structure was drawn on: by instance, by series, or the one in its frame of reference."""
        for uid in facts.sop_uids:
            if uid in self.by_sop:
                return self.by_sop[uid]
        for uid in facts.series_uids:
            if uid in self.by_series:
                return self.by_series[uid][0]
        if facts.sop_uids or facts.series_uids or not facts.frame_of_reference_uid:
            return None
        images = [one for some in self.by_series.values() for one in some]
        in_frame = [one for one in images if one.frame_of_reference_uid == facts.frame_of_reference_uid]
        return in_frame[0] if len(in_frame) == 1 else None

    def of_series(self, series_instance_uid: str, grid: VolumeHeader) -> KnownImage:
        """The series, or what a sample shows of it, that a mask names. Raises SeriesUnknown."""
        images = self.by_series.get(series_instance_uid)
        if not images:
            raise SeriesUnknown(f"{SeriesUnknown.message} ({series_instance_uid})")
        return next((one for one in images if may_lie_on(grid, one.size, one.positions_mm)), images[0])

    def on_grid(self, grid: VolumeHeader) -> list[KnownImage]:
        """The series that a mask may lie on, by what is known without their files. Raises NoSeriesOnGrid."""
        alike = self.by_size.get(tuple(sorted(grid.shape_ijk)), [])
        found = [one for one in alike if may_lie_on(grid, one.size, one.positions_mm)]
        if not found:
            voxels = " x ".join(map(str, grid.shape_ijk))
            reason = f"{len(alike)} have its {voxels} voxels, in other places" if alike else f"none has {voxels} voxels"
            raise NoSeriesOnGrid(f"{NoSeriesOnGrid.message} ({reason})")
        return found


async def places_of(work: UnitOfWork, set_id: UUID) -> Places:
    rows = ExchangeRepository(work.db)
    samples = {row.id: row for row, _ in await rows.samples(set_id) if row.purpose is SamplePurpose.READING}
    positions = [row.position for row in samples.values()]
    found = Places()
    if not positions:
        return found
    block = (min(positions), max(positions))
    slices: dict[UUID, list[SliceRow]] = {}
    for one in await rows.slices(set_id, block):
        slices.setdefault(one.image_id, []).append(one)
    for image in await rows.images(set_id, block):
        if image.sample_id in samples:
            found.take(image, tuple(slices.get(image.id, ())), f"{samples[image.sample_id].position:06d}")
    return found
