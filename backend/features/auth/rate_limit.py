"""How often somebody may try: a sliding minute, counted in this process."""

import time
from collections import deque

WINDOW_SECONDS = 60.0
MAX_KEYS = 10_000


class RateLimit:
    def __init__(self, tries: int) -> None:
        self.tries = tries
        self._seen: dict[str, deque[float]] = {}

    def is_exceeded(self, key: str) -> bool:
        """Count one try; true when there were too many within the last minute."""
        now = time.monotonic()
        if len(self._seen) >= MAX_KEYS:
            self._seen = {k: times for k, times in self._seen.items() if times and now - times[-1] < WINDOW_SECONDS}
        times = self._seen.setdefault(key, deque())
        while times and now - times[0] >= WINDOW_SECONDS:
            times.popleft()
        times.append(now)
        return len(times) > self.tries
