"""How much memory the processes of a pool have needed at most."""

from pathlib import Path

from backend.core.processes import ComputePool

LARGEST_PROCESS_KB = 2**20


def most_memory_kb(pool: ComputePool) -> int:
    """Of the process that needed most, since each began."""
    return max(_peak_kb(computer._process.pid) for computer in [*pool._idle, *pool._busy])


def _peak_kb(pid: int | None) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
