"""Generate the frontend's API types from the backend; with --check, fail if they are not those that are committed."""

import difflib
import json
import subprocess
import sys
from pathlib import Path

from backend.app import create_app

FRONTEND = Path("frontend")
TYPES = FRONTEND / "src/api/schema.d.ts"


def main(*, check: bool) -> int:
    before = TYPES.read_text(encoding="utf-8") if TYPES.exists() else ""
    (FRONTEND / "openapi.json").write_text(json.dumps(create_app().openapi(), indent=2), encoding="utf-8")
    subprocess.run(
        ["npm", "--prefix", str(FRONTEND), "run", "--silent", "client"], check=True, stdout=subprocess.DEVNULL
    )
    after = TYPES.read_text(encoding="utf-8")
    if not check or before == after:
        return 0
    TYPES.write_text(before, encoding="utf-8")
    print(f"{TYPES} is not what the backend says now; run `make client`:")
    print(
        *difflib.unified_diff(before.splitlines(), after.splitlines(), "committed", "backend", n=1, lineterm=""),
        sep="\n",
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
