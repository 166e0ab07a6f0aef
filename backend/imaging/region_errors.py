"""Why a region gives no values. Names are kept with the task; messages are for people."""

from backend.core.errors import Unprocessable


class RegionError(Unprocessable):
    """What is wrong with a region; its name is kept beside the words."""


class EmptyRegion(RegionError):
    message = "The region holds no voxel of the image."


class OffImage(RegionError):
    message = "The region lies beyond the image."


class AskewPlane(RegionError):
    message = "A shape of this region was drawn on a plane that is not parallel to the slices: it encloses no voxels."


class AnotherFrameOfReference(RegionError):
    message = "The region was drawn on images in another frame of reference."


class GeometryMismatch(RegionError):
    message = "The region was made on another grid than that of its series."


class BetweenVoxels(RegionError):
    message = "The region has pixels that lie between the voxels of the series."


class PlaneUnplaced(RegionError):
    message = "The region has a frame that says neither where it lies nor of which image of the series it is."


class SegmentationTypeUnknown(RegionError):
    message = "The segmentation is of a type that is not known here."


class TrulyFractional(RegionError):
    message = "The region is truly fractional: where its edge lies is a choice to make."


class OneVoxel(RegionError):
    message = "The region is a single voxel: there is nothing to measure between voxels."


class TooFewDimensions(RegionError):
    message = "The region extends along too few axes for this preset."


class TooSmall(RegionError):
    message = "The region has too few voxels for this preset."


class FillsImage(RegionError):
    message = (
        "The region is all of the image that the preset keeps, and with filters pyradiomics needs a voxel outside of "
        "it: let the preset crop with some padding."
    )


class NoContrast(RegionError):
    message = "The image has no values to standardise by."


class NotSuv(RegionError):
    message = "The images are not in SUV."
