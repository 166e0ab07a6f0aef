"""Giving packages to readers, one or many, and taking them back."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.distribution.balancing import Pile, balance
from backend.features.packages.answers import PackageAnswers
from backend.features.packages.errors import PackageBegun, PackageNotFound, RepeatStays, SampleTwice
from backend.features.packages.giving import PackageGiving
from backend.features.packages.schemas import (
    AssigneeRead,
    PackageRead,
    PackagesShareOut,
    PackageUpdate,
    ReaderShare,
    SharedOut,
)
from backend.features.sets.service import SetService, require_open
from backend.models.package import Package
from backend.models.sample_set import SampleSet
from backend.repositories.dealing import DealingRepository
from backend.repositories.packages import PackageContext, PackageRepository
from backend.repositories.users import UserRepository


class PackageAssigning:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.packages = PackageRepository(work.db)
        self.dealing = DealingRepository(work.db)
        self.giving = PackageGiving(work)
        self.blinding = BlindingService(work)
        self.answers = PackageAnswers(work)

    async def assign(
        self,
        package_ids: Sequence[UUID],
        user_id: UUID | None,
        caller: Caller,
        *,
        set_id: UUID | None = None,
        even_if_begun: bool = False,
    ) -> list[PackageRead]:
        """Give packages of one set to a reader of its group, or to nobody; from one who has begun only if that is said.

        All of them, or none: what cannot be given is named by its number.
        """
        sample_set = await self._permitted(package_ids[0], set_id, caller)
        packages = await self._held(package_ids, sample_set.id, caller)
        if user_id is not None:
            await self.giving.require_readers(sample_set, [user_id])
        moving = [package for package in packages if package.assignee_id != user_id]
        if any(package.assignee_id not in (None, caller.user_id) for package in moving):
            await self.blinding.require_sight(sample_set, caller)  # whether they have begun would show
        tells_read = await self._may_tell_read(sample_set, user_id, caller)
        for context in await self.packages.in_context(moving):
            await self._give(context, user_id, even_if_begun=even_if_begun, tells_read=tells_read)
            self._record(caller, sample_set, context.package.id, user_id)
        await self.work.flush()
        return await self.answers.of(packages, caller)

    async def update(
        self, package_ids: Sequence[UUID], body: PackageUpdate, caller: Caller, *, set_id: UUID | None = None
    ) -> list[PackageRead]:
        """Say when packages are due and which are read first."""
        sample_set = await self._permitted(package_ids[0], set_id, caller)
        packages = await self._held(package_ids, sample_set.id, caller)
        changed = body.model_dump(exclude_unset=True, include={"due_on", "priority"})
        if changed.get("priority", 0) is None:
            del changed["priority"]
        for package in packages if changed else ():
            for name, value in changed.items():
                setattr(package, name, value)
            audit.record(
                self.work,
                caller,
                "package.updated",
                package.id,
                organization_id=sample_set.organization_id,
                fields=sorted(changed),
            )
        await self.work.flush()
        return await self.answers.of(packages, caller)

    async def share_out_free(self, set_id: UUID, body: PackagesShareOut, caller: Caller) -> SharedOut:
        """Give free packages to readers, so that all have about as much of the set to read."""
        sample_set = await self._permitted(None, set_id, caller)
        free = await self.dealing.free(set_id, body.package_ids)
        given = await self.share_out(sample_set, [package.id for package in free], body.reader_ids, caller)
        blind = caller.user_id if await self.blinding.is_blind(sample_set, caller) else None
        held = await self.dealing.held_samples(set_id, body.reader_ids, blind=blind)
        names = await UserRepository(self.work.db).names(body.reader_ids)
        shares = [
            ReaderShare(
                reader=AssigneeRead(id=reader_id, name=names[reader_id]),
                packages=given[reader_id],
                samples=len(held.get(reader_id, ())),
            )
            for reader_id in dict.fromkeys(body.reader_ids)
        ]
        return SharedOut(readers=shares, left=len(free) - given.total())

    async def share_out(
        self, sample_set: SampleSet, package_ids: Sequence[UUID], reader_ids: Sequence[UUID], caller: Caller
    ) -> Counter[UUID]:
        """Give packages that are free and held to readers, evenly; tells how many each of them got."""
        readers = list(dict.fromkeys(reader_ids))
        await self.giving.require_readers(sample_set, readers)
        lying = await self.dealing.samples_of_packages(package_ids)
        blind = caller.user_id if await self.blinding.is_blind(sample_set, caller) else None
        held = await self.dealing.held_samples(sample_set.id, readers, blind=blind)
        told = [reader for reader in readers if await self._may_tell_read(sample_set, reader, caller)]
        read = await self.dealing.read_samples(sample_set, told)
        hands = {
            reader: (len(held.get(reader, ())), held.get(reader, set()) | read.get(reader, set())) for reader in readers
        }
        piles = [Pile(package_id, frozenset(lying.get(package_id, ()))) for package_id in package_ids]
        given = balance(piles, hands)
        await self.dealing.assign_all(given)
        for package_id, reader_id in given.items():
            self._record(caller, sample_set, package_id, reader_id)
        await self.work.flush()
        return Counter(given.values())

    async def _permitted(self, package_id: UUID | None, set_id: UUID | None, caller: Caller) -> SampleSet:
        """The set, if the caller may hand out its packages and it is open. Without one, that of the package."""
        if set_id is None and package_id is not None:
            package = await self.packages.get_visible(package_id, caller)
            set_id = package.set_id if package else None
        if set_id is None:
            raise PackageNotFound
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.ASSIGN_PACKAGE, in_=sample_set.group_id)
        require_open(sample_set)
        return sample_set

    async def _held(self, package_ids: Sequence[UUID], set_id: UUID, caller: Caller) -> list[Package]:
        """The packages in the order asked for, each once, held until the end of the unit of work."""
        wanted = list(dict.fromkeys(package_ids))
        held = {package.id: package for package in await self.packages.held_in_set(wanted, set_id, caller)}
        if len(held) < len(wanted):
            raise PackageNotFound
        return [held[package_id] for package_id in wanted]

    async def _may_tell_read(self, sample_set: SampleSet, reader_id: UUID | None, caller: Caller) -> bool:
        """Whether a refusal may tell that somebody has begun what they gave back: not to who is blind.

        What they have read stays their one reading of it, in whichever package they find it.
        """
        return reader_id == caller.user_id or not await self.blinding.is_blind(sample_set, caller)

    async def _give(
        self, context: PackageContext, user_id: UUID | None, *, even_if_begun: bool, tells_read: bool
    ) -> None:
        package = context.package
        if context.begun_count and not even_if_begun:
            raise PackageBegun(f"The reader of package {package.position} has begun it; it stays with them.")
        if user_id is not None:
            await self._require_new(package, user_id, tells_read=tells_read)
        package.assign(user_id)
        await self.work.flush()  # so that of two packages with the same sample the second is refused

    async def _require_new(self, package: Package, user_id: UUID, *, tells_read: bool) -> None:
        if await self.dealing.repeats_of_another(package.id, user_id):
            raise RepeatStays(f"What lies in package {package.position} is read once more by its reader.")
        if await self.packages.overlaps(package.id, user_id, has_read=tells_read):
            raise SampleTwice(
                f"This person has read, or has in another package, a sample of package {package.position}."
            )

    def _record(self, caller: Caller, sample_set: SampleSet, package_id: UUID, user_id: UUID | None) -> None:
        audit.record(
            self.work,
            caller,
            "package.assigned",
            package_id,
            organization_id=sample_set.organization_id,
            user_id=str(user_id) if user_id else None,
        )
