"""What the toy jobs compute, in a module that a spawned process loads quickly."""

import os
import time
from pathlib import Path


def write_after(path: str, seconds: float) -> int:
    """Say who computes, sleep, and say that it was done."""
    with Path(path).open("a") as log:
        log.write(f"begun {os.getpid()}\n")
    time.sleep(seconds)
    with Path(path).open("a") as log:
        log.write("done\n")
    return os.getpid()
