"""Passwords, tokens and the signatures on them. No database here."""

import asyncio
import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from backend.core.errors import NotSignedIn

ALGORITHM = "HS256"
_passwords = PasswordHash((Argon2Hasher(),))
# Compared against when nobody has the e-mail, so that the answer takes as long as a wrong password.
_NOBODY = _passwords.hash("nobody has this password")


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(_passwords.hash, password)


async def password_matches(password: str, password_hash: str | None) -> bool:
    matches = await asyncio.to_thread(_passwords.verify, password, password_hash or _NOBODY)
    return matches and password_hash is not None


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

    def access_token(self, user_id: UUID, session_id: UUID, issued_at: datetime, lifetime: timedelta) -> str:
        claims = {"sub": str(user_id), "sid": str(session_id), "iat": issued_at, "exp": issued_at + lifetime}
        return jwt.encode(claims, self._access_key, algorithm=ALGORITHM)

    def read_access_token(self, token: str) -> AccessClaims:
        try:
            options: Any = {"require": ["sub", "sid", "exp"]}
            claims = jwt.decode(token, self._access_key, algorithms=[ALGORITHM], options=options)
            return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]))
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

    def csrf_token(self, session_id: UUID) -> str:
        return _sign(self._csrf_key, str(session_id))

    def csrf_matches(self, token: str | None, session_id: UUID) -> bool:
        return token is not None and hmac.compare_digest(token.encode(), self.csrf_token(session_id).encode())


def _sign(key: bytes, text: str) -> str:
    return base64.urlsafe_b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode().rstrip("=")
