from backend.core.errors import Conflict, NotFound, NotPermitted


class ApiTokenNotFound(NotFound):
    message = "There is no such token of yours."


class TooManyTokens(Conflict):
    message = "You have 50 tokens. Revoke some that no program uses any more."


class TokenTooNarrow(NotPermitted):
    message = "This token does not allow this."
