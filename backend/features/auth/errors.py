from backend.core.errors import NotPermitted, NotSignedIn, TooManyRequests


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
