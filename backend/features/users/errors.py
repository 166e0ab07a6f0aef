from backend.core.errors import Conflict, NotFound


class UserNotFound(NotFound):
    message = "There is no account with this e-mail."


class EmailTaken(Conflict):
    message = "There is an account with this e-mail already."
