"""nginx with the very files of docker/, in front of a real server; only addresses and folders are those of the test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.tests.deployment.conftest import ROOT
from backend.tests.services import free_port, missing, program, serving

NGINX_FOLDER = "/etc/nginx/isocenter"


@contextmanager
def nginx(
    folder: Path, pages: Path, backend_port: int, site: str, tls: Path | None = None
) -> Iterator[tuple[int, int]]:
    """Serve with `plain.conf` or `tls.conf`; tell the ports that stand for 8080 and 8443."""
    command = program("nginx")
    if command is None:
        missing("nginx-light")
    http, https = free_port(), free_port()
    changes = {
        " /tmp/": f" {folder}/",  # first: the folder is somewhere in there
        NGINX_FOLDER: str(folder),
        "/usr/share/isocenter": str(pages),
        "backend:8000": f"127.0.0.1:{backend_port}",
        "127.0.0.1:8081": f"127.0.0.1:{free_port()}",
        "listen 8080": f"listen 127.0.0.1:{http}",
        "listen 8443": f"listen 127.0.0.1:{https}",
        "/run/secrets": str(tls),
    }
    for file in (ROOT / "docker").glob("*.conf"):
        text = file.read_text(encoding="utf-8")
        for ours, here in changes.items():
            text = text.replace(ours, here)
        (folder / ("enabled.conf" if file.name == site else file.name)).write_text(text, encoding="utf-8")
    as_ourselves = "user root; " if os.geteuid() == 0 else ""
    started = [command, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", f"{as_ourselves}daemon off;"]
    with serving(started, folder / "nginx.log", http):
        yield http, https
