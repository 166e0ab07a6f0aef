from backend.core.errors import Conflict, Unprocessable


class ReadersMissing(Unprocessable):
    message = "To deal out by reader, say who the readers are."


class SlotsBegun(Conflict):
    message = (
        "Samples have been read, or lie in somebody's package, by more readers than that. Free those packages first."
    )


class TrainingNotFound(Unprocessable):
    message = "There is no such training in the group of this set."
