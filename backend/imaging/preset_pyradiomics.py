"""What pyradiomics 3.0.1 takes as parameters: its own schema as data, so that errors have a place and need no compiler.

A test holds these tables against the installed library. Stricter than its schema where that lets pass what fails later,
or is passed over in silence: null where a value is needed, LoG without `sigma`, shape2D in three dimensions.
"""

from typing import Any

from backend.imaging.preset_values import (
    Errors,
    Rule,
    boolean,
    check_map,
    choice,
    either,
    integer,
    list_of,
    number,
    or_null,
)
from backend.imaging.preset_yaml import Entry

BLOCKS = ("imageType", "featureClass", "setting", "voxelSetting")
LBP = ("LBP2D", "LBP3D")  # they need scikit-image and trimesh, which pyradiomics does without
IMAGE_TYPES = (
    "Original", "Wavelet", "LoG", "Square", "SquareRoot", "Logarithm", "Exponential", "Gradient", *LBP
)  # fmt: skip
INTERPOLATORS = (
    "sitkNearestNeighbor", "sitkLinear", "sitkBSpline", "sitkGaussian", "sitkLabelGaussian", "sitkHammingWindowedSinc",
    "sitkCosineWindowedSinc", "sitkWelchWindowedSinc", "sitkLanczosWindowedSinc", "sitkBlackmanWindowedSinc",
)  # fmt: skip
_SPLINES = [f"{kind}{order}" for kind in ("bior", "rbio") for order in (
    "1.1", "1.3", "1.5", "2.2", "2.4", "2.6", "2.8", "3.1", "3.3", "3.5", "3.7", "3.9", "4.4", "5.5", "6.8",
)]  # fmt: skip
WAVELETS = frozenset([
    "haar", "dmey", *_SPLINES,
    *(f"coif{order}" for order in range(1, 18)),
    *(f"db{order}" for order in range(1, 39)),
    *(f"sym{order}" for order in range(2, 21)),
])  # fmt: skip

SETTINGS: dict[str, Rule] = {
    "minimumROIDimensions": integer(1, 3),
    "minimumROISize": or_null(integer(1)),
    "geometryTolerance": or_null(number(above=0)),
    "correctMask": boolean(),
    "additionalInfo": boolean(),
    "label": integer(1),
    "label_channel": integer(0),
    "binWidth": number(above=0),
    "binCount": or_null(integer(1)),
    "normalize": boolean(),
    "normalizeScale": number(above=0),
    "removeOutliers": or_null(number(above=0)),
    "resampledPixelSpacing": or_null(list_of(number(least=0), 3)),
    "interpolator": either(choice(*INTERPOLATORS), integer(1, 10)),
    "padDistance": integer(0),
    "distances": list_of(integer(1)),
    "force2D": boolean(),
    "force2Ddimension": integer(0, 2),
    "resegmentRange": or_null(list_of(number())),
    "resegmentMode": choice("absolute", "relative", "sigma"),
    "resegmentShape": boolean(),
    "preCrop": boolean(),
    "sigma": list_of(number(above=0)),
    "start_level": integer(0),
    "level": integer(1),
    "wavelet": Rule(
        lambda value: isinstance(value, str) and value in WAVELETS,
        "the name of a discrete wavelet, such as coif1, haar or db2",
    ),
    "gradientUseSpacing": boolean(),
    "lbp2DRadius": number(above=0),
    "lbp2DSamples": integer(1),
    "lbp2DMethod": choice("default", "ror", "uniform", "var"),
    "lbp3DLevels": integer(1),
    "lbp3DIcosphereRadius": number(above=0),
    "lbp3DIcosphereSubdivision": integer(0),
    "voxelArrayShift": integer(),
    "symmetricalGLCM": boolean(),
    "weightingNorm": or_null(choice("euclidean", "manhattan", "infinity", "no_weighting")),
    "gldm_a": integer(0),
}
VOXEL_SETTINGS: dict[str, Rule] = {
    "kernelRadius": integer(1),
    "maskedKernel": boolean(),
    "initValue": either(number(), choice("nan")),
    "voxelBatch": integer(1),
}


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


# The deprecated ones too: whoever names them gets them.
FEATURES: dict[str, frozenset[str]] = {
    "shape": _names(
        "Compactness1 Compactness2 Elongation Flatness LeastAxisLength MajorAxisLength Maximum2DDiameterColumn"
        " Maximum2DDiameterRow Maximum2DDiameterSlice Maximum3DDiameter MeshVolume MinorAxisLength"
        " SphericalDisproportion Sphericity SurfaceArea SurfaceVolumeRatio VoxelVolume"
    ),
    "shape2D": _names(
        "Elongation MajorAxisLength MaximumDiameter MeshSurface MinorAxisLength Perimeter PerimeterSurfaceRatio"
        " PixelSurface SphericalDisproportion Sphericity"
    ),
    "firstorder": _names(
        "10Percentile 90Percentile Energy Entropy InterquartileRange Kurtosis Maximum Mean MeanAbsoluteDeviation Median"
        " Minimum Range RobustMeanAbsoluteDeviation RootMeanSquared Skewness StandardDeviation TotalEnergy Uniformity"
        " Variance"
    ),
    "glcm": _names(
        "Autocorrelation ClusterProminence ClusterShade ClusterTendency Contrast Correlation DifferenceAverage"
        " DifferenceEntropy DifferenceVariance Dissimilarity Homogeneity1 Homogeneity2 Id Idm Idmn Idn Imc1 Imc2"
        " InverseVariance JointAverage JointEnergy JointEntropy MCC MaximumProbability SumAverage SumEntropy SumSquares"
        " SumVariance"
    ),
    "gldm": _names(
        "DependenceEntropy DependenceNonUniformity DependenceNonUniformityNormalized DependencePercentage"
        " DependenceVariance GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance"
        " HighGrayLevelEmphasis LargeDependenceEmphasis LargeDependenceHighGrayLevelEmphasis"
        " LargeDependenceLowGrayLevelEmphasis LowGrayLevelEmphasis SmallDependenceEmphasis"
        " SmallDependenceHighGrayLevelEmphasis SmallDependenceLowGrayLevelEmphasis"
    ),
    "glrlm": _names(
        "GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance HighGrayLevelRunEmphasis"
        " LongRunEmphasis LongRunHighGrayLevelEmphasis LongRunLowGrayLevelEmphasis LowGrayLevelRunEmphasis RunEntropy"
        " RunLengthNonUniformity RunLengthNonUniformityNormalized RunPercentage RunVariance ShortRunEmphasis"
        " ShortRunHighGrayLevelEmphasis ShortRunLowGrayLevelEmphasis"
    ),
    "glszm": _names(
        "GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance HighGrayLevelZoneEmphasis"
        " LargeAreaEmphasis LargeAreaHighGrayLevelEmphasis LargeAreaLowGrayLevelEmphasis LowGrayLevelZoneEmphasis"
        " SizeZoneNonUniformity SizeZoneNonUniformityNormalized SmallAreaEmphasis SmallAreaHighGrayLevelEmphasis"
        " SmallAreaLowGrayLevelEmphasis ZoneEntropy ZonePercentage ZoneVariance"
    ),
    "ngtdm": _names("Busyness Coarseness Complexity Contrast Strength"),
}
# What pyradiomics takes where none is named: all but those of one slice.
DEFAULT_CLASSES = ("firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm", "shape")


def check_block(block: Entry, errors: Errors) -> None:
    """Check the `pyradiomics` block of a section, or a parameter file."""
    if not isinstance(block.value, dict):
        errors.append(block.error("pyradiomics must be a mapping, as a parameter file of pyradiomics is."))
        return
    for key, part in block.value.items():
        if key == "setting":
            check_map(part, SETTINGS, errors, "setting")
        elif key == "voxelSetting":
            check_map(part, VOXEL_SETTINGS, errors, "voxel setting")
        elif key == "imageType":
            _check_image_types(part, errors)
        elif key == "featureClass":
            _check_classes(part, errors)
        else:
            errors.append(part.error(f"pyradiomics knows no block {key}; it knows {', '.join(BLOCKS)}."))
    _check_together(block, errors)


def _check_image_types(part: Entry, errors: Errors) -> None:
    if not isinstance(part.value, dict) or not part.value:
        errors.append(part.error("imageType must be a mapping of image types to their settings: `Original: {}`."))
        return
    for name, settings in part.value.items():
        if name in LBP:
            errors.append(settings.error(f"{name} cannot be computed here: it needs packages pyradiomics lacks."))
        elif name not in IMAGE_TYPES:
            errors.append(settings.error(f"There is no image type {name}; there are {', '.join(IMAGE_TYPES)}."))
        elif settings.value is not None:
            check_map(settings, SETTINGS, errors, "setting")


def _check_classes(part: Entry, errors: Errors) -> None:
    if not isinstance(part.value, dict) or not part.value:
        errors.append(part.error("featureClass must be a mapping of feature classes to lists of features, or to null."))
        return
    for name, features in part.value.items():
        if name not in FEATURES:
            errors.append(features.error(f"There is no feature class {name}; there are {', '.join(FEATURES)}."))
        elif isinstance(features.value, list):
            known = FEATURES[name]
            errors.extend(
                feature.error(f"The class {name} has no feature {feature.plain()}.")
                for feature in features.value
                if not isinstance(feature.value, str) or feature.value not in known
            )
        elif features.value is not None:
            errors.append(features.error(f"{name} must be a list of features; null stands for all."))


def _check_together(block: Entry, errors: Errors) -> None:
    """What pyradiomics passes over with a warning that nobody reads."""
    settings = _mapping(block, "setting")
    image_types, classes = _mapping(block, "imageType"), _mapping(block, "featureClass")
    if "LoG" in image_types and "sigma" not in {**settings, **_mapping(block.value["imageType"], "LoG")}:
        errors.append(image_types["LoG"].error("LoG needs its widths in mm: `LoG: {sigma: [1.0, 3.0]}`."))
    force_2d = settings.get("force2D")
    if "shape2D" in classes and not (force_2d and force_2d.value is True):
        errors.append(classes["shape2D"].error("shape2D needs `force2D: true` among the settings."))


def _mapping(block: Entry, key: str) -> dict[str, Entry]:
    part = block.value.get(key)
    value: Any = part.value if part is not None else None
    return value if isinstance(value, dict) else {}


def image_types_of(block: dict[str, Any]) -> list[str]:
    return list(block.get("imageType") or {"Original": {}})


def classes_of(block: dict[str, Any]) -> list[str]:
    return list(block.get("featureClass") or DEFAULT_CLASSES)
