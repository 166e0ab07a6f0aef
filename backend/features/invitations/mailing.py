"""Sends invitations to their addresses. No transaction is open while the mail server is talked to."""

from uuid import UUID

from backend.core.permissions import Caller
from backend.core.security import TokenSigner
from backend.core.work import Begin
from backend.features.invitations.errors import NoMailServer, NotMailed
from backend.features.invitations.schemas import InvitationCreate, InvitationRead
from backend.features.invitations.service import InvitationService
from backend.features.mail.mailer import Mailer


class InvitationMailing:
    def __init__(self, begin: Begin, signer: TokenSigner, mailer: Mailer, address: str) -> None:
        self.begin = begin
        self.signer = signer
        self.mailer = mailer
        self.address = address.rstrip("/")

    async def create(self, group_id: UUID, caller: Caller, body: InvitationCreate) -> InvitationRead:
        """Make an invitation and send it, where there is an address and a mail server; unsent, it stands."""
        async with self.begin() as work:
            made = await InvitationService(work, self.signer).create(group_id, caller, body)
        if made.email is None or not self.mailer.is_set_up or not await self._send(made.id, caller):
            return made
        async with self.begin() as work:
            return await InvitationService(work, self.signer).mailed(made.id, caller)

    async def send_again(self, invitation_id: UUID, caller: Caller) -> InvitationRead:
        async with self.begin() as work:
            await InvitationService(work, self.signer).to_mail(invitation_id, caller)
        if not self.mailer.is_set_up:
            raise NoMailServer
        if not await self._send(invitation_id, caller):
            raise NotMailed
        async with self.begin() as work:
            return await InvitationService(work, self.signer).mailed(invitation_id, caller)

    async def _send(self, invitation_id: UUID, caller: Caller) -> bool:
        async with self.begin() as work:
            invitation, group, inviter = await InvitationService(work, self.signer).to_mail(invitation_id, caller)
            address, until = invitation.email, invitation.expires_at
        code = self.signer.join_code(invitation_id)
        assert address is not None  # noqa: S101 - to_mail says so
        return await self.mailer.send(
            "invitation",
            to=address,
            subject=f"{inviter} invites you to {group.name}",
            inviter=inviter,
            group=group.name,
            address=address,
            until=f"{until:%d %B %Y, %H:%M} UTC",
            link=f"{self.address}/join#{code}",
            code=code,
        )
