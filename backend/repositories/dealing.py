"""Questions about how a set is dealt out: its settings, what lies in no package yet, and who knows which sample."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select, update

from backend.core.database import LONG, Base, now
from backend.models.distribution import Distribution
from backend.models.examination import Examination, ExaminationKind
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository
from backend.repositories.package_search import IN_TURN, is_repeat
from backend.repositories.repeats import repeats_of_others

Known = tuple[UUID, UUID | None, str]  # a sample with its patient and its modality


@dataclass
class Tray:
    """A package that samples are laid into."""

    package_id: UUID
    used: int = 0
    last: int = 0


class DealingRepository(Repository[Distribution]):
    model = Distribution

    async def of_sets(self, set_ids: Collection[UUID]) -> dict[UUID, Distribution]:
        found = await self.all(self.select().where(Distribution.set_id.in_(set_ids)))
        return {distribution.set_id: distribution for distribution in found}

    async def cards(self, sample_ids: Sequence[UUID]) -> list[Known]:
        """Samples in the order asked for."""
        rows = await self.db.execute(
            select(Sample.id, Sample.patient_id, Sample.modality).where(Sample.id.in_(sample_ids))
        )
        found = {row[0]: (row[0], row[1], row[2]) for row in rows}
        return [found[sample_id] for sample_id in sample_ids]

    async def undealt(self, set_id: UUID, slot: int) -> list[Known]:
        """The samples of a set that lie in no package of a slot, in their order; repeats and controls are no such."""
        dealt = select(PackageItem.sample_id).where(PackageItem.sample_id == Sample.id, PackageItem.slot == slot)
        rows = await self.db.execute(
            select(Sample.id, Sample.patient_id, Sample.modality)
            .where(Sample.set_id == set_id, Sample.purpose == SamplePurpose.READING, ~exists(dealt))
            .order_by(Sample.position)
        )
        return [(row[0], row[1], row[2]) for row in rows]

    async def not_started(self, sample_set: SampleSet, *, with_assigned: bool) -> list[Package]:
        """The packages that nobody has, or, if wanted, that nobody has begun; held until the end of the unit of work.

        What somebody is to read once more stays with them.
        """
        statement = select(Package).where(Package.set_id == sample_set.id, ~is_repeat())
        if with_assigned:
            statement = statement.where(~exists(_begun(sample_set)))
        else:
            statement = statement.where(Package.assignee_id.is_(None))
        ordered = statement.order_by(Package.id).with_for_update().execution_options(populate_existing=True)
        return list(await self.db.scalars(ordered))

    async def free(self, set_id: UUID, package_ids: Sequence[UUID] | None) -> list[Package]:
        """Packages that anybody may be given, all of a set or those named, in their turn and held."""
        statement = select(Package).where(Package.set_id == set_id, Package.assignee_id.is_(None), ~is_repeat())
        if package_ids is not None:
            statement = statement.where(Package.id.in_(package_ids))
        ordered = statement.order_by(*IN_TURN).with_for_update().execution_options(populate_existing=True)
        return list(await self.db.scalars(ordered))

    async def assign_all(self, readers: Mapping[UUID, UUID]) -> None:
        """Give packages to readers, each its own."""
        of_reader: dict[UUID, list[UUID]] = {}
        for package_id, reader_id in readers.items():
            of_reader.setdefault(reader_id, []).append(package_id)
        for reader_id, package_ids in of_reader.items():
            await self.set_fields(package_ids, {"assignee_id": reader_id, "assigned_at": now()})

    async def repeats_of_another(self, package_id: UUID, reader_id: UUID) -> bool:
        """Whether something lies in a package that somebody else is to read once more."""
        statement = (
            select(Sample.id)
            .join(PackageItem, PackageItem.sample_id == Sample.id)
            .where(
                PackageItem.package_id == package_id,
                Sample.purpose == SamplePurpose.REPEAT,
                ~Sample.content_key.startswith(repeat_key(reader_id)),
            )
        )
        return await self.db.scalar(statement.limit(1)) is not None

    async def highest_slot(self, set_id: UUID) -> int:
        return await self.db.scalar(select(func.max(Package.slot)).where(Package.set_id == set_id)) or 0

    async def drop_packages(self, package_ids: Sequence[UUID]) -> None:
        """Delete packages with what lies in them; control cases that nobody has read go too."""
        in_them = select(PackageItem.sample_id).where(PackageItem.package_id.in_(package_ids))
        unread_controls = select(Sample.id).where(
            Sample.id.in_(in_them),
            Sample.purpose == SamplePurpose.CONTROL,
            ~exists(select(Examination.id).where(Examination.sample_id == Sample.id)),
        )
        controls = list(await self.db.scalars(unread_controls))
        await self.db.execute(delete(Package).where(Package.id.in_(package_ids)).execution_options(**LONG))
        await self.db.execute(delete(Sample).where(Sample.id.in_(controls)).execution_options(**LONG))

    async def add_packages(self, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            await self.db.execute(insert(Base.metadata.tables["packages"]), list(rows))

    async def lay(self, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            await self.db.execute(insert(Base.metadata.tables["package_items"]), list(rows))

    async def trays_of_patients(self, set_id: UUID, slot: int, patient_ids: Collection[UUID]) -> dict[UUID, Tray]:
        """For patients of whom something lies in a package of a slot already: that package, the newest."""
        rows = await self.db.execute(
            select(Sample.patient_id, Package.id)
            .join(PackageItem, PackageItem.sample_id == Sample.id)
            .join(Package, Package.id == PackageItem.package_id)
            .where(Sample.set_id == set_id, Sample.patient_id.in_(patient_ids), PackageItem.slot == slot)
            .order_by(Package.position)
        )
        packages: dict[UUID, UUID] = {patient: package for patient, package in rows if patient is not None}
        trays = await self.trays(set(packages.values()))
        return {patient: trays[package] for patient, package in packages.items()}

    async def trays(self, package_ids: Collection[UUID]) -> dict[UUID, Tray]:
        rows = await self.db.execute(
            select(PackageItem.package_id, func.count(), func.max(PackageItem.position))
            .where(PackageItem.package_id.in_(package_ids))
            .group_by(PackageItem.package_id)
        )
        return {package_id: Tray(package_id, count, last) for package_id, count, last in rows}

    async def samples_of_packages(self, package_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
        rows = await self.db.execute(
            select(PackageItem.package_id, PackageItem.sample_id).where(PackageItem.package_id.in_(package_ids))
        )
        return _grouped(rows)

    async def originals(self, sample_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """For each sample the one that it shows once more, or itself."""
        rows = await self.db.execute(select(Sample.id, Sample.original_id).where(Sample.id.in_(sample_ids)))
        return {sample_id: original_id or sample_id for sample_id, original_id in rows}

    async def held_samples(
        self, set_id: UUID, reader_ids: Collection[UUID], *, blind: UUID | None = None
    ) -> dict[UUID, set[UUID]]:
        """What lies in the packages of readers; as far as somebody knows who is blind, if one says so."""
        statement = (
            select(Package.assignee_id, PackageItem.sample_id)
            .join(PackageItem, PackageItem.package_id == Package.id)
            .where(Package.set_id == set_id, Package.assignee_id.in_(reader_ids))
        )
        if blind is not None:
            statement = statement.where(PackageItem.sample_id.not_in(repeats_of_others([set_id], blind)))
        return _grouped(await self.db.execute(statement))

    async def read_samples(self, sample_set: SampleSet, reader_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
        """What readers have begun to read in this round, wherever it lies now."""
        rows = await self.db.execute(
            select(Examination.reader_id, Examination.sample_id).where(
                Examination.set_id == sample_set.id,
                Examination.reader_id.in_(reader_ids),
                Examination.round == sample_set.round,
                Examination.kind == ExaminationKind.READING,
            )
        )
        return _grouped(rows)

    async def set_fields(self, package_ids: Sequence[UUID], fields: dict[str, Any]) -> None:
        await self.db.execute(
            update(Package)
            .where(Package.id.in_(package_ids))
            .values(**fields)
            .execution_options(synchronize_session="fetch")
        )


def repeat_key(reader_id: UUID) -> str:
    """How the content keys of what somebody reads once more begin."""
    return f"repeat:{reader_id.hex}:"


def _begun(sample_set: SampleSet) -> Select[Any]:
    """The readings of a package by its reader in this round."""
    return (
        select(PackageItem.sample_id)
        .join(Examination, _is_reading_of(PackageItem.sample_id, sample_set))
        .where(PackageItem.package_id == Package.id, Examination.reader_id == Package.assignee_id)
    )


def _is_reading_of(sample_id: Any, sample_set: SampleSet) -> ColumnElement[bool]:
    return and_(
        Examination.sample_id == sample_id,
        Examination.round == sample_set.round,
        Examination.kind == ExaminationKind.READING,
    )


def _grouped(rows: Any) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for key, value in rows:
        found.setdefault(key, set()).add(value)
    return found
