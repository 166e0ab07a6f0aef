"""Names of features: pyradiomics' (`image type_class_feature`), and QuantImage's ids, which say of what as well.

A QuantImage id is modality, region and feature joined by U+2011, as names of regions hold hyphens. They may hold a
U+2011 too: the region ends at the first one that is followed by a known image type.
"""

import re
from dataclasses import dataclass

JOINT = "\u2011"
# Image types of pyradiomics; `zrad` and `tex` are read in older files and never written.
WRITTEN = (
    "original", "log", "wavelet", "gradient", "square", "squareroot", "exponential", "logarithm", "lbp-2D", "lbp-3D",
)  # fmt: skip
READ_ONLY = ("zrad", "tex")
_ID = re.compile(
    rf"(?P<modality>.*?){JOINT}(?P<region>.*?){JOINT}(?P<feature>(?:{'|'.join((*WRITTEN, *READ_ONLY))}).*)", re.DOTALL
)


@dataclass(frozen=True)
class FeatureId:
    modality: str
    region: str
    feature: str

    def __str__(self) -> str:
        return JOINT.join((self.modality, self.region, self.feature))


@dataclass(frozen=True)
class FeatureName:
    """`wavelet-LLH_glcm_Idm` by its parts."""

    image_type: str
    feature_class: str
    feature: str


def parse_feature_id(text: str) -> FeatureId | None:
    """The parts of an id; nothing where it is none, as of a clinical feature."""
    found = _ID.fullmatch(text)
    return FeatureId(**found.groupdict()) if found else None


def feature_name(name: str) -> FeatureName:
    """Split from the end: no class and no feature has an underscore in its name, image types may."""
    image_type, feature_class, feature = ("", "", *name.rsplit("_", 2))[-3:]
    return FeatureName(image_type, feature_class, feature)
