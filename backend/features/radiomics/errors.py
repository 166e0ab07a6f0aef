from backend.core.errors import Conflict, NotFound, Unavailable, Unprocessable


class PresetNotFound(NotFound):
    message = "There is no such preset in your centre."


class RunNotFound(NotFound):
    message = "There is no such extraction of yours."


class NothingToExtract(Unprocessable):
    message = "There is no region ready to extract features from."


class OneCentre(Unprocessable):
    message = "The preset and the regions belong to several centres: extract them one centre at a time."


class NothingToRetry(Conflict):
    message = "Nothing of this extraction has failed or was cancelled."


class EngineUnavailable(Unavailable):
    message = "Features cannot be computed on this machine."
