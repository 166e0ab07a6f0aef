"""Accounts, for the system's admin."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.permissions import Action
from backend.core.problems import problems
from backend.core.security import hash_password
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.users.errors import EmailTaken, LastSystemAdmin, UserNotFound
from backend.features.users.schemas import UserCreate, UserRead, UserUpdate
from backend.features.users.service import UserService
from backend.models.user import User

router = APIRouter(prefix="/users", tags=["users"])


async def hashed_password(body: UserCreate, caller: CurrentCaller) -> str:
    """Hash before the transaction begins, and only for those who may create."""
    caller.require(Action.MANAGE_USERS)
    return await hash_password(body.password)


@router.get("", response_model=Paged[UserRead], responses=problems(NotPermitted))
async def list_users(
    caller: CurrentCaller, work: Reading, page: Paging, search: Annotated[str | None, Query(max_length=200)] = None
) -> Listing[User]:
    """List accounts; `search` looks into name and e-mail."""
    return await UserService(work).listing(caller, search, page)


@router.get("/{user_id}", response_model=UserRead, responses=problems(NotPermitted, UserNotFound))
async def get_user(user_id: UUID, caller: CurrentCaller, work: Reading) -> User:
    """Show an account."""
    return await UserService(work).get(user_id, caller)


@router.post(
    "", response_model=UserRead, status_code=status.HTTP_201_CREATED, responses=problems(NotPermitted, EmailTaken)
)
async def create_user(
    body: UserCreate, caller: CurrentCaller, password_hash: Annotated[str, Depends(hashed_password)], work: Work
) -> User:
    """Make an account in the default centre."""
    return await UserService(work).create(
        caller,
        email=body.email,
        name=body.name,
        password_hash=password_hash,
        organization_role=body.organization_role,
    )


@router.patch("/{user_id}", response_model=UserRead, responses=problems(NotPermitted, UserNotFound, LastSystemAdmin))
async def update_user(user_id: UUID, body: UserUpdate, caller: CurrentCaller, work: Work) -> User:
    """Rename an account, switch it off or on, make it administrator or not; one administrator stays."""
    return await UserService(work).update(user_id, caller, body)
