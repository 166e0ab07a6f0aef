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
from backend.features.groups.service import GroupService
from backend.features.invitations.answers import read_invitation
from backend.features.invitations.errors import InvitationEnded, InvitationForAnother, InvitationNotFound, NoAddress
from backend.features.invitations.requests import JoinRequestService
from backend.features.invitations.schemas import (
    InvitationCreate,
    InvitationPreview,
    InvitationRead,
    JoinAnswer,
)
from backend.models.group import Group
from backend.models.invitation import Invitation, InvitationState
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
        self.requests = JoinRequestService(work)

    async def listing(self, group_id: UUID, caller: Caller, page: Page) -> Listing[InvitationRead]:
        await self._managed(group_id, caller)
        found = await self.invitations.of_group(group_id, page)
        items = [read_invitation(invitation, maker, self.signer) for invitation, maker in found.items]
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
                max_uses=1 if body.email else body.max_uses,
                email=body.email,
                requires_approval=body.requires_approval,
                use_count=0,
            )
        )
        self._record(caller, "invitation.created", invitation, role=body.role.value)
        await self.work.flush()
        maker = await self.users.get(caller.user_id)
        assert maker is not None  # noqa: S101 - the caller
        return read_invitation(invitation, maker, self.signer)

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
        await self._require_addressee(invitation, caller.user_id)
        group, organization, maker = await self.invitations.whereto(invitation)
        return InvitationPreview(
            group_name=group.name,
            organization_name=organization.name,
            role=invitation.role,
            invited_by=maker.name,
            expires_at=invitation.expires_at,
            requires_approval=await self.requests.is_needed(invitation, caller.user_id),
            is_pending=await self.requests.is_pending(group.id, caller.user_id),
            is_member=group.id in caller.groups,
        )

    async def accept(self, code: str, caller: Caller) -> JoinAnswer:
        """Join by a code, or ask to. A member already stays as it is, and the code is not used up by that."""
        invitation = await self._known(code)
        await self._require_addressee(invitation, caller.user_id)
        group = await self.groups.get(invitation.group_id)
        if group is None:
            raise InvitationNotFound
        is_member = await self.members.of(group.id, caller.user_id) is not None
        if not is_member and await self.requests.is_needed(invitation, caller.user_id):
            return await self._ask(invitation, code, caller)
        if not is_member and await MemberService(self.work).join(group, caller.user_id, invitation.role, caller):
            await self._use(invitation, code)
            self._record(caller, "invitation.accepted", invitation)
            await self.work.flush()
        role = await self.members.role_of(group.id, caller.user_id)
        return JoinAnswer(is_pending=False, group=await GroupService(self.work).read(group, role))

    async def require_open(self, code: str, email: str) -> None:
        """Raise what is wrong with a code for somebody of this address, before anything is done with it."""
        invitation = await self._open(code)
        if invitation.email not in {None, email}:
            raise InvitationForAnother

    async def to_mail(self, invitation_id: UUID, caller: Caller) -> tuple[Invitation, Group, str]:
        """An open invitation to an address, its group, and who invites."""
        invitation = await self.invitations.get_visible(invitation_id, caller)
        if invitation is None:
            raise InvitationNotFound
        caller.require(Action.MANAGE_MEMBERS, in_=invitation.group_id)
        if invitation.email is None:
            raise NoAddress
        if invitation.state is not InvitationState.OPEN:
            raise InvitationEnded(WHY_ENDED[invitation.state])
        group, _, maker = await self.invitations.whereto(invitation)
        return invitation, group, maker.name

    async def mailed(self, invitation_id: UUID, caller: Caller) -> InvitationRead:
        """Note that an invitation was taken by the mail server."""
        invitation, _, _ = await self.to_mail(invitation_id, caller)
        invitation.mailed_at = now()
        self._record(caller, "invitation.mailed", invitation)
        await self.work.flush()
        _, _, maker = await self.invitations.whereto(invitation)
        return read_invitation(invitation, maker, self.signer)

    async def _ask(self, invitation: Invitation, code: str, caller: Caller) -> JoinAnswer:
        """Wait for an admin. To ask again changes nothing and uses nothing up."""
        group = await self.groups.locked(invitation.group_id)
        if group is None:
            raise InvitationNotFound
        if not await self.requests.is_pending(group.id, caller.user_id):
            await self._use(invitation, code)
            await self.requests.ask(invitation, group, caller)
        return JoinAnswer(is_pending=True, group=None)

    async def _use(self, invitation: Invitation, code: str) -> None:
        if not await self.invitations.use(invitation.id):
            raise await self._ended(code)

    async def _require_addressee(self, invitation: Invitation, user_id: UUID) -> None:
        if invitation.email is None:
            return
        user = await self.users.get(user_id)
        if user is None or user.email != invitation.email:
            raise InvitationForAnother

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
