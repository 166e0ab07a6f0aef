from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.group import Group
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
