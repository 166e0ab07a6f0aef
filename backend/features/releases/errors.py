from backend.core.errors import Conflict, NotFound, Unprocessable


class ReleaseNotFound(NotFound):
    message = "There is no such release in your groups."


class ReleaseNotFrozen(Conflict):
    message = "The release is not frozen: its manifest is still being written, or could not be."


class ReleaseChanged(Conflict):
    message = "Something else was withdrawn from the release at the same time. Try again."


class NothingToWithdraw(Unprocessable):
    message = "The release states none of these samples, or no more."


class NotComparable(Unprocessable):
    message = "These are releases of different sets: there is nothing to compare."
