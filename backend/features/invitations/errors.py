from backend.core.errors import Conflict, NotFound, NotPermitted, TooManyRequests, Unavailable


class InvitationNotFound(NotFound):
    message = "There is no such join code."


class InvitationEnded(Conflict):
    message = "This join code opens its group no longer."


class InvitationForAnother(NotPermitted):
    message = "This invitation was sent to another e-mail address. Sign in with that one, or ask for one of your own."


class JoinRequestNotFound(NotFound):
    message = "Nobody is waiting there to be let in."


class NoMailServer(Conflict):
    message = "No mail server is set up here. Pass the link on yourself."


class NotMailed(Unavailable):
    message = "The mail server did not take the invitation. Pass the link on yourself, or try again."


class NoAddress(Conflict):
    message = "This join code was made for no e-mail address in particular."


class TooManyCodes(TooManyRequests):
    message = "Too many join codes tried. Wait a minute and try again."
