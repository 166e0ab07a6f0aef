import pytest

from backend.core.versions import StaleVersion, etag, made_on


@pytest.mark.parametrize("header", [None, "*", '"3"', ' "2" , "3"', 'W/"3"'])
def test_an_edit_of_this_version_passes(header: str | None) -> None:
    made_on(header).require(3)


@pytest.mark.parametrize("header", ["", '"2"', '"33"', "3", 'W/"2", "4"'])
def test_an_edit_of_another_version_is_stale(header: str) -> None:
    with pytest.raises(StaleVersion):
        made_on(header).require(3)


def test_what_an_answer_says_can_be_sent_back() -> None:
    made_on(etag(7)).require(7)
