"""The bytes of one frame as a multipart answer (PS3.18 10.4): cut out of the file, or decoded."""

from pydicom.uid import UID, ExplicitVRLittleEndian

from backend.core.processes import ComputePool
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.imaging.frames import decode_frame
from backend.imaging.jpeg_segments import with_comments_blanked
from backend.imaging.reduced import reduced_frame
from backend.repositories.instances import FrameSource


def frame_tag(source: FrameSource, number: int, reduction: int = 1) -> str:
    """The ETag: a frame of these bytes never changes."""
    return f'"{source.sha256}-{number}-{reduction}"'


async def frame_bytes(
    source: FrameSource, number: int, storage: Storage, pool: ComputePool, settings: Settings
) -> tuple[bytes, str]:
    """The frame and its transfer syntax. Raises Unprocessable naming the syntax that cannot be decoded here."""
    if source.frame_ranges is not None:
        data = await storage.read_ranges(source.storage_key, source.frame_ranges[number - 1])
        return _picture_only(data, source.transfer_syntax_uid), source.transfer_syntax_uid
    path = await storage.local_path(source.storage_key)
    decoded = await pool.run(decode_frame, path, number, timeout_seconds=settings.parse_timeout_seconds)
    return decoded.data, str(ExplicitVRLittleEndian)


async def reduced_frame_bytes(
    source: FrameSource, number: int, reduction: int, storage: Storage, pool: ComputePool, settings: Settings
) -> bytes:
    """The frame with a pixel for each block of so many each way, native; kept, since it is long in the making."""
    key = reduced_key(source, number, reduction)
    if await storage.exists(key):
        return await storage.read(key)
    path = await storage.local_path(source.storage_key)
    frame = await pool.run(reduced_frame, path, number, reduction, timeout_seconds=settings.parse_timeout_seconds)
    await storage.put(key, frame.data)
    return frame.data


def reduced_key(source: FrameSource, number: int, reduction: int) -> str:
    folder = source.storage_key.rpartition("/")[0]
    return f"{folder}/rendered/{source.sha256}-{number}-reduced-{reduction}"


def _picture_only(data: bytes, transfer_syntax_uid: str) -> bytes:
    """What makers of compressed frames wrote beside the picture may name people; no viewer needs it."""
    return with_comments_blanked(data) if UID(transfer_syntax_uid).is_compressed else data


def multipart(data: bytes, transfer_syntax_uid: str, boundary: str) -> tuple[bytes, str]:
    """One part, and the media type of the whole."""
    head = (
        f"--{boundary}\r\n"
        f"Content-Type: application/octet-stream; transfer-syntax={transfer_syntax_uid}\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    body = b"".join((head.encode(), data, f"\r\n--{boundary}--\r\n".encode()))
    media_type = (
        f'multipart/related; type="application/octet-stream"; transfer-syntax={transfer_syntax_uid}; '
        f"boundary={boundary}"
    )
    return body, media_type
