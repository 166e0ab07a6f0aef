from backend.core.errors import Conflict, NotFound, NotPermitted, Unprocessable


class UploadNotFound(NotFound):
    message = "There is no such upload of yours."


class UploadFinished(Conflict):
    message = "The upload is finished; begin another one for more files."


class UnusablePath(Unprocessable):
    message = "The path of the file cannot be used: it leaves its folder, is empty, or is too long."


class IncompleteFile(Unprocessable):
    message = "Fewer or more bytes arrived than were announced; send the file again."


class NothingUploaded(Unprocessable):
    message = "No file was sent; there is nothing to read."


class NoOrganization(NotPermitted):
    message = "You belong to no centre that images could be stored for."
