"""How often somebody may try: a sliding minute, counted in Redis, so that all API processes count together."""

import hashlib
import logging
from typing import Any
from uuid import uuid4

from fastapi import Request
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
WINDOW_SECONDS = 60


class RateLimit:
    def __init__(self, redis: Any, purpose: str, tries: int) -> None:
        self.redis = redis
        self.purpose = purpose
        self.tries = tries

    async def is_exceeded(self, key: str) -> bool:
        """Count one try; true when there were too many within the last minute."""
        try:
            return await self._count(key) > self.tries
        except RedisError:  # signing in matters more than counting: hashing a password is slow enough by itself
            logger.warning("rate_limit.not_counted", extra={"purpose": self.purpose}, exc_info=True)
            return False

    async def _count(self, key: str) -> int:
        """Tries within the window by Redis' own clock; no more are remembered than are needed to refuse."""
        place = f"isocenter:tries:{self.purpose}:{hashlib.sha256(key.encode()).hexdigest()}"
        seconds, microseconds = await self.redis.time()
        at = seconds + microseconds / 1e6
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.zadd(place, {uuid4().hex: at})
            pipe.zremrangebyscore(place, 0, at - WINDOW_SECONDS)
            pipe.zremrangebyrank(place, 0, -self.tries - 2)
            pipe.zcard(place)
            pipe.expire(place, WINDOW_SECONDS)
            *_, count, _ = await pipe.execute()
        return int(count)


async def tried_too_often(request: Request, purpose: str, key: str) -> bool:
    """Count a try to sign in, register or use a secret of any kind: all share the operator's one limit."""
    tries: int = request.app.state.settings.sign_in_tries_per_minute
    return await RateLimit(request.app.state.redis, purpose, tries).is_exceeded(key)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"
