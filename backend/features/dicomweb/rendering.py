"""Pictures of frames: what a request asks for (PS3.18 8.3.5), drawn in a computing process, kept where that pays."""

import math
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, cast, get_args

from fastapi import Depends, Header, Query

from backend.core.processes import ComputePool
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.features.dicomweb.accepting import preferred
from backend.features.dicomweb.errors import FormNotOffered, InvalidViewport, InvalidWindow
from backend.imaging.display import Function, Window
from backend.imaging.rendering import Form, Rendering, Viewport, picture_width, render_frame
from backend.repositories.instances import FrameSource

FORMS: tuple[Form, ...] = get_args(Form)
FUNCTIONS: tuple[Function, ...] = get_args(Function)
LARGEST_SIDE = 16384
THUMBNAIL = Viewport(256, 256)
# The sizes that many ask for, and that are drawn once: of thumbnails, and of textures.
KEPT_SIZES = {None, *(Viewport(side, side) for side in (256, 512, 1024, 2048, 4096, 8192, 16384))}

Accept = Annotated[str | None, Header(alias="Accept", description="image/jpeg or image/png.")]
AcceptQuery = Annotated[str | None, Query(alias="accept", max_length=200, description="In place of the header.")]
WindowQuery = Annotated[
    str | None,
    Query(max_length=200, description="centre,width[,function]: linear (default), linear-exact or sigmoid; for grey."),
]
ViewportQuery = Annotated[
    str | None,
    Query(
        max_length=200,
        description="width,height that the picture fits into; with left,top,width,height after it, of that part only.",
    ),
]


def rendering_of_query(
    accept: Accept = None,
    accept_query: AcceptQuery = None,
    window: WindowQuery = None,
    viewport: ViewportQuery = None,
) -> Rendering:
    return Rendering(
        form=_form(accept_query or accept),
        window=None if window is None else _window(window),
        viewport=None if viewport is None else _viewport(viewport),
    )


def thumbnail_of_query(
    accept: Accept = None, accept_query: AcceptQuery = None, viewport: ViewportQuery = None
) -> Rendering:
    asked = rendering_of_query(accept, accept_query, viewport=viewport)
    return asked if asked.viewport else replace(asked, viewport=THUMBNAIL)


AskedRendering = Annotated[Rendering, Depends(rendering_of_query)]
AskedThumbnail = Annotated[Rendering, Depends(thumbnail_of_query)]


def rendering_tag(source: FrameSource, frame: int, rendering: Rendering) -> str:
    """The ETag: the same frame drawn the same way never changes."""
    return f'"{source.sha256}-{frame}-{_digest(rendering)}"'


async def rendered(
    source: FrameSource, frame: int, rendering: Rendering, storage: Storage, pool: ComputePool, settings: Settings
) -> bytes:
    """The picture. What anybody may ask for in any form is drawn each time; the usual ones are kept."""
    is_kept = rendering.window is None and rendering.viewport in KEPT_SIZES
    key = _key(source, frame, rendering)
    if is_kept and await storage.exists(key):
        return await storage.read(key)
    path = await storage.local_path(source.storage_key)
    drawn = await pool.run(render_frame, path, frame, rendering, timeout_seconds=settings.parse_timeout_seconds)
    if is_kept:
        await storage.put(key, drawn)
    return drawn


def scale_of(picture: bytes, source: FrameSource, rendering: Rendering) -> float:
    """Pixels of the picture per column of the image."""
    part = rendering.viewport.source if rendering.viewport else None
    columns = part[2] if part else source.column_count
    return picture_width(picture) / columns if columns else 1.0


def _key(source: FrameSource, frame: int, rendering: Rendering) -> str:
    folder = source.storage_key.rpartition("/")[0]
    return f"{folder}/rendered/{source.sha256}-{frame}-{_digest(rendering)}"


def _digest(rendering: Rendering) -> str:
    return sha256(repr(rendering).encode()).hexdigest()[:16]


def _form(accept: str | None) -> Form:
    found = preferred(accept, FORMS)
    if found is None:
        raise FormNotOffered
    return cast(Form, found)


def _window(asked: str) -> Window:
    center, _, rest = asked.partition(",")
    width, _, function = rest.partition(",")
    try:
        window = Window(float(center), float(width), _function(function))
    except ValueError as error:
        raise InvalidWindow from error
    narrowest = 1 if window.function == "linear" else 0  # PS3.3 C.11.2.1.2.1, C.11.2.1.3
    if window.width < narrowest or window.width == 0 or not math.isfinite(window.center + window.width):
        raise InvalidWindow
    return window


def _function(asked: str) -> Function:
    name = asked.strip().lower() or "linear"
    if name not in FUNCTIONS:
        raise InvalidWindow
    return name


def _viewport(asked: str) -> Viewport:
    try:
        width, height, *source = [int(part) for part in asked.split(",")]
    except ValueError as error:
        raise InvalidViewport from error
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise InvalidViewport(f"A viewport has 1 to {LARGEST_SIDE} pixels each way.")
    if not source:
        return Viewport(width, height)
    if len(source) != 4 or min(source[:2]) < 0 or min(source[2:]) < 1:  # noqa: PLR2004 - left, top, width, height
        raise InvalidViewport
    return Viewport(width, height, (source[0], source[1], source[2], source[3]))
