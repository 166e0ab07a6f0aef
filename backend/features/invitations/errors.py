from backend.core.errors import Conflict, NotFound, TooManyRequests


class InvitationNotFound(NotFound):
    message = "There is no such join code."


class InvitationEnded(Conflict):
    message = "This join code opens its group no longer."


class TooManyCodes(TooManyRequests):
    message = "Too many join codes tried. Wait a minute and try again."
