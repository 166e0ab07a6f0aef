from backend.core.errors import NotFound


class StudyNotFound(NotFound):
    message = "There is no such study that you may see."
