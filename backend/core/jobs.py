"""What a job's code is handed while it runs, and how a kind of job describes itself."""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.processes import ComputePool
from backend.core.queue import Lane
from backend.core.settings import Settings
from backend.core.storage import Storage
from backend.core.work import UnitOfWork


class LeaseLost(Exception):
    """Another attempt has this step now, or it was cancelled: stop, and write nothing."""


class Progress(Protocol):
    async def __call__(self, done: int, total: int, message: str | None = None) -> None:
        """Tell people how far it is; written at most once a second."""


@dataclass(frozen=True)
class JobContext:
    """One attempt at one step.

    `begin()` opens a unit of work that holds only while this attempt holds the step: it begins by locking the step's
    row and raises LeaseLost otherwise, so that an attempt believed dead cannot write beside its successor.
    """

    job_id: UUID
    step_id: UUID
    attempt: int
    params: dict[str, Any]
    caller: Caller
    begin: Callable[[], AbstractAsyncContextManager[UnitOfWork]]
    begin_reading: Callable[[], AbstractAsyncContextManager[UnitOfWork]]
    progress: Progress
    pool: ComputePool
    storage: Storage
    settings: Settings


@dataclass(frozen=True)
class StepKind:
    """How the steps of one kind of job are run and what is tidied when one is given up, cancelled or run again.

    Before a step begins, `authorise` refuses what its owner may no longer do: roles may have changed since it was
    asked for. Nothing of it is run then.
    """

    lane: Lane
    authorise: Callable[[UnitOfWork, dict[str, Any], Caller], Awaitable[None]]
    run: Callable[[JobContext], Coroutine[Any, Any, None]]
    give_up: Callable[[UnitOfWork, dict[str, Any], str], Awaitable[None]]
    cancel: Callable[[UnitOfWork, dict[str, Any]], Awaitable[None]]
    reopen: Callable[[UnitOfWork, dict[str, Any]], Awaitable[None]]


async def nothing_to_tidy(work: UnitOfWork, params: dict[str, Any], reason: str = "") -> None:
    """For kinds whose steps keep no state of their own."""
