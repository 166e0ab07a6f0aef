"""ZIP archives: members, litter, and everything an archive may try."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from backend.core.errors import Unprocessable
from backend.imaging import archive
from backend.imaging.archive import ArchiveMember, extract_member, is_litter, list_archive
from backend.imaging.inspection import inspect_file


def zipped(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


class TestListArchive:
    def test_members_are_listed_and_litter_is_ignored(self, tmp_path: Path) -> None:
        path = zipped(
            tmp_path / "a.zip",
            {
                "study/IM0": b"12345",
                "__MACOSX/study/._IM0": b"x",
                "study/.DS_Store": b"x",
                "a/Thumbs.db": b"x",
                "d/": b"",
            },
        )

        listing = list_archive(path)

        assert listing.outcome == "stored"
        assert listing.members == (ArchiveMember("study/IM0", 5),)
        assert set(listing.ignored) == {"__MACOSX/study/._IM0", "study/.DS_Store", "a/Thumbs.db"}

    @pytest.mark.parametrize(
        "name", ["../evil", "a/../../evil", "/abs/evil", "C:\\evil", "..\\evil", "a\\..\\..\\evil"]
    )
    def test_a_path_out_of_the_archive_refuses_it_whole(self, tmp_path: Path, name: str) -> None:
        listing = list_archive(zipped(tmp_path / "a.zip", {"good": b"1", name: b"2"}))

        assert (listing.outcome, listing.members) == ("refused", ())
        assert [remark.code for remark in listing.remarks] == ["path_traversal"]

    def test_a_link_refuses_it_whole(self, tmp_path: Path) -> None:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            file.writestr(entry, "/etc/passwd")

        assert [remark.code for remark in list_archive(tmp_path / "a.zip").remarks] == ["path_traversal"]

    def test_a_bomb_is_refused(self, tmp_path: Path) -> None:
        listing = list_archive(zipped(tmp_path / "a.zip", {"zeros": bytes(20_000_000)}))

        assert (listing.outcome, [remark.code for remark in listing.remarks]) == ("refused", ["archive_bomb"])

    def test_too_many_members_or_bytes_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = zipped(tmp_path / "a.zip", {f"IM{number}": bytes(1000) for number in range(20)})

        monkeypatch.setattr(archive, "MOST_MEMBERS", 19)
        assert list_archive(path).outcome == "refused"
        monkeypatch.setattr(archive, "MOST_MEMBERS", 20)
        monkeypatch.setattr(archive, "LARGEST_TOTAL_BYTES", 19_999)
        assert list_archive(path).outcome == "refused"

    def test_a_cut_archive_is_refused_whole(self, tmp_path: Path) -> None:
        content = zipped(tmp_path / "a.zip", {"IM0": bytes(range(256)) * 50}).read_bytes()
        (tmp_path / "cut.zip").write_bytes(content[:-40])

        listing = list_archive(tmp_path / "cut.zip")

        assert (listing.outcome, [remark.code for remark in listing.remarks]) == ("refused", ["archive_truncated"])
        assert inspect_file(tmp_path / "cut.zip", "cut.zip").outcome == "refused"

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_two_members_of_one_name_are_refused(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            file.writestr("IM0", "one")
            file.writestr("IM0", "two")

        assert list_archive(tmp_path / "a.zip").outcome == "refused"

    @pytest.mark.shared_data
    def test_the_mixed_archive_of_the_data_pack(self, shared_data: Path) -> None:
        listing = list_archive(shared_data / "broken" / "mixed_junk.zip")

        assert (len(listing.members), len(listing.ignored)) == (5, 3)


class TestExtractMember:
    def test_writes_what_was_packed(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"study/IM0": b"12345"})

        extract_member(path, list_archive(path).members[0], tmp_path / "out")

        assert (tmp_path / "out").read_bytes() == b"12345"

    def test_an_unknown_member_is_refused(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"IM0": b"12345"})

        with pytest.raises(Unprocessable, match="IM1"):
            extract_member(path, ArchiveMember("IM1", 5), tmp_path / "out")

    def test_a_member_outside_is_refused_even_when_asked_for(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"../evil": b"12345"})

        with pytest.raises(Unprocessable, match="outside"):
            extract_member(path, ArchiveMember("../evil", 5), tmp_path / "out")

    def test_a_member_larger_than_declared_is_refused_and_leaves_nothing(self, tmp_path: Path) -> None:
        content = zipped(tmp_path / "a.zip", {"IM0": bytes(5000)}).read_bytes()
        (tmp_path / "lie.zip").write_bytes(content.replace(struct.pack("<I", 5000), struct.pack("<I", 50)))
        (member,) = list_archive(tmp_path / "lie.zip").members

        with pytest.raises(Unprocessable, match="IM0"):
            extract_member(tmp_path / "lie.zip", member, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_damaged_bytes_are_refused_and_leave_nothing(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"IM0": bytes(range(256)) * 40}, zipfile.ZIP_STORED)
        content = bytearray(path.read_bytes())
        content[200] ^= 1
        path.write_bytes(content)

        with pytest.raises(Unprocessable, match="IM0"):
            extract_member(path, list_archive(path).members[0], tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_a_locked_archive_is_refused(self, tmp_path: Path) -> None:
        content = bytearray(zipped(tmp_path / "a.zip", {"IM0": b"12345"}, zipfile.ZIP_STORED).read_bytes())
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1
        (tmp_path / "locked.zip").write_bytes(content)

        assert list_archive(tmp_path / "locked.zip").outcome == "refused"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("__MACOSX/a", True),
        ("a/.DS_Store", True),
        ("a/._IM0", True),
        ("Thumbs.db", True),
        ("a\\desktop.ini", True),
        ("a/IM0", False),
        ("macosx/IM0", False),
    ],
)
def test_litter_is_known_at_any_depth(name: str, expected: bool) -> None:
    assert is_litter(name) is expected


def test_an_archive_within_bytes_is_known_by_content(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("IM0", b"12345")
    (tmp_path / "noname").write_bytes(content.getvalue())

    assert (inspect_file(tmp_path / "noname", "noname").kind) == "archive"
