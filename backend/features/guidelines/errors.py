from backend.core.errors import Conflict, NotFound, TooLarge, Unprocessable


class GuidelineImageNotFound(NotFound):
    message = "There is no such picture in the guidelines of your sets."


class GuidelineImageTooLarge(TooLarge):
    message = "A picture of a guideline has at most 8 MB."


class NotAPicture(Unprocessable):
    message = "This is no PNG or JPEG picture that can be read."


class GuidelineFull(Conflict):
    message = "The guideline has 100 pictures. Delete some that it does not show any more."
