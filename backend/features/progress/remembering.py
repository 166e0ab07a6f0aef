"""The progress of large sets is counted anew only every few seconds: many look at it, and all would count the same."""

from time import monotonic
from uuid import UUID

from backend.features.progress.schemas import SetProgress

LARGE = 10_000
SECONDS = 5.0


class Remembered:
    """What was counted last of large sets, as those see it from whom nothing is kept."""

    def __init__(self) -> None:
        self._counted: dict[tuple[UUID, int], tuple[float, SetProgress]] = {}

    def get(self, set_id: UUID, round_: int) -> SetProgress | None:
        found = self._counted.get((set_id, round_))
        return found[1] if found and monotonic() - found[0] < SECONDS else None

    def keep(self, progress: SetProgress) -> None:
        if progress.is_own_only or progress.samples < LARGE:
            return
        now = monotonic()
        self._counted = {key: kept for key, kept in self._counted.items() if now - kept[0] < SECONDS}
        self._counted[progress.set_id, progress.round] = (now, progress)


REMEMBERED = Remembered()
