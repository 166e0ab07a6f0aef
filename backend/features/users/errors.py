from backend.core.errors import Conflict, NotFound


class UserNotFound(NotFound):
    message = "There is no such account here."


class EmailTaken(Conflict):
    message = "There is an account with this e-mail already."


class LastSystemAdmin(Conflict):
    message = "Nobody would be left to manage accounts. Make somebody else administrator first."
