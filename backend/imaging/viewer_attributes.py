"""The technical attributes a viewer needs, as DICOM JSON: an allow-list, so that nothing identifying passes."""

import json
from typing import Any

from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset

_SEQUENCES = frozenset({
    "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "FrameContentSequence",
    "PlanePositionSequence", "PlaneOrientationSequence", "PixelMeasuresSequence", "FrameAnatomySequence",
    "PixelValueTransformationSequence", "FrameVOILUTSequence", "CTImageFrameTypeSequence", "MRImageFrameTypeSequence",
    "PETFrameTypeSequence", "SegmentIdentificationSequence", "PlanePositionVolumeSequence",
    "PlaneOrientationVolumeSequence", "ModalityLUTSequence", "VOILUTSequence", "PresentationLUTSequence",
    "SequenceOfUltrasoundRegions", "RadiopharmaceuticalInformationSequence", "RealWorldValueMappingSequence",
    "MeasurementUnitsCodeSequence", "ViewCodeSequence", "ViewModifierCodeSequence", "DimensionIndexSequence",
    "XRay3DFrameTypeSequence",
})  # fmt: skip

_IDENTIFIERS = frozenset({
    "SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID",
    "InstanceNumber", "SeriesNumber", "AcquisitionNumber", "TemporalPositionIndex", "StackID", "InStackPositionNumber",
    "DimensionIndexValues", "DimensionIndexPointer", "FunctionalGroupPointer", "DimensionOrganizationType",
})  # fmt: skip

_ACQUISITION = frozenset({
    "ImageType", "FrameType", "Modality", "BodyPartExamined", "ViewPosition", "Laterality", "ImageLaterality",
    "FrameLaterality", "PatientOrientation", "PatientPosition", "PositionerPrimaryAngle", "PositionerSecondaryAngle",
    "FrameTime", "FrameTimeVector", "FrameIncrementPointer", "RecommendedDisplayFrameRate", "CineRate",
    "ActualFrameDuration", "FrameReferenceTime", "EchoTime", "RepetitionTime", "FlipAngle", "DiffusionBValue",
    "CorrectedImage", "Units", "SUVType", "DecayCorrection", "DecayFactor", "PatientWeight", "AcquisitionTime",
    "SeriesTime", "RadiopharmaceuticalStartTime", "RadionuclideTotalDose", "RadionuclideHalfLife",
    "RadionuclidePositronFraction", "CodeValue", "CodingSchemeDesignator", "CodeMeaning", "SegmentationType",
    "ReferencedSegmentNumber", "MaximumFractionalValue", "VolumetricProperties", "PixelPresentation",
    "BurnedInAnnotation", "LossyImageCompression", "LossyImageCompressionRatio", "LossyImageCompressionMethod",
})  # fmt: skip

_GEOMETRY = frozenset({
    "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "ImagerPixelSpacing",
    "NominalScannedPixelSpacing", "PixelSpacingCalibrationType", "PixelAspectRatio", "SliceThickness",
    "SpacingBetweenSlices", "SliceLocation", "EstimatedRadiographicMagnificationFactor",
    "ImagePositionVolume", "ImageOrientationVolume", "DistanceSourceToDetector", "DistanceSourceToPatient",
    "RegionSpatialFormat", "RegionDataType", "RegionFlags", "RegionLocationMinX0", "RegionLocationMinY0",
    "RegionLocationMaxX1", "RegionLocationMaxY1", "ReferencePixelX0", "ReferencePixelY0", "PhysicalUnitsXDirection",
    "PhysicalUnitsYDirection", "ReferencePixelPhysicalValueX", "ReferencePixelPhysicalValueY", "PhysicalDeltaX",
    "PhysicalDeltaY",
})  # fmt: skip

_PIXELS = frozenset({
    "Rows", "Columns", "NumberOfFrames", "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration",
    "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "SmallestImagePixelValue",
    "LargestImagePixelValue", "PixelPaddingValue", "PixelPaddingRangeLimit", "WindowCenter", "WindowWidth",
    "VOILUTFunction", "RescaleSlope", "RescaleIntercept", "RescaleType", "PresentationLUTShape", "LUTDescriptor",
    "LUTData", "ModalityLUTType", "RedPaletteColorLookupTableDescriptor", "GreenPaletteColorLookupTableDescriptor",
    "BluePaletteColorLookupTableDescriptor", "RedPaletteColorLookupTableData", "GreenPaletteColorLookupTableData",
    "BluePaletteColorLookupTableData", "PixelIntensityRelationship", "PixelIntensityRelationshipSign",
    "RealWorldValueSlope", "RealWorldValueIntercept", "RealWorldValueFirstValueMapped",
    "RealWorldValueLastValueMapped",
})  # fmt: skip


def _tags(keywords: frozenset[str]) -> frozenset[int]:
    tags = {keyword: tag_for_keyword(keyword) for keyword in keywords}
    return frozenset(tag for tag in tags.values() if tag is not None)


_SEQUENCE_TAGS = _tags(_SEQUENCES)
_VALUE_TAGS = _tags(_IDENTIFIERS | _ACQUISITION | _GEOMETRY | _PIXELS)
_ALLOWED = _SEQUENCE_TAGS | _VALUE_TAGS


def is_technical(tag: int) -> bool:
    """Whether an attribute is on the list."""
    return tag in _ALLOWED


def viewer_attributes(dataset: Dataset) -> dict[str, dict[str, Any]]:
    """Give the allowed attributes as a DICOM JSON model (PS3.18 F.2); what is no valid JSON value is left out."""
    attributes: dict[str, dict[str, Any]] = {}
    for tag in sorted(_ALLOWED & set(map(int, dataset.keys()))):  # as numbers: tags are slow to compare
        value = _sequence(dataset, tag) if tag in _SEQUENCE_TAGS else _value(dataset, tag)
        if value is not None:
            attributes[f"{tag:08X}"] = value
    return attributes


def _sequence(dataset: Dataset, tag: int) -> dict[str, Any] | None:
    try:
        items = [viewer_attributes(item) for item in dataset[tag].value or ()]
    except Exception:  # noqa: BLE001 - pydicom raises many kinds on damaged sequences
        return None
    return {"vr": "SQ", "Value": items} if items else {"vr": "SQ"}


def _value(dataset: Dataset, tag: int) -> dict[str, Any] | None:
    try:
        value: dict[str, Any] = dataset[tag].to_json_dict(None, 0)
        json.dumps(value, allow_nan=False)
    except Exception:  # noqa: BLE001 - pydicom raises many kinds for values it cannot convert
        return None
    return value
