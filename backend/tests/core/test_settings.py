from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from backend.core.settings import Settings

pytestmark = pytest.mark.once


def test_production_needs_a_secret_of_its_own() -> None:
    with pytest.raises(ValidationError, match="ISOCENTER_SECRET_KEY"):
        Settings(_env_file=None, mode="production")


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="32 characters"):
        Settings(_env_file=None, secret_key="short")


def test_plain_http_beyond_loopback_needs_a_word() -> None:
    with pytest.raises(ValidationError, match="ALLOW_PLAIN_HTTP"):
        Settings(_env_file=None, host="0.0.0.0")

    assert Settings(_env_file=None, host="0.0.0.0", allow_plain_http=True).port == 8000


def test_a_secret_comes_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    monkeypatch.setenv("ISOCENTER_SECRET_KEY_FILE", str(tmp_path / "key"))

    assert Settings(_env_file=None).signing_key() == "k" * 40


def test_the_password_goes_into_the_url_whatever_its_characters() -> None:
    settings = Settings(
        _env_file=None, database_url="mysql+aiomysql://isocenter@db/isocenter", database_password="p@ss/word:%"
    )

    assert make_url(settings.database).password == "p@ss/word:%"


def test_a_trusted_proxy_is_an_address_or_a_network() -> None:
    assert Settings(_env_file=None, trusted_proxies="10.0.0.0/8, ::1").trusted_proxies

    with pytest.raises(ValidationError, match="proxy"):
        Settings(_env_file=None, trusted_proxies="proxy.example")


def test_the_embedded_secret_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)

    assert settings.signing_key() == settings.signing_key()
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
