"""People, and a client that calls as one of them."""

from datetime import timedelta

import httpx

from backend.core.database import new_id, now
from backend.core.permissions import OrganizationRole, SystemRole
from backend.core.security import TokenSigner
from backend.core.work import UnitOfWork
from backend.models.organization import Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.refresh_token import RefreshToken
from backend.models.user import User
from backend.repositories.organizations import OrganizationRepository


class Client(httpx.AsyncClient):
    """A program that calls the API."""

    signer: TokenSigner


async def create_user(
    work: UnitOfWork,
    *,
    email: str | None = None,
    name: str = "Some Body",
    password_hash: str = "unusable",
    organization: Organization | None = None,
    organization_role: OrganizationRole | None = OrganizationRole.MEMBER,
    system_role: SystemRole | None = None,
    is_demo: bool = False,
) -> User:
    """A person with an open sign-in, in the default centre unless another is given."""
    key = new_id()
    user = User(
        id=key,
        email=email or f"{key}@test.example",
        name=name,
        password_hash=password_hash,
        system_role=system_role,
        is_demo=is_demo,
    )
    work.db.add(user)
    await work.flush()
    organization = organization or await OrganizationRepository(work.db).default()
    assert organization is not None
    if organization_role is not None:
        work.db.add(OrganizationMembership(organization_id=organization.id, user_id=key, role=organization_role))
    work.db.add(RefreshToken(id=key, user_id=key, rotated_at=now(), expires_at=now() + timedelta(days=1)))
    await work.flush()
    return user


def sign_in(client: Client, user: User) -> None:
    """Call as this person from now on. The sign-in made with the person has the person's id."""
    token = client.signer.access_token(user.id, user.id, now(), timedelta(minutes=5))
    client.headers["Authorization"] = f"Bearer {token}"


def sign_out(client: Client) -> None:
    client.headers.pop("Authorization", None)
