from backend.core.errors import Conflict, NotFound


class JobNotFound(NotFound):
    message = "There is no such job of yours."


class JobNotRunning(Conflict):
    message = "The job has ended already."


class JobNotEnded(Conflict):
    message = "The job has not ended; only what failed or was cancelled can be run again."
