"""Debian's phpMyAdmin, served by PHP alone on a loopback port, with the settings of docker/; /etc stays as it is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from backend.tests.deployment.conftest import ROOT
from backend.tests.services import free_port, missing, program, serving

INSTALLED = Path("/usr/share/phpmyadmin")
CONFIGURATION = """<?php
$cfg['blowfish_secret'] = '{secret}';
$cfg['TempDir'] = '{folder}/tmp';
$cfg['Servers'][1] = [
    'auth_type' => 'cookie', 'host' => '{host}', 'port' => '{port}', 'AllowNoPassword' => true,
];
include '{ours}';
"""


@contextmanager
def phpmyadmin(folder: Path, database: URL) -> Iterator[str]:
    """Serve it for a database server; tell the address."""
    php = program("php")
    if php is None or not INSTALLED.is_dir():
        missing("phpmyadmin")
    site = folder / "phpmyadmin"
    shutil.copytree(INSTALLED, site)  # followed: it asks PHP where its files really are
    (folder / "tmp").mkdir()
    configuration = folder / "config.inc.php"
    ours = ROOT / "docker" / "phpmyadmin.php"
    configuration.write_text(
        CONFIGURATION.format(secret="s" * 32, folder=folder, host=database.host, port=database.port or 3306, ours=ours)
    )
    point_to(site / "libraries" / "vendor_config.php", configuration, folder / "tmp")
    port = free_port()
    command = [php, "-S", f"127.0.0.1:{port}", "-t", str(site)]
    with serving(command, folder / "php.log", port, environment=os.environ | {"PHP_CLI_SERVER_WORKERS": "4"}):
        yield f"http://127.0.0.1:{port}"


def point_to(vendor: Path, configuration: Path, temporary: Path) -> None:
    text = vendor.read_text(encoding="utf-8")
    for debians, here in (
        ("/etc/phpmyadmin/config.inc.php", str(configuration)),
        ("/var/lib/phpmyadmin/tmp/", f"{temporary}/"),
    ):
        assert debians in text, f"phpMyAdmin no longer says {debians}"
        text = text.replace(debians, here)
    vendor.write_text(text, encoding="utf-8")
