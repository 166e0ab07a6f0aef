"""Invitations as they are answered."""

from backend.core.security import TokenSigner
from backend.features.invitations.schemas import InvitationMaker, InvitationRead, JoinRequestRead
from backend.models.invitation import Invitation
from backend.models.join_request import JoinRequest
from backend.models.user import User


def read_invitation(invitation: Invitation, maker: User, signer: TokenSigner) -> InvitationRead:
    return InvitationRead(
        id=invitation.id,
        group_id=invitation.group_id,
        code=signer.join_code(invitation.id),
        role=invitation.role,
        note=invitation.note,
        email=invitation.email,
        requires_approval=invitation.requires_approval,
        mailed_at=invitation.mailed_at,
        created_by=InvitationMaker(id=maker.id, name=maker.name),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        max_uses=invitation.max_uses,
        use_count=invitation.use_count,
        revoked_at=invitation.revoked_at,
        state=invitation.state,
    )


def read_request(request: JoinRequest, person: User) -> JoinRequestRead:
    return JoinRequestRead(
        id=request.id,
        group_id=request.group_id,
        user_id=person.id,
        name=person.name,
        email=person.email,
        role=request.role,
        was_removed=request.was_removed,
        created_at=request.updated_at,
    )
