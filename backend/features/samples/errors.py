from backend.core.errors import Conflict, NotFound, Unprocessable


class SampleNotFound(NotFound):
    message = "There is no such sample in your sets."


class ImageNotFound(NotFound):
    message = "There is no such image in your sets."


class NoThumbnail(NotFound):
    message = "This image cannot be drawn small."


class SamplesRead(Conflict):
    message = "Some of these samples have readings. Say with_readings to delete those too."


class SampleThere(Conflict):
    message = "The other set shows some of these images already."


class SameSet(Unprocessable):
    message = "The samples are in this set already."


class AnotherCentre(Unprocessable):
    message = "The other set belongs to another centre; images stay in theirs."
