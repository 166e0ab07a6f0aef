"""What a browser hears of: changes of its person's jobs."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from backend.core.database import Database, now
from backend.core.events import event_stream
from backend.core.permissions import Caller
from backend.core.problems import content
from backend.core.work import begin_reading
from backend.features.auth.caller import CurrentCaller
from backend.features.jobs.service import JobService
from backend.repositories.jobs import JobRepository
from backend.repositories.refresh_tokens import RefreshTokenRepository

router = APIRouter(prefix="/events", tags=["jobs"])
# Looked at again, since a transaction that set the time may commit a little after it.
OVERLAP = timedelta(seconds=5)


class JobWatch:
    """Tells every change of a person's jobs once."""

    def __init__(self, database: Database, caller: Caller) -> None:
        self.database = database
        self.caller = caller
        self._since = now() - OVERLAP
        self._told: dict[str, str] = {}

    async def look(self) -> list[tuple[str, Any]]:
        since, self._since = self._since, now() - OVERLAP
        async with begin_reading(self.database) as work:
            changed = await JobRepository(work.db).changed_since(self.caller, since)
            jobs = await JobService(work).read_all(changed)
        news = []
        for job in jobs:
            data = job.model_dump(mode="json")
            if self._told.get(data["id"]) != repr(data):
                self._told[data["id"]] = repr(data)
                news.append(("job", data))
        return news


async def _is_signed_in(database: Database, caller: Caller) -> bool:
    """A stream ends with the sign-in that opened it, not with the short-lived token."""
    if caller.session_id is None:
        return False
    async with begin_reading(database) as work:
        return await RefreshTokenRepository(work.db).user_of_open(caller.session_id, caller.user_id) is not None


@router.get("", response_class=Response, responses=content("text/event-stream"))
async def stream_events(request: Request, caller: CurrentCaller) -> Response:
    """Follow the caller's jobs: `event: job` with a job as data, whenever one changes."""
    watch = JobWatch(request.app.state.database, caller)

    async def is_over() -> bool:
        if request.app.state.is_stopping or await request.is_disconnected():
            return True
        return not await _is_signed_in(request.app.state.database, caller)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(event_stream(watch.look, is_over), media_type="text/event-stream", headers=headers)
