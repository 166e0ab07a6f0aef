"""MariaDB made to behave as MySQL 8 does: it has no RETURNING, and whoever uses it finds out here."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

LACKS = (
    "insert_returning",
    "insert_executemany_returning",
    "insert_executemany_returning_sort_by_parameter_order",
    "delete_returning",
    "use_insertmanyvalues",
)


def act_as_mysql8(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "first_connect")
    def forget(*_: object) -> None:
        for name in LACKS:
            setattr(engine.dialect, name, False)

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def refuse(_: Any, __: Any, statement: str, *___: object) -> None:
        assert " RETURNING " not in statement.upper(), f"MySQL 8 has no RETURNING: {statement}"
