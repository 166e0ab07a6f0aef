"""The measures of agreement by name, with what they are and where they are from. Raise VERSION when a value changes."""

from dataclasses import dataclass
from enum import StrEnum

VERSION = "isocenter-agreement/1"


class Family(StrEnum):
    """What a measure is of."""

    CATEGORIES = "categories"
    NUMBERS = "numbers"
    REGIONS = "regions"
    DETECTIONS = "detections"


class Formula(StrEnum):
    PERCENT = "percent"
    COHEN = "cohen_kappa"
    COHEN_LINEAR = "cohen_kappa_linear"
    COHEN_QUADRATIC = "cohen_kappa_quadratic"
    FLEISS = "fleiss_kappa"
    AC1 = "gwet_ac1"
    ALPHA_NOMINAL = "krippendorff_alpha_nominal"
    ALPHA_ORDINAL = "krippendorff_alpha_ordinal"
    ALPHA_INTERVAL = "krippendorff_alpha_interval"
    ICC_2_1 = "icc_2_1"
    ICC_3_1 = "icc_3_1"
    BIAS = "bland_altman_bias"
    LOWER_LIMIT = "bland_altman_lower_limit"
    UPPER_LIMIT = "bland_altman_upper_limit"
    DICE = "dice"
    IOU = "iou"
    HD95 = "hd95"
    SURFACE_DICE = "surface_dice"
    F1 = "f1"
    SENSITIVITY = "sensitivity"
    FALSE_POSITIVES = "false_positives_per_case"


@dataclass(frozen=True)
class Description:
    family: Family
    text: str
    source: str


DESCRIPTIONS: dict[Formula, Description] = {
    Formula.PERCENT: Description(
        Family.CATEGORIES, "mean over cases of the share of pairs of readings that agree", "Gwet 2014, p_a"
    ),
    Formula.COHEN: Description(Family.CATEGORIES, "(p_o - p_e) / (1 - p_e), chance from both margins", "Cohen 1960"),
    Formula.COHEN_LINEAR: Description(
        Family.CATEGORIES, "1 - sum(w o) / sum(w e) with w = |i - j|", "Cohen 1968; order of the labels"
    ),
    Formula.COHEN_QUADRATIC: Description(
        Family.CATEGORIES, "1 - sum(w o) / sum(w e) with w = (i - j)^2", "Cohen 1968; order of the labels"
    ),
    Formula.FLEISS: Description(
        Family.CATEGORIES, "(p_a - p_e) / (1 - p_e), p_e = sum(pi_k^2)", "Fleiss 1971; missing readings: Gwet 2014"
    ),
    Formula.AC1: Description(
        Family.CATEGORIES, "(p_a - p_e) / (1 - p_e), p_e = sum(pi_k (1 - pi_k)) / (q - 1)", "Gwet 2008, 2014"
    ),
    Formula.ALPHA_NOMINAL: Description(Family.CATEGORIES, "1 - D_o / D_e, nominal differences", "Krippendorff 2011"),
    Formula.ALPHA_ORDINAL: Description(
        Family.CATEGORIES, "1 - D_o / D_e, ordinal differences; order of the labels", "Krippendorff 2011"
    ),
    Formula.ALPHA_INTERVAL: Description(Family.NUMBERS, "1 - D_o / D_e, squared differences", "Krippendorff 2011"),
    Formula.ICC_2_1: Description(
        Family.NUMBERS, "(MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n)", "Shrout and Fleiss 1979"
    ),
    Formula.ICC_3_1: Description(Family.NUMBERS, "(MSR - MSE) / (MSR + (k - 1) MSE)", "Shrout and Fleiss 1979"),
    Formula.BIAS: Description(Family.NUMBERS, "mean of first minus second", "Bland and Altman 1986"),
    Formula.LOWER_LIMIT: Description(Family.NUMBERS, "bias - 1.96 s", "Bland and Altman 1986"),
    Formula.UPPER_LIMIT: Description(Family.NUMBERS, "bias + 1.96 s", "Bland and Altman 1986"),
    Formula.DICE: Description(
        Family.REGIONS, "mean over cases of 2 |A and B| / (|A| + |B|), by pixel centres over all slices", "Dice 1945"
    ),
    Formula.IOU: Description(
        Family.REGIONS, "mean over cases of |A and B| / |A or B|, by pixel centres over all slices", "Jaccard 1912"
    ),
    Formula.HD95: Description(
        Family.REGIONS,
        "mean over cases of the larger of both directed 95th percentiles of surface distances",
        "Maier-Hein 2024",
    ),
    Formula.SURFACE_DICE: Description(
        Family.REGIONS, "mean over cases of the share of both surfaces within the tolerance", "Nikolov 2018"
    ),
    Formula.F1: Description(
        Family.DETECTIONS, "2 TP / (2 TP + FP + FN) over all cases; pairs by the Hungarian method", "Kuhn 1955"
    ),
    Formula.SENSITIVITY: Description(
        Family.DETECTIONS, "TP / (TP + FN): objects of the first that the second has too", "Chakraborty 2013"
    ),
    Formula.FALSE_POSITIVES: Description(
        Family.DETECTIONS, "objects of the second that the first has not, per case", "Chakraborty 2013"
    ),
}
