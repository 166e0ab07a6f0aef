from backend.core.errors import Conflict, Unprocessable


class UnknownColumn(Unprocessable):
    message = "This run has no such column."


class ColumnsClash(Conflict):
    message = "Two regions of one study would share their columns."
