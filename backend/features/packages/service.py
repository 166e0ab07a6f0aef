"""What annotators do with the packages of a set."""

from uuid import UUID

from backend.core import audit
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.packages.answers import PackageAnswers, read_item
from backend.features.packages.errors import (
    NoPackageLeft,
    NotYourPackage,
    PackageNotEmpty,
    PackageNotFound,
)
from backend.features.packages.giving import PackageGiving
from backend.features.packages.schemas import PackageItemRead, PackageRead
from backend.features.samples.reading import read_samples
from backend.features.samples.schemas import SampleRead
from backend.features.sets.errors import SetNotFound
from backend.features.sets.service import require_open
from backend.features.training.service import TrainingService
from backend.models.package import Package
from backend.models.sample_set import SampleSet
from backend.repositories.package_search import PackageFilter
from backend.repositories.packages import ItemReading, PackageRepository
from backend.repositories.sample_sets import SampleSetRepository
from backend.repositories.samples import SampleRepository
from backend.repositories.trainings import TrainingRepository


class PackageService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.sets = SampleSetRepository(work.db)
        self.packages = PackageRepository(work.db)
        self.samples = SampleRepository(work.db)
        self.blinding = BlindingService(work)
        self.answers = PackageAnswers(work)
        self.trainings = TrainingRepository(work.db)

    async def listing(self, set_id: UUID, wanted: PackageFilter, caller: Caller, page: Page) -> Listing[PackageRead]:
        sample_set = await self._set(set_id, caller)
        only = caller.user_id if await self.blinding.is_blind(sample_set, caller) else None
        found = await self.packages.of_set(sample_set, wanted, only, caller, page)
        return Listing(await self.answers.read(found.items, caller), found.total, found.page, found.page_size)

    async def list_mine(self, caller: Caller, page: Page) -> Listing[PackageRead]:
        found = await self.packages.of_reader(caller, page)
        return Listing(await self.answers.read(found.items, caller), found.total, found.page, found.page_size)

    async def get(self, package_id: UUID, caller: Caller) -> PackageRead:
        return (await self.answers.of([await self.visible(package_id, caller)], caller))[0]

    async def items(self, package_id: UUID, caller: Caller, page: Page) -> Listing[PackageItemRead]:
        """The samples of a package; who is blind in its set sees of another's package no readings."""
        package = await self.visible(package_id, caller)
        sample_set = await self._set(package.set_id, caller)
        is_blind = await self.blinding.is_blind(sample_set, caller)
        listing = await self.packages.items(package, page)
        found = await self.samples.by_ids([reading.item.sample_id for reading in listing.items])
        in_order = [found[reading.item.sample_id] for reading in listing.items]
        samples = await read_samples(self.samples, in_order, sample_set)
        is_hidden = is_blind and package.assignee_id != caller.user_id
        items = [
            read_item(
                ItemReading(reading.item, None, 0) if is_hidden else reading,
                _by_place(read, reading.item.position) if is_blind else read,
                None if is_blind else sample.purpose,
            )
            for reading, read, sample in zip(listing.items, samples, in_order, strict=True)
        ]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def claim_next(self, set_id: UUID, caller: Caller) -> PackageRead:
        """Give the caller the free package whose turn it is, of those that hold nothing they have read.

        Of a training, those who do not lead it get all cases in a package of their own.
        """
        sample_set = await self._set(set_id, caller)
        caller.require(Action.CLAIM_PACKAGE, in_=sample_set.group_id)
        require_open(sample_set)
        if not caller.may(Action.ASSIGN_PACKAGE, in_=sample_set.group_id) and await self.trainings.get(set_id):
            return await self.get(await TrainingService(self.work).start(set_id, caller), caller)
        await PackageGiving(self.work).require_may_read(sample_set, caller.user_id)
        package = await self.packages.next_free_for(set_id, caller.user_id)
        if package is None:
            raise NoPackageLeft
        package.assign(caller.user_id)
        audit.record(self.work, caller, "package.claimed", package.id, organization_id=sample_set.organization_id)
        await self.work.flush()
        return await self._answer(package, caller)

    async def release(self, package_id: UUID, caller: Caller) -> None:
        """Give a package of one's own back: somebody else may have it. What one has read of it stays one's own."""
        package = await self.visible(package_id, caller)
        sample_set = await self._set(package.set_id, caller)
        caller.require(Action.CLAIM_PACKAGE, in_=sample_set.group_id)
        if package.assignee_id != caller.user_id:
            raise NotYourPackage
        require_open(sample_set)
        package.assign(None)
        audit.record(self.work, caller, "package.released", package.id, organization_id=sample_set.organization_id)
        await self.work.flush()

    async def delete(self, package_id: UUID, caller: Caller) -> None:
        """Samples wait in trays: only an empty one can go."""
        package = await self.visible(package_id, caller)
        sample_set = await self._set(package.set_id, caller)
        caller.require(Action.ASSIGN_PACKAGE, in_=sample_set.group_id)
        require_open(sample_set)
        await self.sets.locked(sample_set.id)  # whoever lays samples into trays holds it too
        if (await self.packages.in_context([package]))[0].sample_count:
            raise PackageNotEmpty
        await self.packages.delete(package)
        audit.record(self.work, caller, "package.deleted", package_id, organization_id=sample_set.organization_id)
        await self.work.flush()

    async def visible(self, package_id: UUID, caller: Caller) -> Package:
        package = await self.packages.get_visible(package_id, caller)
        if package is None:
            raise PackageNotFound
        return package

    async def _set(self, set_id: UUID, caller: Caller) -> SampleSet:
        sample_set = await self.sets.get_visible(set_id, caller)
        if sample_set is None:
            raise SetNotFound
        return sample_set

    async def _answer(self, package: Package, caller: Caller) -> PackageRead:
        return (await self.answers.of([package], caller))[0]


def _by_place(sample: SampleRead, place: int) -> SampleRead:
    """Named by its place in the package: its number in the set would tell that it came into the set later."""
    kind = sample.title.rpartition(" ")[0] or sample.modality
    return sample.model_copy(update={"title": f"{kind} {place}"})
