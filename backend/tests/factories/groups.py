from datetime import timedelta
from typing import Any

from backend.core.database import new_id, now
from backend.core.permissions import GroupRole
from backend.core.security import TokenSigner, join_code_hash
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.invitation import Invitation
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.user import User


async def create_group(work: UnitOfWork, organization: Organization, *, name: str = "Readers") -> Group:
    group = Group(organization_id=organization.id, name=name)
    work.db.add(group)
    await work.flush()
    return group


async def join(work: UnitOfWork, group: Group, user: User, role: GroupRole) -> User:
    work.db.add(Membership(group_id=group.id, user_id=user.id, role=role))
    await work.flush()
    return user


async def create_invitation(
    work: UnitOfWork, group: Group, maker: User, signer: TokenSigner | None = None, **fields: Any
) -> Invitation:
    """A join code for annotators; with the signer of the application, the one that the API tells."""
    key = new_id()
    code = signer.join_code(key) if signer else str(key)
    defaults: dict[str, Any] = {"role": GroupRole.ANNOTATOR, "expires_at": now() + timedelta(days=1), "use_count": 0}
    invitation = Invitation(
        id=key,
        organization_id=group.organization_id,
        group_id=group.id,
        code_sha256=join_code_hash(code),
        created_by_id=maker.id,
        **{**defaults, **fields},
    )
    work.db.add(invitation)
    await work.flush()
    return invitation
