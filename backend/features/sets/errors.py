from backend.core.errors import Conflict, NotFound


class SetNotFound(NotFound):
    message = "There is no such set in your groups."


class SetArchived(Conflict):
    message = "The set is archived: it can be looked at, but not read or added to. Ask its lead to open it again."


class SetBusy(Conflict):
    message = "An import or an extraction of this set is running. Cancel it, or wait until it has ended."


class ReadersFixed(Conflict):
    message = "The set has packages already: readers per sample can no longer change."


class TaskFixed(Conflict):
    message = "The set has readings already: its task can no longer change."
