from backend.core.errors import Conflict, NotFound, Unprocessable


class AdjudicationNotFound(NotFound):
    message = "There is no such decision in a set that you may decide in."


class NothingToDecide(Conflict):
    message = "Fewer than two readings of this sample are done in this round: there is nothing to decide."


class AlreadyDecided(Conflict):
    message = "This sample is decided. Undo the decision before you make another."


class AlreadyUndone(Conflict):
    message = "This decision is undone already."


class ReadingsChanged(Conflict):
    message = "The readings have changed since you looked at them. Look at them again, then decide."


class NoSuchReading(Unprocessable):
    message = "The decision names a reading that is not among those of the sample."


class NoSuchObject(Unprocessable):
    message = "The decision takes an object that is not in the reading it names."


class NotOfThisWay(Unprocessable):
    message = "Choosing names one reading, merging picks objects, redrawing sends them: one way at a time."
