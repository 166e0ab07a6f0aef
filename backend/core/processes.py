"""A pool of warm, recycled processes for computing: only a process can be ended when it takes too long.

Spawned, not forked (threads and an event loop run beside it), one thread each, and never outliving the parent.
"""

import asyncio
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from backend.core.errors import ApplicationError

T = TypeVar("T")
PR_SET_PDEATHSIG = 1
TASKS_PER_PROCESS = 50
THREAD_LIMITS = (
    "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)


class TookTooLong(ApplicationError):
    message = "Computing took longer than allowed and was ended."


class ProcessDied(ApplicationError):
    message = "The computing process died (out of memory, or a crash in a decoder)."


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _prepare_process(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


class ComputePool:
    def __init__(self, processes: int) -> None:
        for name in THREAD_LIMITS:  # inherited by the spawned processes, read there before the libraries load
            os.environ.setdefault(name, "1")
        self._pool = ProcessPool(
            max_workers=processes,
            max_tasks=TASKS_PER_PROCESS,
            context=multiprocessing.get_context("spawn"),
            initializer=_prepare_process,
            initargs=(os.getpid(),),
        )

    async def run(self, function: Callable[..., T], *args: Any, timeout_seconds: float | None = None) -> T:
        """Compute in a process of the pool. Cancelling the caller ends the process; so does the timeout.

        Raises:
            TookTooLong: The timeout passed.
            ProcessDied: The process ended by itself.
        """
        future = self._pool.schedule(function, args=args, timeout=timeout_seconds)
        try:
            return await asyncio.wrap_future(future)
        except FutureTimeout as error:
            raise TookTooLong(f"Computing took longer than {timeout_seconds:g} s and was ended.") from error
        except ProcessExpired as error:
            raise ProcessDied(f"The computing process died (exit code {error.exitcode}).") from error

    async def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call] # pebble types most, not this
        await asyncio.to_thread(self._pool.join, 5)
