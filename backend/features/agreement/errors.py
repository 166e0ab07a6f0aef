from backend.core.errors import Conflict, NotFound, Unprocessable


class AgreementRunNotFound(NotFound):
    message = "There is no such run of agreement of yours."


class NothingToCompare(Unprocessable):
    message = "No reading of these rounds is done yet, so there is nothing to compare."


class AgreementNotReady(Conflict):
    message = "The agreement is not computed yet."


class LabelNotInSet(Unprocessable):
    message = "A label that was chosen does not belong to this set."
