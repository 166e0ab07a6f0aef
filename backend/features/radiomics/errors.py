from backend.core.errors import NotFound, Unavailable, Unprocessable


class PresetNotFound(NotFound):
    message = "There is no such preset in your centre."


class RunNotFound(NotFound):
    message = "There is no such extraction of yours."


class NothingToExtract(Unprocessable):
    message = "There is no region ready to extract features from."


class OneScope(Unprocessable):
    message = "Name either a set or regions."


class EngineUnavailable(Unavailable):
    message = "Features cannot be computed on this machine."
