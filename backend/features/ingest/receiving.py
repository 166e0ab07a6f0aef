"""Taking in the bytes of one file, before any transaction."""

from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from backend.core.storage import Received, Storage
from backend.features.ingest.errors import IncompleteFile


async def receive_body(request: Request, storage: Storage, limit_bytes: int) -> Received:
    """Stream a request's body to a temporary key. Nothing is kept unless every announced byte arrived."""
    try:
        received = await storage.receive(_chunks(request), limit_bytes)
    except ClientDisconnect as error:
        raise IncompleteFile from error
    announced = request.headers.get("Content-Length")
    if announced is not None and announced != str(received.size_bytes):
        await storage.delete(received.key)
        raise IncompleteFile(f"{announced} bytes were announced, {received.size_bytes} arrived; send the file again.")
    return received


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        if chunk:
            yield chunk
