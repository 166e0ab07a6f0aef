import re

import pytest

from backend.core.database import new_id
from backend.core.security import CROCKFORD, TokenSigner, join_code_hash
from backend.tests.conftest import SECRET

pytestmark = pytest.mark.once


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
