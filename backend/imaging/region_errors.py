"""Why a region gives no values. Names are kept with the task; messages are for people."""

from backend.core.errors import Unprocessable


class EmptyRegion(Unprocessable):
    message = "The region holds no voxel of the image."


class OffImage(Unprocessable):
    message = "The region lies beyond the image."


class AnotherFrameOfReference(Unprocessable):
    message = "The region was drawn on images in another frame of reference."


class GeometryMismatch(Unprocessable):
    message = "The region was made on another grid than that of its series."


class OneVoxel(Unprocessable):
    message = "The region is a single voxel: there is nothing to measure between voxels."


class TooFewDimensions(Unprocessable):
    message = "The region extends along too few axes for this preset."


class TooSmall(Unprocessable):
    message = "The region has too few voxels for this preset."


class FillsImage(Unprocessable):
    message = (
        "The region is all of the image that the preset keeps, and with filters pyradiomics needs a voxel outside of "
        "it: let the preset crop with some padding."
    )


class NoContrast(Unprocessable):
    message = "The image has no values to standardise by."


class NotSuv(Unprocessable):
    message = "The images are not in SUV."
