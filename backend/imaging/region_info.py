"""What a structure file says of one of its regions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RegionInfo:
    """One ROI of an RTSTRUCT or one segment of a SEG. `piece_count` counts contours, or frames."""

    number: int
    name: str
    referenced_series_uid: str | None
    referenced_sop_uids: tuple[str, ...]
    frame_of_reference_uid: str
    piece_count: int
