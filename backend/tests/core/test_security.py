import re
import time
from datetime import timedelta

import pytest

from backend.core.database import new_id, now
from backend.core.errors import NotSignedIn
from backend.core.security import CROCKFORD, AccessClaims, TokenSigner, join_code_hash
from backend.tests.conftest import SECRET

pytestmark = pytest.mark.once


class TestAccessToken:
    def test_is_read_as_what_it_was_made_of_every_time(self) -> None:
        signer, person, session = TokenSigner(SECRET), new_id(), new_id()
        token = signer.access_token(person, session, now(), timedelta(minutes=1))

        assert [signer.read_access_token(token) for _ in range(2)] == [AccessClaims(person, session)] * 2

    def test_ends_though_it_was_verified_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        signer = TokenSigner(SECRET)
        token = signer.access_token(new_id(), new_id(), now(), timedelta(minutes=1))
        signer.read_access_token(token)

        later = time.time() + 61
        monkeypatch.setattr(time, "time", lambda: later)

        with pytest.raises(NotSignedIn):
            signer.read_access_token(token)

    @pytest.mark.parametrize("other", ["a key of another server", "another signature", "another person"])
    def test_is_refused_with(self, other: str) -> None:
        signer, person = TokenSigner(SECRET), new_id()
        header, claims, signature = signer.access_token(person, person, now(), timedelta(minutes=1)).split(".")
        forged = TokenSigner(SECRET + "2").access_token(person, person, now(), timedelta(minutes=1))
        tokens = {
            "a key of another server": forged,
            "another signature": f"{header}.{claims}.{forged.split('.')[2]}",
            "another person": f"{header}.{forged.split('.')[1]}.{signature[::-1]}",
        }
        signer.read_access_token(f"{header}.{claims}.{signature}")

        with pytest.raises(NotSignedIn):
            signer.read_access_token(tokens[other])


class TestJoinCode:
    def test_is_the_same_whenever_it_is_asked_for(self) -> None:
        key = new_id()

        assert TokenSigner(SECRET).join_code(key) == TokenSigner(SECRET).join_code(key)

    def test_is_another_for_another_invitation_and_on_another_server(self) -> None:
        key = new_id()

        codes = {
            TokenSigner(SECRET).join_code(key),
            TokenSigner(SECRET).join_code(new_id()),
            TokenSigner(SECRET + "2").join_code(key),
        }

        assert len(codes) == 3

    def test_can_be_read_aloud(self) -> None:
        codes = [TokenSigner(SECRET).join_code(new_id()) for _ in range(500)]

        assert all(re.fullmatch(f"[{CROCKFORD}]{{5}}-[{CROCKFORD}]{{5}}", code) for code in codes)
        assert set("".join(codes)) == {*CROCKFORD, "-"}

    @pytest.mark.parametrize(
        "typed", ["01abc-defgh", " 01ABCDEFGH ", "oiabc defgh", "OLABC\u2013DEFGH", "0-1-A-B-CDEFGH"]
    )
    def test_is_found_however_it_is_typed(self, typed: str) -> None:
        assert join_code_hash(typed) == join_code_hash("01ABC-DEFGH")

    @pytest.mark.parametrize("typed", ["01ABC-DEFGJ", "01ABC-DEFG", "", "\u2013"])
    def test_is_not_found_by_another(self, typed: str) -> None:
        assert join_code_hash(typed) != join_code_hash("01ABC-DEFGH")
