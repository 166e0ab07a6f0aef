from backend.core.errors import Conflict, NotFound, Unprocessable


class LabelNotFound(NotFound):
    message = "There is no such label in your sets."


class LabelNameTaken(Conflict):
    message = "The set has a label of this name already."


class ShortcutTaken(Conflict):
    message = "Another label of the set has this key."


class LabelSetUnreadable(Unprocessable):
    message = "The file holds labels that cannot be taken over."


class LabelInUse(Conflict):
    message = "Readings use this label. Archive it, or delete it with its objects."
