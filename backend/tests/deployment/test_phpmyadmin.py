"""Who keeps the database sees in phpMyAdmin what each table and column is for: looked at in a browser."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

import backend.models
from backend.core.database import Base
from backend.tests.deployment.conftest import ROOT
from backend.tests.deployment.phpmyadmin import phpmyadmin
from backend.tests.deployment.test_setup_sql import load
from backend.tests.services import missing

assert backend.models
FRONTEND = ROOT / "frontend"
PLAYWRIGHT = FRONTEND / "node_modules" / ".bin" / "playwright"
CHROMIUM = Path(os.environ.get("ISOCENTER_TEST_CHROMIUM") or "/usr/bin/chromium")


@pytest.mark.timeout(240)
def test_phpmyadmin_shows_tables_columns_and_their_comments(new_mariadb: Callable[[], URL], tmp_path: Path) -> None:
    for needed, what in ((CHROMIUM, "chromium"), (PLAYWRIGHT, "Playwright")):
        if not needed.exists():
            missing(what)
    database = new_mariadb()
    assert load(database).returncode == 0
    expected = {
        name: {"comment": table.comment, "columns": {column.name: column.comment for column in table.columns}}
        for name, table in Base.metadata.tables.items()
    }

    with phpmyadmin(tmp_path, database) as url:
        environment = {
            "PHPMYADMIN_URL": url,
            "PHPMYADMIN_DATABASE": json.dumps([database.database, database.username, database.password or ""]),
            "PHPMYADMIN_EXPECTED": json.dumps(expected),
        }
        done = subprocess.run(
            [PLAYWRIGHT, "test", "--config", "e2e/phpmyadmin/playwright.config.ts"],
            cwd=FRONTEND,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}"
