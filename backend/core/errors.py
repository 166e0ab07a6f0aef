"""What can go wrong, in kinds. Meanings live beside the services that raise them."""


class ApplicationError(Exception):
    """Something the caller can be told. Keeps plain arguments, so that it survives a pickled way back from a worker."""

    message = "Something went wrong."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)

    def __str__(self) -> str:
        return str(self.args[0])


class NotSignedIn(ApplicationError):
    message = "Sign in first."


class NotPermitted(ApplicationError):
    message = "Your role does not allow this."


class NotFound(ApplicationError):
    message = "There is no such thing here."


class NotAcceptable(ApplicationError):
    message = "This cannot be given in any of the forms that are accepted."


class Conflict(ApplicationError):
    message = "This no longer fits what is stored."


class PreconditionFailed(ApplicationError):
    message = "This was changed since you looked at it."


class TooLarge(ApplicationError):
    message = "This is larger than allowed."


class Unprocessable(ApplicationError):
    message = "This cannot be processed."


class TooManyRequests(ApplicationError):
    message = "Too many tries. Wait a minute and try again."


class Unavailable(ApplicationError):
    message = "This is not available now."
