import pytest

from backend.features.ingest.errors import UnusablePath
from backend.features.ingest.paths import clean_path, member_hash, member_path, path_hash

pytestmark = pytest.mark.once


class TestCleanPath:
    @pytest.mark.parametrize(
        "path", ["", "/", "..", "../a.dcm", "a/../../b", "a\\..\\b", "a\0b", "a\nb", "\ud800", "x" * 1025]
    )
    def test_refuses_what_leaves_its_folder_or_cannot_be_shown(self, path: str) -> None:
        with pytest.raises(UnusablePath):
            clean_path(path)

    @pytest.mark.parametrize(
        ("path", "cleaned"),
        [
            ("a/b.dcm", "a/b.dcm"),
            ("/abs/a.dcm", "abs/a.dcm"),
            ("C\\series\\1.dcm", "C/series/1.dcm"),
            ("./a//b", "a/b"),
            ("患者\u3000一/é.dcm", "患者\u3000一/é.dcm"),
            ("..a/b..", "..a/b.."),
        ],
    )
    def test_gives_a_relative_path(self, path: str, cleaned: str) -> None:
        assert clean_path(path) == cleaned


class TestMembers:
    def test_are_never_taken_for_a_file_of_the_same_name(self) -> None:
        assert member_path("a.zip", "b") == "a.zip!b"
        assert member_hash("a.zip", "b") != path_hash("a.zip!b")

    def test_have_names_that_can_be_shown(self) -> None:
        assert member_path("a.zip", "x\x1b[31m") == "a.zip!x\ufffd[31m"
