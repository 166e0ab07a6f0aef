"""Whether this machine can compute features; asked once, in a computing process, as loading takes its time."""

from backend.core.processes import ComputePool
from backend.features.radiomics.schemas import EngineRead
from backend.imaging.engine import EngineStatus, engine_status


class Engine:
    def __init__(self, pool: ComputePool) -> None:
        self.pool = pool
        self._status: EngineStatus | None = None

    async def status(self) -> EngineRead:
        if self._status is None:
            self._status = await self.pool.run(engine_status, timeout_seconds=120)
        return EngineRead(
            available=self._status.available, reason=self._status.reason or None, versions=self._status.versions
        )
