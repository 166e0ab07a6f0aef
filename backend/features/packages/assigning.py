"""Giving packages to readers, one or many, and taking them back."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import audit
from backend.core.permissions import RULES, Action, Caller
from backend.core.work import UnitOfWork
from backend.features.packages.errors import NotAReader, PackageBegun, PackageNotFound, SampleTwice
from backend.features.packages.schemas import PackageRead
from backend.features.packages.service import read_package
from backend.features.sets.service import SetService, require_open
from backend.models.package import Package
from backend.models.sample_set import SampleSet
from backend.repositories.groups import MembershipRepository
from backend.repositories.packages import PackageContext, PackageRepository


class PackageAssigning:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.packages = PackageRepository(work.db)
        self.members = MembershipRepository(work.db)

    async def assign(
        self, package_ids: Sequence[UUID], user_id: UUID | None, caller: Caller, *, set_id: UUID | None = None
    ) -> list[PackageRead]:
        """Give packages of one set to a reader of its group, or to nobody. Not away from one who has begun.

        All of them, or none: what cannot be given is named by its number.
        """
        sample_set = await self._permitted(package_ids[0], set_id, caller)
        packages = await self._held(package_ids, sample_set.id)
        if user_id is not None:
            await self._require_reader(sample_set, user_id)
        for context in await self.packages.in_context(packages):
            if context.package.assignee_id != user_id:
                await self._give(context, user_id)
                audit.record(
                    self.work,
                    caller,
                    "package.assigned",
                    context.package.id,
                    organization_id=sample_set.organization_id,
                    user_id=str(user_id) if user_id else None,
                )
        await self.work.flush()
        return [read_package(context) for context in await self.packages.in_context(packages)]

    async def _permitted(self, package_id: UUID, set_id: UUID | None, caller: Caller) -> SampleSet:
        """The set, if the caller may hand out its packages and it is open. Without one, that of the package."""
        if set_id is None:
            package = await self.packages.get_visible(package_id, caller)
            if package is None:
                raise PackageNotFound
            set_id = package.set_id
        sample_set = await SetService(self.work).visible(set_id, caller)
        caller.require(Action.ASSIGN_PACKAGE, in_=sample_set.group_id)
        require_open(sample_set)
        return sample_set

    async def _held(self, package_ids: Sequence[UUID], set_id: UUID) -> list[Package]:
        """The packages in the order asked for, each once, held until the end of the unit of work."""
        wanted = list(dict.fromkeys(package_ids))
        held = {package.id: package for package in await self.packages.held_in_set(wanted, set_id)}
        if len(held) < len(wanted):
            raise PackageNotFound
        return [held[package_id] for package_id in wanted]

    async def _require_reader(self, sample_set: SampleSet, user_id: UUID) -> None:
        role = await self.members.role_of(sample_set.group_id, user_id)
        if role not in RULES[Action.READ_SAMPLE].group:
            raise NotAReader

    async def _give(self, context: PackageContext, user_id: UUID | None) -> None:
        package = context.package
        if context.begun_count:
            raise PackageBegun(f"The reader of package {package.position} has begun it; it stays with them.")
        if user_id is not None and await self.packages.overlaps(package.id, user_id):
            raise SampleTwice(
                f"This person has read, or has in another package, a sample of package {package.position}."
            )
        package.assign(user_id)
        await self.work.flush()  # so that of two packages with the same sample the second is refused
