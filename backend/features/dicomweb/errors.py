from backend.core.errors import NotAcceptable, NotFound, Unprocessable


class SeriesNotFound(NotFound):
    message = "There is no such series here that you may see."


class InstanceNotFound(NotFound):
    message = "There is no such image here that you may see."


class FrameNotFound(NotFound):
    message = "The image has no such frame."


class StudyNotFound(NotFound):
    message = "There is no such study here that you may see."


class NoImage(NotFound):
    message = "There is no image in this that can be drawn."


class FormNotOffered(NotAcceptable):
    message = "Pictures are given as image/jpeg or image/png."


class InvalidWindow(Unprocessable):
    message = "A window is centre,width or centre,width,function; the function is linear, linear-exact or sigmoid."


class InvalidViewport(Unprocessable):
    message = "A viewport is width,height, or that and left,top,width,height of what is to be seen, in whole pixels."
