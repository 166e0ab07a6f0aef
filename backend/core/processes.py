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
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from backend.core.errors import ApplicationError

T = TypeVar("T")
PR_SET_PDEATHSIG = 1
TASKS_PER_PROCESS = 200
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


def _prepare_process(parent: int, niceness: int) -> None:
    os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _serve(connection: Connection, parent: int, niceness: int) -> None:
    """Answer calls with (result, error) until the pool hangs up."""
    _prepare_process(parent, niceness)
    while True:
        try:
            function, args = connection.recv()
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (function(*args), None)
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the caller
            error.add_note("In the computing process:\n" + traceback.format_exc())
            answer = (None, error)
        try:
            connection.send(answer)
        except Exception as error:  # noqa: BLE001 - an answer that cannot be pickled
            connection.send((None, RuntimeError(f"The answer of {function!r} cannot be sent: {error!r}")))


class _Computer:
    """One process, with one call at a time."""

    def __init__(self, niceness: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, os.getpid(), niceness), daemon=True)
        self._process.start()
        theirs.close()
        self.calls = 0

    def call(self, function: Callable[..., T], args: tuple[Any, ...]) -> T:
        """Compute and wait. Blocks; ends early with ProcessDied when the process does."""
        self.calls += 1
        try:
            self._connection.send((function, args))
            result: T
            result, error = self._connection.recv()
        except (EOFError, OSError) as broken:
            self._process.join(5)
            raise ProcessDied(f"The computing process died (exit code {self._process.exitcode}).") from broken
        if error is not None:
            raise error
        return result

    @property
    def is_fit(self) -> bool:
        return self._process.is_alive() and self.calls < TASKS_PER_PROCESS

    def end(self) -> None:
        self._process.kill()


class ComputePool:
    """So many processes at once. A niceness above 0 lets everything else on the machine go first."""

    def __init__(self, processes: int, *, niceness: int = 0) -> None:
        self._niceness = niceness
        for name in THREAD_LIMITS:  # inherited by the spawned processes, read there before the libraries load
            os.environ.setdefault(name, "1")
        self._free = asyncio.Semaphore(processes)
        self._waiting = ThreadPoolExecutor(processes, thread_name_prefix="compute")
        self._idle: list[_Computer] = []
        self._busy: set[_Computer] = set()
        self._is_closed = False

    async def run(self, function: Callable[..., T], *args: Any, timeout_seconds: float | None = None) -> T:
        """Compute in a process of the pool. Cancelling the caller ends the process; so does the timeout.

        A process that dies may have been ended from outside, by a kernel short of memory say: it is tried once more.

        Raises:
            TookTooLong: The timeout passed.
            ProcessDied: The process died, and so did the next.
        """
        try:
            return await self._run_once(function, args, timeout_seconds)
        except ProcessDied:
            if self._is_closed:
                raise
            return await self._run_once(function, args, timeout_seconds)

    async def _run_once(self, function: Callable[..., T], args: tuple[Any, ...], timeout_seconds: float | None) -> T:
        async with self._free:
            computer = self._idle.pop() if self._idle else _Computer(self._niceness)
            self._busy.add(computer)
            call = asyncio.get_running_loop().run_in_executor(self._waiting, computer.call, function, args)
            try:
                await asyncio.wait({call}, timeout=timeout_seconds)
                if not call.done():
                    raise TookTooLong(f"Computing took longer than {timeout_seconds:g} s and was ended.")
                return await call
            finally:
                self._busy.discard(computer)
                if call.cancel() or not computer.is_fit:
                    computer.end()
                else:
                    self._idle.append(computer)

    async def close(self) -> None:
        self._is_closed = True
        for computer in [*self._idle, *self._busy]:
            computer.end()
        await asyncio.to_thread(self._waiting.shutdown)
