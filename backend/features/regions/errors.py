from backend.core.errors import Conflict, NotFound


class RegionNotFound(NotFound):
    message = "There is no such region in what you may see."


class SliceNotFound(NotFound):
    message = "There is no such image in the series of this region that you may see."


class RegionNotReady(Conflict):
    message = "This region has no mask."
