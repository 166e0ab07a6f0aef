"""Packages: trays of samples for readers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.blinding.errors import BlindingLifted, BlindInSet
from backend.features.packages.assigning import PackageAssigning
from backend.features.packages.errors import (
    NoPackageLeft,
    NotAReader,
    NotYourPackage,
    PackageBegun,
    PackageNotEmpty,
    PackageNotFound,
    RepeatStays,
    SampleTwice,
)
from backend.features.packages.schemas import (
    AssigneeUpdate,
    PackageItemRead,
    PackageRead,
    PackagesAssign,
    PackagesShareOut,
    PackagesUpdate,
    PackageUpdate,
    SharedOut,
)
from backend.features.packages.service import PackageService
from backend.features.sets.errors import SetArchived, SetNotFound
from backend.features.training.errors import NotQualified
from backend.repositories.package_search import PackageFilter, PackageSort, PackageStatus

router = APIRouter(tags=["packages"])


async def package_service(work: Work) -> PackageService:
    return PackageService(work)


async def package_reader(work: Reading) -> PackageService:
    return PackageService(work)


def filter_of_query(
    status: Annotated[PackageStatus | None, Query()] = None,
    reader: Annotated[UUID | None, Query(description="Packages of this person.")] = None,
    overdue: Annotated[bool | None, Query(description="Only those that should be read by now and are not.")] = None,
    priority: Annotated[int | None, Query(ge=-1, le=1)] = None,
    sort: Annotated[PackageSort, Query()] = PackageSort.POSITION,
) -> PackageFilter:
    return PackageFilter(status, reader, overdue, priority, sort)


Packages = Annotated[PackageService, Depends(package_service)]
PackagesToRead = Annotated[PackageService, Depends(package_reader)]
Filters = Annotated[PackageFilter, Depends(filter_of_query)]
# What giving a package may be refused for.
REFUSALS = (
    NotPermitted,
    NotAReader,
    NotQualified,
    BlindingLifted,
    BlindInSet,
    SampleTwice,
    RepeatStays,
    PackageBegun,
    SetArchived,
)


@router.get("/packages", response_model=Paged[PackageRead])
async def list_my_packages(caller: CurrentCaller, packages: PackagesToRead, page: Paging) -> Listing[PackageRead]:
    """List the caller's packages over all sets, the newest assignment first."""
    return await packages.list_mine(caller, page)


@router.get("/sets/{set_id}/packages", response_model=Paged[PackageRead], responses=problems(SetNotFound))
async def list_packages(
    set_id: UUID, caller: CurrentCaller, packages: PackagesToRead, page: Paging, wanted: Filters
) -> Listing[PackageRead]:
    """List the packages of a set: all for its leads and reviewers, one's own for its readers."""
    return await packages.listing(set_id, wanted, caller, page)


@router.get("/packages/{package_id}", response_model=PackageRead, responses=problems(PackageNotFound))
async def get_package(package_id: UUID, caller: CurrentCaller, packages: PackagesToRead) -> PackageRead:
    """Show a package and how far it is."""
    return await packages.get(package_id, caller)


@router.get("/packages/{package_id}/items", response_model=Paged[PackageItemRead], responses=problems(PackageNotFound))
async def list_package_items(
    package_id: UUID, caller: CurrentCaller, packages: PackagesToRead, page: Paging
) -> Listing[PackageItemRead]:
    """List the samples of a package in order, each with its assignee's reading."""
    return await packages.items(package_id, caller, page)


@router.post(
    "/sets/{set_id}/packages/claim",
    response_model=PackageRead,
    responses=problems(SetNotFound, NotPermitted, NoPackageLeft, SetArchived, BlindingLifted),
)
async def claim_next_package(set_id: UUID, caller: CurrentCaller, packages: Packages) -> PackageRead:
    """Give the caller the next free package of a set."""
    return await packages.claim_next(set_id, caller)


@router.put(
    "/packages/{package_id}/assignee",
    response_model=PackageRead,
    responses=problems(
        PackageNotFound, NotPermitted, NotAReader, SampleTwice, PackageBegun, SetArchived, BlindingLifted
    ),
)
async def assign_package(
    package_id: UUID, body: AssigneeUpdate, caller: CurrentCaller, packages: Packages
) -> PackageRead:
    """Give a package to a reader, or free it."""
    assigning = PackageAssigning(packages.work)
    (package,) = await assigning.assign([package_id], body.user_id, caller, even_if_begun=body.even_if_begun)
    return package


@router.post(
    "/sets/{set_id}/packages/assign",
    response_model=list[PackageRead],
    responses=problems(SetNotFound, PackageNotFound, *REFUSALS),
)
async def assign_packages(
    set_id: UUID, body: PackagesAssign, caller: CurrentCaller, packages: Packages
) -> list[PackageRead]:
    """Give packages of a set to a reader, or free them: all of them or, where one cannot be given, none."""
    assigning = PackageAssigning(packages.work)
    return await assigning.assign(
        body.package_ids, body.user_id, caller, set_id=set_id, even_if_begun=body.even_if_begun
    )


@router.post(
    "/sets/{set_id}/packages/share-out",
    response_model=SharedOut,
    responses=problems(SetNotFound, NotPermitted, NotAReader, NotQualified, BlindingLifted, SetArchived),
)
async def share_out_packages(
    set_id: UUID, body: PackagesShareOut, caller: CurrentCaller, packages: Packages
) -> SharedOut:
    """Give free packages to the readers chosen, so that all have about as much of the set to read."""
    return await PackageAssigning(packages.work).share_out_free(set_id, body, caller)


@router.patch(
    "/sets/{set_id}/packages",
    response_model=list[PackageRead],
    responses=problems(SetNotFound, PackageNotFound, NotPermitted, SetArchived),
)
async def update_packages(
    set_id: UUID, body: PackagesUpdate, caller: CurrentCaller, packages: Packages
) -> list[PackageRead]:
    """Say of packages of a set when they are due and which are read first; what is not sent stays."""
    return await PackageAssigning(packages.work).update(body.package_ids, body, caller, set_id=set_id)


@router.patch(
    "/packages/{package_id}",
    response_model=PackageRead,
    responses=problems(PackageNotFound, NotPermitted, SetArchived),
)
async def update_package(
    package_id: UUID, body: PackageUpdate, caller: CurrentCaller, packages: Packages
) -> PackageRead:
    """Say when a package is due and whether it is read first; what is not sent stays."""
    (package,) = await PackageAssigning(packages.work).update([package_id], body, caller)
    return package


@router.post(
    "/packages/{package_id}/release",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(PackageNotFound, NotPermitted, NotYourPackage, SetArchived),
)
async def release_package(package_id: UUID, caller: CurrentCaller, packages: Packages) -> None:
    """Give a package of one's own back; what was read of it stays, and stays one's own."""
    await packages.release(package_id, caller)


@router.delete(
    "/packages/{package_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(PackageNotFound, NotPermitted, PackageNotEmpty, SetArchived),
)
async def delete_package(package_id: UUID, caller: CurrentCaller, packages: Packages) -> None:
    """Delete a package that holds no samples."""
    await packages.delete(package_id, caller)
