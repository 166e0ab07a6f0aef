"""How somebody wants the product to look and answer: language, keys, when the screen is locked."""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Timed


class UserPreferences(Timed, Base):
    __tablename__ = "user_preferences"
    __table_args__ = ({"comment": "How people want the product to look and answer."},)

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, comment="Whose."
    )
    language: Mapped[str | None] = mapped_column(String(8), comment="Of the pages; empty: the one of the browser.")
    idle_minutes: Mapped[int | None] = mapped_column(
        comment="After how many minutes without a touch the screen is locked; empty: never."
    )
    has_single_keys: Mapped[bool] = mapped_column(comment="Whether keys act without Ctrl or Alt.")
    bindings: Mapped[dict[str, list[str]]] = mapped_column(
        JSON, comment="Keys by command, where they are not the usual ones."
    )
