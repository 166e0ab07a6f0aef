"""Who changed what, written in the transaction of the change. Ids and names of fields, never patient data."""

from typing import Any
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.models.audit_entry import AuditEntry


def record(
    work: UnitOfWork,
    caller: Caller | None,
    action: str,
    object_id: UUID,
    *,
    organization_id: UUID,
    **details: Any,
) -> None:
    """Add an audit entry. The action reads `object.verb`, e.g. `set.created`."""
    work.db.add(
        AuditEntry(
            organization_id=organization_id,
            actor_id=caller.user_id if caller else None,
            action=action,
            object_type=action.split(".", maxsplit=1)[0],
            object_id=object_id,
            details=details,
        )
    )
