"""What a run would compute, what it would leave out, and why."""

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.radiomics.schemas import ExtractionPlan, RunCreate


class RunPlanning:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work

    async def plan(self, body: RunCreate, caller: Caller) -> ExtractionPlan:
        raise NotImplementedError
