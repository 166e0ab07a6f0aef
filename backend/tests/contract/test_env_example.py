"""`.env.example` names every setting with its default, and nothing else."""

import re
from pathlib import Path

import pytest

from backend.core.settings import PREFIX, Settings

EXAMPLE = Path(__file__).parents[3] / ".env.example"


@pytest.fixture
def documented() -> dict[str, str]:
    """The settings in the example; those commented out, whose default is made at start, without a value."""
    lines = re.findall(rf"^(#?){PREFIX}(\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lower(): "" if hidden else value for hidden, name, value in lines}


class TestEnvExample:
    def test_names_every_setting_and_no_other(self, documented: dict[str, str]) -> None:
        assert set(documented) == set(Settings.model_fields)

    def test_gives_the_defaults(self, documented: dict[str, str]) -> None:
        shown = Settings.model_validate({name: value for name, value in documented.items() if value})

        assert shown == Settings.model_validate({})
