from backend.core.errors import NotFound


class SeriesNotFound(NotFound):
    message = "There is no such series here that you may see."


class InstanceNotFound(NotFound):
    message = "There is no such image here that you may see."


class FrameNotFound(NotFound):
    message = "The image has no such frame."
