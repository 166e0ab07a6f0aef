from backend.core.errors import Conflict, NotFound


class SetNotFound(NotFound):
    message = "There is no such set in your groups."


class ReadersFixed(Conflict):
    message = "The set has packages already: readers per sample can no longer change."


class TaskFixed(Conflict):
    message = "The set has readings already: its task can no longer change."
