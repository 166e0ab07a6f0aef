"""The forms in which values are given; apart from the schemas, as the command line is to start fast."""

from enum import StrEnum


class Layout(StrEnum):
    """wide: a row per region (of QuantImage: per patient and study); long: a row per value."""

    WIDE = "wide"
    LONG = "long"


class FeatureNames(StrEnum):
    """pyradiomics: as it names them; quantimage: modality, region and feature, joined by U+2011."""

    PYRADIOMICS = "pyradiomics"
    QUANTIMAGE = "quantimage"
