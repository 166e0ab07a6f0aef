from backend.core.errors import Conflict, NotFound, NotPermitted


class OrganizationNotFound(NotFound):
    message = "There is no such centre of yours."


class CenterKeyTaken(Conflict):
    message = "There is a centre with this key already."


class OrganizationMemberNotFound(NotFound):
    message = "This person is not a member of the centre."


class AlreadyOrganizationMember(Conflict):
    message = "This person is a member of the centre already."


class LastOrganizationAdmin(Conflict):
    message = "The centre would have no admin left. Make somebody else admin first."


class OwnRole(NotPermitted):
    message = "Nobody gives themselves a role in a centre. Ask another administrator."
