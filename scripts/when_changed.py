"""Run a command only if its inputs are not those of its last success: when_changed.py STAMP INPUT... -- COMMAND...

Content decides, not modification times, which say nothing after a clone or a change of branch. Keep the stamp inside
what the command makes, so that deleting the one forgets the other. Needs nothing but Python.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def main(arguments: list[str]) -> int:
    split = arguments.index("--")
    stamp, inputs, command = Path(arguments[0]), arguments[1:split], arguments[split + 1 :]
    now = fingerprint(inputs, command)
    if stamp.is_file() and stamp.read_text() == now:
        return 0
    if shutil.which(command[0]) is None:
        print(f"{command[0]} is not installed; Isocenter needs Python 3.11, Node 20 or newer, and git")
        return 1
    print("·", *command, flush=True)
    done = subprocess.run(command, check=False)
    if done.returncode == 0:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(now)
    return done.returncode


def fingerprint(inputs: list[str], command: list[str]) -> str:
    digest = hashlib.sha256(repr(command).encode())
    for path in files(inputs):
        digest.update(f"{path}:{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def files(inputs: list[str]) -> Iterator[Path]:
    for name in inputs:
        path = Path(name)
        yield from sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
