from typing import Any

from backend.core.errors import Conflict, NotFound, NotPermitted, Unprocessable


class UploadNotFound(NotFound):
    message = "There is no such upload of yours."


class UploadFinished(Conflict):
    message = "The upload is finished; begin another one for more files."


class WrongOffset(Conflict):
    """Carries where the file goes on, so that the sender can."""

    message = "The piece does not follow what has arrived of its file."

    def __init__(self, message: str | None = None, members: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.members = members or {}


class FilesIncomplete(Conflict):
    message = "Files have not arrived whole: send the rest of them, or discard them."


class UnusableRange(Unprocessable):
    message = "The Content-Range cannot be used. It reads: bytes FIRST-LAST/TOTAL, counting from 0, with the last."


class WrongHash(Unprocessable):
    message = "The file as it arrived has another SHA-256 than was announced; send it again from its beginning."


class UnusablePath(Unprocessable):
    message = "The path of the file cannot be used: it leaves its folder, is empty, or is too long."


class IncompleteFile(Unprocessable):
    message = "Fewer or more bytes arrived than were announced; send the file again."


class NothingUploaded(Unprocessable):
    message = "No file was sent; there is nothing to read."


class NoOrganization(NotPermitted):
    message = "You belong to no centre that images could be stored for."
