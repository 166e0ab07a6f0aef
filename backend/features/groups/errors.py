from backend.core.errors import Conflict, NotFound


class GroupNotFound(NotFound):
    message = "There is no such group of yours."


class MemberNotFound(NotFound):
    message = "This person is not a member of the group."


class AlreadyMember(Conflict):
    message = "This person is a member of the group already."


class LastAdmin(Conflict):
    message = "The group would have no admin left. Make somebody else admin first."
