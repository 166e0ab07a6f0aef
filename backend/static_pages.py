"""What is served beside the API: its documentation, and the built frontend."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from backend.core.errors import NotFound

SERVED_BY_US = ("api/", "dicomweb/", "docs/", "assets/", "api-docs/")
DOCS_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Isocenter API</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/api-docs/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"></main>
<script src="/api-docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
DOCS_START = """SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'none', // two hundred operations are more than a browser draws, or anyone reads, at once
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
})
"""


def serve_docs(app: FastAPI) -> None:
    """The documentation from files of our own: it works with no outside network and no inline script."""

    @app.get("/docs", include_in_schema=False)
    async def show_docs() -> HTMLResponse:
        return HTMLResponse(DOCS_PAGE)

    @app.get("/docs/start.js", include_in_schema=False)
    async def start_docs() -> Response:
        return Response(DOCS_START, media_type="text/javascript")


def serve_frontend(app: FastAPI, folder: Path) -> None:
    """The built frontend; every address that is not a file is one of its pages."""
    index = folder / "index.html"
    # Listed once, at start: what is not in the list cannot be asked for, whatever the path says.
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    if (folder / "assets").is_dir():
        app.mount("/assets", _Immutable(directory=folder / "assets"), name="assets")

    @app.get("/{path:path}", include_in_schema=False)
    async def show_page(path: str) -> Response:
        file = files.get(path)
        if file is not None:
            return FileResponse(file)
        if path.startswith(SERVED_BY_US):
            raise NotFound
        if not index.is_file():
            raise NotFound("The frontend is not built. Run `make build`.")
        return FileResponse(index, headers={"Cache-Control": "no-cache"})


class _Immutable(StaticFiles):
    """Files whose name changes with their content."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
