"""Alembic's entry: runs on the connection it is given, or prints MySQL's SQL when asked offline."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum, String

import backend.models  # noqa: F401 - the metadata is whole only once the models are imported
from backend.core import database
from backend.core.database import Base

OUR_TYPES = {id(getattr(database, name)): name for name in ("Id", "LongText", "Blob")}


def render_type(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Write our column types by our names, so that a migration reads as the models do."""
    if kind != "type":
        return False
    if id(item) in OUR_TYPES:
        return OUR_TYPES[id(item)]
    if isinstance(item, database.UtcDateTime):
        return "UtcDateTime()"
    if isinstance(item, Enum):
        return f"sa.String({item.length})"
    if isinstance(item, String) and "mysql" in item._variant_mapping and item.length:  # noqa: SLF001 - no public way
        return f"identifier({item.length})"
    return False


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "compare_type": True,
    "compare_server_default": True,
    "render_as_batch": True,
    "render_item": render_type,
}


def run(connection: Connection) -> None:
    context.configure(connection=connection, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


def run_offline() -> None:
    context.configure(dialect_name="mysql", literal_binds=True, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run(context.config.attributes["connection"])
