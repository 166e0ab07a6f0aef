"""Whether compressed pixels decode: found out when a file comes, not when somebody wants to read it."""

from pathlib import Path

from backend.imaging.dicom_header import DicomHeader
from backend.imaging.findings import Finding, quarantine, worst
from backend.imaging.header_values import place_of
from backend.imaging.pixels import decode_pixels, frame_bytes, has_decoder

LARGEST_CHECKED_BYTES = 128 * 2**20  # of a decoded frame: what is larger is left to whoever looks at it


def check_decodes(path: Path, header: DicomHeader, findings: list[Finding]) -> None:
    """Decode the first frame of compressed pixels: one costs some milliseconds, and a damaged file has it wrong."""
    if not header.syntax.is_encapsulated or worst(findings) in ("quarantined", "refused"):
        return
    if not has_decoder(header.syntax) or frame_bytes(header.dataset) > LARGEST_CHECKED_BYTES:
        return
    try:
        decode_pixels(path, header.dataset, 0, raw=True)
    except Exception as error:  # noqa: BLE001 - decoders raise many kinds on damaged bytes
        message = f"The pixels cannot be decoded: {error}".replace(path.name, "the file")
        findings.append(quarantine("undecodable_pixels", place_of("PixelData"), message))
