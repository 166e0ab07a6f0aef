"""The journal: what readers did, in order, for ever. Rows are added and never changed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Timed


class AnnotationOperation(Timed, Base):
    __tablename__ = "annotation_operations"
    __table_args__ = (
        UniqueConstraint("examination_id", "sequence_number"),
        {"comment": "Append-only journal of readings. Clients make the ids; they are unique per examination."},
    )

    examination_id: Mapped[UUID] = mapped_column(
        ForeignKey("examinations.id", ondelete="CASCADE"), primary_key=True, comment="The reading."
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, comment="Made by the client; a repetition changes nothing.")
    sequence_number: Mapped[int] = mapped_column(comment="The examination's version after it.")
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), comment="Who did it.")
    kind: Mapped[str] = mapped_column(String(32), comment="put_annotation, delete_annotation, set_flags, set_state.")
    payload: Mapped[dict[str, Any]] = mapped_column(comment="The operation as it was sent.")
