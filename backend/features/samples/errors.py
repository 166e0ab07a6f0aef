from backend.core.errors import NotFound


class SampleNotFound(NotFound):
    message = "There is no such sample in your sets."


class ImageNotFound(NotFound):
    message = "There is no such image in your sets."


class NoThumbnail(NotFound):
    message = "This image cannot be drawn small."
