from backend.core.errors import NotFound, NotPermitted, NotSignedIn, TooManyRequests, Unprocessable


class WrongCredentials(NotSignedIn):
    message = "The e-mail or the password is wrong."


class SessionEnded(NotSignedIn):
    message = "The sign-in has ended. Sign in again."


class DemoAccountRefused(NotSignedIn):
    message = "Demo accounts cannot sign in in production mode."


class CsrfFailed(NotPermitted):
    message = "The X-CSRF-Token header does not match this sign-in. Reload the page."


class TooManySignIns(TooManyRequests):
    message = "Too many tries to sign in. Wait a minute and try again."


class RegistrationClosed(NotPermitted):
    message = "Nobody can register here. Ask the administrator for an account."


class WrongPassword(Unprocessable):
    message = "The current password is wrong."


class SessionNotFound(NotFound):
    message = "There is no such sign-in of yours."
