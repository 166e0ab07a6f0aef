"""Everything an operator can set. Read once, from ISOCENTER_… variables or an .env file; documented in .env.example."""

import os
import secrets
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

PREFIX = "ISOCENTER_"
Registration = Literal["closed", "invited", "open"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    mode: Literal["embedded", "production"] = Field(
        "embedded", description="production refuses demo accounts and needs a secret of its own."
    )
    data_dir: Path = Field(Path("data"), description="Where the embedded default keeps its database, files and secret.")
    database_url: str | None = Field(None, description="mysql+aiomysql://… in production; SQLite in data_dir if empty.")
    database_password: SecretStr | None = Field(
        None, description="Goes into database_url, so that the URL itself is no secret."
    )
    redis_url: str | None = Field(None, description="redis://…; a queue inside the process if empty.")
    storage_url: str | None = Field(None, description="s3://…, gs://…, az://…; a folder in data_dir if empty.")
    cache_dir: Path | None = Field(
        None, description="Local copies of stored files for the workers; in data_dir if empty."
    )
    cache_bytes: int = Field(
        50 * 2**30,
        ge=2**30,
        description="How much of them is kept, beside what is in use; the longest unused go first.",
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs tokens. Made once in data_dir if empty; needed in production."
    )

    host: str = "127.0.0.1"
    port: int = 8000
    allow_plain_http: bool = Field(False, description="Serve plain http beyond loopback; only behind a TLS proxy.")
    trusted_proxies: str = Field(
        "127.0.0.1,::1", description="Addresses and networks whose X-Forwarded-… are believed; * for any."
    )
    frontend_dir: Path = Field(Path("frontend/dist"), description="The built frontend, served at /.")

    public_url: str | None = Field(
        None, description="Where people reach this server, for links in mails; as the request came, if empty."
    )
    smtp_url: SecretStr | None = Field(
        None, description="smtp://user:password@host:587 or smtps://…; without it, links are shown to be passed on."
    )
    smtp_from: str = Field("isocenter@localhost", description="Whom mails are from.")
    webhook_private: str = Field(
        "", description="Networks inside which webhooks may be sent, besides the public one: 10.0.0.0/8, fd00::/8."
    )

    first_admin_email: str | None = Field(None, description="Made at start when there is no user yet.")
    first_admin_password: SecretStr | None = None

    access_token_minutes: int = 15
    refresh_token_days: int = 14
    registration: Registration = Field(
        "closed", description="Who may make an account: nobody, whoever has a join code, or anybody."
    )
    sign_in_tries_per_minute: int = Field(
        10, description="Per e-mail and address; as many to register, to change a password, to use a join code."
    )

    worker_processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    max_upload_bytes: int = Field(4 * 2**30, description="One uploaded file.")
    parse_timeout_seconds: float = Field(60, description="Reading one uploaded file in a parser process.")
    region_timeout_seconds: float = Field(1800, description="Rasterising or extracting one region.")

    @model_validator(mode="before")
    @classmethod
    def read_secret_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        """ISOCENTER_SECRET_KEY_FILE=/run/secrets/key gives secret_key, and so for every setting."""
        for name in cls.model_fields:
            path = os.environ.get(f"{PREFIX}{name.upper()}_FILE")
            if path and name not in values:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
        return values

    @model_validator(mode="after")
    def check_production(self) -> Self:
        if self.mode == "production" and self.secret_key is None:
            raise ValueError("ISOCENTER_SECRET_KEY (or …_FILE) must be set in production.")
        if self.secret_key is not None and len(self.secret_key.get_secret_value()) < 32:  # noqa: PLR2004 - bytes of HS256
            raise ValueError("ISOCENTER_SECRET_KEY must have at least 32 characters.")
        for proxy in self.trusted_proxies.split(","):
            if proxy.strip() not in {"", "*"}:
                ip_network(proxy.strip())
        for network in self.webhook_private.split(","):
            if network.strip():
                ip_network(network.strip())
        if not self.is_loopback and not self.allow_plain_http:
            raise ValueError(
                "ISOCENTER_HOST is beyond loopback: behind a TLS proxy set ISOCENTER_ALLOW_PLAIN_HTTP=true."
            )
        return self

    @property
    def is_loopback(self) -> bool:
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def database(self) -> str:
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'isocenter.db'}"
        if self.database_password is None:
            return self.database_url
        url = make_url(self.database_url).set(password=self.database_password.get_secret_value())
        return url.render_as_string(hide_password=False)

    @property
    def storage(self) -> str:
        return self.storage_url or f"file://{self.data_dir.resolve() / 'files'}"

    @property
    def cache(self) -> Path:
        return (self.cache_dir or self.data_dir / "cache").resolve()

    def signing_key(self) -> str:
        """The key that signs tokens: the operator's, or one made once and kept in the data folder."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(48))
        return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    return Settings()
