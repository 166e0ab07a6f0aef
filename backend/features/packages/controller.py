"""Packages: trays of samples for readers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.packages.assigning import PackageAssigning
from backend.features.packages.errors import (
    NoPackageLeft,
    NotAReader,
    PackageBegun,
    PackageNotEmpty,
    PackageNotFound,
    SampleTwice,
)
from backend.features.packages.schemas import AssigneeUpdate, PackageItemRead, PackageRead, PackagesAssign
from backend.features.packages.service import PackageService
from backend.features.sets.errors import SetArchived, SetNotFound

router = APIRouter(tags=["packages"])


async def package_service(work: Work) -> PackageService:
    return PackageService(work)


async def package_reader(work: Reading) -> PackageService:
    return PackageService(work)


Packages = Annotated[PackageService, Depends(package_service)]
PackagesToRead = Annotated[PackageService, Depends(package_reader)]


@router.get("/packages", response_model=Paged[PackageRead])
async def list_my_packages(caller: CurrentCaller, packages: PackagesToRead, page: Paging) -> Listing[PackageRead]:
    """List the caller's packages over all sets, the newest assignment first."""
    return await packages.list_mine(caller, page)


@router.get("/sets/{set_id}/packages", response_model=Paged[PackageRead], responses=problems(SetNotFound))
async def list_packages(
    set_id: UUID, caller: CurrentCaller, packages: PackagesToRead, page: Paging
) -> Listing[PackageRead]:
    """List the packages of a set: all for its leads and reviewers, one's own for its readers."""
    return await packages.listing(set_id, caller, page)


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
    responses=problems(SetNotFound, NotPermitted, NoPackageLeft, SetArchived),
)
async def claim_next_package(set_id: UUID, caller: CurrentCaller, packages: Packages) -> PackageRead:
    """Give the caller the next free package of a set."""
    return await packages.claim_next(set_id, caller)


@router.put(
    "/packages/{package_id}/assignee",
    response_model=PackageRead,
    responses=problems(PackageNotFound, NotPermitted, NotAReader, SampleTwice, PackageBegun, SetArchived),
)
async def assign_package(
    package_id: UUID, body: AssigneeUpdate, caller: CurrentCaller, packages: Packages
) -> PackageRead:
    """Give a package to a reader, or free it."""
    (package,) = await PackageAssigning(packages.work).assign([package_id], body.user_id, caller)
    return package


@router.post(
    "/sets/{set_id}/packages/assign",
    response_model=list[PackageRead],
    responses=problems(SetNotFound, PackageNotFound, NotPermitted, NotAReader, SampleTwice, PackageBegun, SetArchived),
)
async def assign_packages(
    set_id: UUID, body: PackagesAssign, caller: CurrentCaller, packages: Packages
) -> list[PackageRead]:
    """Give packages of a set to a reader, or free them: all of them or, where one cannot be given, none."""
    return await PackageAssigning(packages.work).assign(body.package_ids, body.user_id, caller, set_id=set_id)


@router.delete(
    "/packages/{package_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(PackageNotFound, NotPermitted, PackageNotEmpty, SetArchived),
)
async def delete_package(package_id: UUID, caller: CurrentCaller, packages: Packages) -> None:
    """Delete a package that holds no samples."""
    await packages.delete(package_id, caller)
