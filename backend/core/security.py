"""Passwords, tokens and the signatures on them. No database here."""

import asyncio
import base64
import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from backend.core.errors import NotSignedIn

ALGORITHM = "HS256"
# Crockford's base32: no I, L, O or U, so that a code survives being read aloud.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
JOIN_CODE_BITS = 50
TOKENS_KEPT = 4096
_passwords = PasswordHash((Argon2Hasher(),))
# Compared against when nobody has the e-mail, so that the answer takes as long as a wrong password.
_NOBODY = _passwords.hash("nobody has this password")


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(_passwords.hash, password)


async def password_matches(password: str, password_hash: str | None) -> bool:
    matches = await asyncio.to_thread(_passwords.verify, password, password_hash or _NOBODY)
    return matches and password_hash is not None


def join_code_hash(code: str) -> str:
    """By which a join code is found, however people type it: case, spaces and hyphens do not matter."""
    letters = re.sub("[^0-9A-Za-z]", "", code).upper().translate(MISREAD)
    return hashlib.sha256(letters.encode()).hexdigest()


@dataclass(frozen=True)
class AccessClaims:
    user_id: UUID
    session_id: UUID


@dataclass(frozen=True)
class RefreshClaims:
    session_id: UUID
    counter: int


class TokenSigner:
    """Access tokens are short-lived JWTs. A refresh token is `session.counter.signature`: derived, so that a refresh
    repeated within the grace period gets the same successor without any token being stored.
    """

    def __init__(self, key: str) -> None:
        self._access_key = hmac.digest(key.encode(), b"access", "sha256")
        self._refresh_key = hmac.digest(key.encode(), b"refresh", "sha256")
        self._csrf_key = hmac.digest(key.encode(), b"csrf", "sha256")
        self._join_key = hmac.digest(key.encode(), b"join", "sha256")
        self._webhook_key = hmac.digest(key.encode(), b"webhook", "sha256")
        # A browser shows the same token for minutes, and to verify one costs a tenth of a save.
        self._verified = lru_cache(maxsize=TOKENS_KEPT)(self._verify)

    def access_token(self, user_id: UUID, session_id: UUID, issued_at: datetime, lifetime: timedelta) -> str:
        claims = {"sub": str(user_id), "sid": str(session_id), "iat": issued_at, "exp": issued_at + lifetime}
        return jwt.encode(claims, self._access_key, algorithm=ALGORITHM)

    def read_access_token(self, token: str) -> AccessClaims:
        claims, expires_at = self._verified(token)
        if time.time() >= expires_at:
            raise NotSignedIn
        return claims

    def _verify(self, token: str) -> tuple[AccessClaims, float]:
        try:
            options: Any = {"require": ["sub", "sid", "exp"]}
            claims = jwt.decode(token, self._access_key, algorithms=[ALGORITHM], options=options)
            return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"])), claims["exp"]
        except (jwt.InvalidTokenError, ValueError) as error:
            raise NotSignedIn from error

    def refresh_token(self, session_id: UUID, counter: int) -> str:
        return f"{session_id}.{counter}.{_sign(self._refresh_key, f'{session_id}.{counter}')}"

    def read_refresh_token(self, token: str) -> RefreshClaims:
        try:
            session, counter, signature = token.split(".")
            if not hmac.compare_digest(signature.encode(), _sign(self._refresh_key, f"{session}.{counter}").encode()):
                raise NotSignedIn
            return RefreshClaims(UUID(session), int(counter))
        except ValueError as error:
            raise NotSignedIn from error

    def join_code(self, invitation_id: UUID) -> str:
        """Derived, so that admins can read it again while the database knows only its hash."""
        digest = hmac.digest(self._join_key, invitation_id.bytes, "sha256")
        number = int.from_bytes(digest[:8]) >> (64 - JOIN_CODE_BITS)
        letters = "".join(CROCKFORD[number >> shift & 31] for shift in range(JOIN_CODE_BITS - 5, -1, -5))
        return f"{letters[:5]}-{letters[5:]}"

    def webhook_secret(self, webhook_id: UUID) -> str:
        """Derived, so that the database knows none."""
        return "whsec_" + _sign(self._webhook_key, str(webhook_id))

    def csrf_token(self, session_id: UUID) -> str:
        return _sign(self._csrf_key, str(session_id))

    def csrf_matches(self, token: str | None, session_id: UUID) -> bool:
        return token is not None and hmac.compare_digest(token.encode(), self.csrf_token(session_id).encode())


def _sign(key: bytes, text: str) -> str:
    return base64.urlsafe_b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode().rstrip("=")
