"""One event on its way to one address."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Id, identifier
from backend.models.columns import Keyed, Timed, choice


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookDelivery(Keyed, Timed, Base):
    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "audit_entry_id"),
        Index(None, "state", "next_at"),
        {"comment": "Events on their way, with how often they were tried and what was answered."},
    )

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), comment="Where to.")
    audit_entry_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("audit_entries.id", ondelete="CASCADE"), index=True, comment="What happened; empty for a ping."
    )
    set_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_sets.id", ondelete="SET NULL"), index=True, comment="The set that it happened in."
    )
    tells_readings: Mapped[bool] = mapped_column(comment="Whoever is blind in the set must not learn of it.")
    actor_id: Mapped[UUID | None] = mapped_column(Id, comment="Who did it.")
    event: Mapped[str] = mapped_column(identifier(64), comment="Its name.")
    payload: Mapped[dict[str, Any]] = mapped_column(comment="What is sent: names, ids and addresses.")
    state: Mapped[DeliveryState] = mapped_column(choice(DeliveryState), comment="pending, delivered or failed.")
    attempts: Mapped[int] = mapped_column(default=0, comment="How often it was tried.")
    next_at: Mapped[datetime] = mapped_column(comment="When it is tried next, while pending (UTC).")
    status: Mapped[int | None] = mapped_column(comment="HTTP status of the last answer.")
    error: Mapped[str | None] = mapped_column(String(200), comment="Why the last try failed.")
    delivered_at: Mapped[datetime | None] = mapped_column(comment="When it arrived (UTC).")
