from backend.core.errors import Conflict, NotFound


class ExportNotFound(NotFound):
    message = "There is no such export of yours."


class ExportNotReady(Conflict):
    message = "The file of this export is not written yet."


class ExportExpired(Conflict):
    message = "The file of this export was kept for a week and is gone. Ask for it again."
