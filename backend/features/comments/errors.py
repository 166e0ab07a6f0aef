from backend.core.errors import NotFound, Unprocessable


class ThreadNotFound(NotFound):
    message = "There is no such thread of comments that you may see."


class CommentNotFound(NotFound):
    message = "There is no such comment that you may see."


class NotOnThisImage(Unprocessable):
    message = "The image or the reading that is named does not belong to this sample."
