"""One sign-in of one person: its refresh token is derived from `id` and `counter`, so none is stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import Keyed, Timed


class RefreshToken(Keyed, Timed, Base):
    __tablename__ = "refresh_tokens"
    __table_args__ = ({"comment": "Sign-ins; the token itself is derived from id and counter and never stored."},)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True, comment="Whose.")
    counter: Mapped[int] = mapped_column(default=0, comment="How often it was rotated; only the newest is good.")
    rotated_at: Mapped[datetime] = mapped_column(comment="Last rotation (UTC); its predecessor is good for 30 s more.")
    expires_at: Mapped[datetime] = mapped_column(comment="End of the sign-in (UTC).")
    revoked_at: Mapped[datetime | None] = mapped_column(comment="Signed out, or reuse of an old token seen (UTC).")
    user_agent: Mapped[str | None] = mapped_column(String(200), comment="The browser or program, as it names itself.")
