from typing import Any

from backend.core.errors import Conflict, NotFound, NotPermitted, Unprocessable


class ExaminationNotFound(NotFound):
    message = "There is no such reading of yours."


class NotInPackage(NotFound):
    message = "The sample is not in this package."


class NotAssignee(NotPermitted):
    message = "Only the reader of a package reads its samples."


class ExaminationChanged(Conflict):
    """Another window was quicker. Carries the server's state, so that the client can merge."""

    message = "This reading was changed elsewhere. Take its state, and send your operations again on top of it."

    def __init__(self, message: str | None = None, members: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.members = members or {}


class MaskChanged(ExaminationChanged):
    """What was painted was painted on other voxels: `mask` names the picture and what is on it."""

    message = "This mask was changed elsewhere. Take its voxels, and paint again on top of them."


class RoundOver(Conflict):
    message = "The set is in a later round of reading: this reading stays as it is. Open the sample to read it again."


class RoundNotBegun(Conflict):
    message = "Nothing has been read in this round yet: the next one would be the same."


class VersionNotFound(NotFound):
    message = "This reading has no such version, or its journal does not reach back to it."


class InvalidOperation(Unprocessable):
    """Names the operation and what is wrong with it."""

    message = "The operation does not fit this reading."

    def __init__(self, message: str | None = None, members: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.members = members or {}


class LabelOfAnotherSet(InvalidOperation):
    message = "The label does not belong to the set of this sample."


class LabelArchived(InvalidOperation):
    message = "The label is archived: objects keep it, but no new ones get it."


class NotOnThisSample(InvalidOperation):
    message = "The image, slice or frame does not belong to this sample."


class EmptyShape(InvalidOperation):
    message = "The shape has no extent."


class NoSuchMask(InvalidOperation):
    message = "This reading has no mask of this id."


class MaskUnfit(InvalidOperation):
    message = "The difference does not lead to the hash that was sent."


class NotOnThePlane(InvalidOperation):
    message = "The shape does not lie on its plane."


class ShapeOutsideImage(InvalidOperation):
    message = "The shape lies outside the image."


class KindNotInTask(InvalidOperation):
    message = "The set's task does not know this kind of object."


class ObjectsContradictNoFinding(InvalidOperation):
    message = "There are objects on this sample: delete them before saying that nothing was found."


class NothingRead(InvalidOperation):
    message = "Draw or label something, or say no finding or bad quality, before this is done."


class AttributeUnknown(InvalidOperation):
    message = "The label of this object has no such attribute."


class AttributeUnfit(InvalidOperation):
    message = "The value does not fit the attribute."


class AttributeMissing(InvalidOperation):
    message = "An object lacks an attribute that its label requires: set it before this is done."
