"""Making an account of one's own, where the operator allows it."""

from backend.core.permissions import Caller, OrganizationRole
from backend.core.security import TokenSigner
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.features.auth.errors import RegistrationClosed
from backend.features.auth.schemas import Registration
from backend.features.invitations.service import InvitationService
from backend.features.users.service import UserService
from backend.models.user import User


class RegistrationService:
    def __init__(self, work: UnitOfWork, signer: TokenSigner, settings: Settings) -> None:
        self.users = UserService(work)
        self.invitations = InvitationService(work, signer)
        self.settings = settings

    async def check(self, body: Registration) -> None:
        """Raise what stands in the way. Reads only: before the password is hashed, which takes its time."""
        if self.settings.registration == "closed":
            raise RegistrationClosed
        if self.settings.registration == "invited" and body.code is None:
            raise RegistrationClosed("Registering needs a join code here. Ask the admin of your group for one.")
        if body.code is not None:
            await self.invitations.require_open(body.code, body.email)

    async def register(self, body: Registration, password_hash: str) -> User:
        """Make the account and join the group of the code: both, or neither.

        Where anybody may register, the default centre takes everybody in; the invited belong to their group's centre.
        """
        is_open = self.settings.registration == "open"
        user = await self.users.create(
            None,
            email=body.email,
            name=body.name,
            password_hash=password_hash,
            organization_role=OrganizationRole.MEMBER if is_open else None,
        )
        if body.code is not None:
            await self.invitations.accept(body.code, Caller(user_id=user.id))
        return user
