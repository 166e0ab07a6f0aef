"""An address that hears of what happens in a group."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Keyed, Timed, within_organization


class Webhook(Keyed, Timed, Base):
    __tablename__ = "webhooks"
    __table_args__ = (
        within_organization("group_id", "reading_groups", "CASCADE"),
        {"comment": "Addresses that are told of events; what they are signed with is derived from the server's key."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre of the group.")
    group_id: Mapped[UUID] = mapped_column(index=True, comment="The group whose events it hears.")
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"),
        index=True,
        comment="Who set it as it is: it hears no more than they may know.",
    )
    url: Mapped[str] = mapped_column(String(500), comment="Where events are sent.")
    events: Mapped[list[Any]] = mapped_column(comment="Names of the events that it hears.")
    is_active: Mapped[bool] = mapped_column(default=True, comment="Events are sent.")
    looked_at: Mapped[datetime] = mapped_column(comment="Up to when events were looked at (UTC).")
