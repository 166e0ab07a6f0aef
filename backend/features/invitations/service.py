"""Join codes: made and revoked by a group's admins, used by whoever holds one."""

from datetime import timedelta
from uuid import UUID

from backend.core import audit
from backend.core.database import new_id, now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.security import TokenSigner, join_code_hash
from backend.core.work import UnitOfWork
from backend.features.groups.errors import GroupNotFound
from backend.features.groups.members import MemberService
from backend.features.groups.schemas import GroupRead
from backend.features.groups.service import GroupService
from backend.features.invitations.errors import InvitationEnded, InvitationNotFound
from backend.features.invitations.schemas import (
    InvitationCreate,
    InvitationMaker,
    InvitationPreview,
    InvitationRead,
)
from backend.models.group import Group
from backend.models.invitation import Invitation, InvitationState
from backend.models.user import User
from backend.repositories.groups import GroupRepository, MembershipRepository
from backend.repositories.invitations import InvitationRepository
from backend.repositories.users import UserRepository

WHY_ENDED = {
    InvitationState.REVOKED: "This join code was revoked.",
    InvitationState.USED_UP: "This join code was used as often as it may be.",
    InvitationState.EXPIRED: "This join code has expired.",
}


class InvitationService:
    def __init__(self, work: UnitOfWork, signer: TokenSigner) -> None:
        self.work = work
        self.signer = signer
        self.invitations = InvitationRepository(work.db)
        self.groups = GroupRepository(work.db)
        self.members = MembershipRepository(work.db)
        self.users = UserRepository(work.db)

    async def listing(self, group_id: UUID, caller: Caller, page: Page) -> Listing[InvitationRead]:
        await self._managed(group_id, caller)
        found = await self.invitations.of_group(group_id, page)
        items = [self._read(invitation, maker) for invitation, maker in found.items]
        return Listing(items, found.total, found.page, found.page_size)

    async def create(self, group_id: UUID, caller: Caller, body: InvitationCreate) -> InvitationRead:
        group = await self._managed(group_id, caller)
        key = new_id()
        invitation = self.invitations.add(
            Invitation(
                id=key,
                organization_id=group.organization_id,
                group_id=group_id,
                code_sha256=join_code_hash(self.signer.join_code(key)),
                role=body.role,
                note=body.note or None,
                created_by_id=caller.user_id,
                expires_at=now() + timedelta(days=body.expires_in_days),
                max_uses=body.max_uses,
                use_count=0,
            )
        )
        self._record(caller, "invitation.created", invitation, role=body.role.value)
        await self.work.flush()
        maker = await self.users.get(caller.user_id)
        assert maker is not None  # noqa: S101 - the caller
        return self._read(invitation, maker)

    async def revoke(self, invitation_id: UUID, caller: Caller) -> None:
        """Let nobody else in by a code; whoever joined by it stays."""
        invitation = await self.invitations.get_visible(invitation_id, caller)
        if invitation is None:
            raise InvitationNotFound
        caller.require(Action.MANAGE_MEMBERS, in_=invitation.group_id)
        if invitation.revoked_at is None:
            invitation.revoked_at = now()
            self._record(caller, "invitation.revoked", invitation)
        await self.work.flush()

    async def preview(self, code: str, caller: Caller) -> InvitationPreview:
        invitation = await self._open(code)
        group, organization, maker = await self.invitations.whereto(invitation)
        return InvitationPreview(
            group_name=group.name,
            organization_name=organization.name,
            role=invitation.role,
            invited_by=maker.name,
            expires_at=invitation.expires_at,
            is_member=group.id in caller.groups,
        )

    async def accept(self, code: str, caller: Caller) -> GroupRead:
        """Join by a code. A member already stays as it is, and the code is not used up by that."""
        invitation = await self._known(code)
        group = await self.groups.get(invitation.group_id)
        if group is None:
            raise InvitationNotFound
        membership = await self.members.of(group.id, caller.user_id)
        if membership is not None:
            return await GroupService(self.work).read(group, membership.role)
        if await MemberService(self.work).join(group, caller.user_id, invitation.role, caller):
            if not await self.invitations.use(invitation.id):
                raise await self._ended(code)
            self._record(caller, "invitation.accepted", invitation)
            await self.work.flush()
        return await GroupService(self.work).read(group, await self.members.role_of(group.id, caller.user_id))

    async def require_open(self, code: str) -> None:
        """Raise what is wrong with a code, before anything is done with it."""
        await self._open(code)

    async def _known(self, code: str) -> Invitation:
        invitation = await self.invitations.by_code(join_code_hash(code))
        if invitation is None:
            raise InvitationNotFound
        return invitation

    async def _open(self, code: str) -> Invitation:
        invitation = await self._known(code)
        if invitation.state is not InvitationState.OPEN:
            raise InvitationEnded(WHY_ENDED[invitation.state])
        return invitation

    async def _ended(self, code: str) -> InvitationEnded:
        """Why a code could not be used, as it stands now."""
        return InvitationEnded(WHY_ENDED.get((await self._known(code)).state))

    async def _managed(self, group_id: UUID, caller: Caller) -> Group:
        group = await self.groups.get_visible(group_id, caller)
        if group is None:
            raise GroupNotFound
        caller.require(Action.MANAGE_MEMBERS, in_=group_id)
        return group

    def _record(self, caller: Caller, action: str, invitation: Invitation, **details: object) -> None:
        audit.record(
            self.work,
            caller,
            action,
            invitation.id,
            organization_id=invitation.organization_id,
            group_id=str(invitation.group_id),
            **details,
        )

    def _read(self, invitation: Invitation, maker: User) -> InvitationRead:
        return InvitationRead(
            id=invitation.id,
            group_id=invitation.group_id,
            code=self.signer.join_code(invitation.id),
            role=invitation.role,
            note=invitation.note,
            created_by=InvitationMaker(id=maker.id, name=maker.name),
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
            max_uses=invitation.max_uses,
            use_count=invitation.use_count,
            revoked_at=invitation.revoked_at,
            state=invitation.state,
        )
