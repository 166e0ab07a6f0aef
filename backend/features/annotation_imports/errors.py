from backend.core.errors import NotFound, Unprocessable


class AnnotationImportNotFound(NotFound):
    message = "There is no such import in what you may see."


class NothingSent(Unprocessable):
    message = "The file is empty."


class LabelUnknown(Unprocessable):
    message = "The set has no label of this name or code."


class ImageUnknown(Unprocessable):
    message = "The image is in no sample of this set."


class ObjectUnfit(Unprocessable):
    message = "The object does not fit what may be drawn."


class SeriesUnknown(Unprocessable):
    message = "The series that this was drawn on is in no sample of this set."


class NoSeriesOnGrid(Unprocessable):
    message = "No series of this set lies on the grid of this mask."


class SeveralSeriesOnGrid(Unprocessable):
    message = (
        "Several series of this set lie on the grid of this mask: name the file or its folder after the number of the "
        "sample, as 000012, or after the SeriesInstanceUID."
    )


class MaskOfAnotherSize(Unprocessable):
    message = "The mask has another size than its picture."
