"""A key for programs: it acts as its owner, as far as its scope goes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.core.permissions import TokenScope
from backend.models.columns import Keyed, Timed, choice


class ApiToken(Keyed, Timed, Base):
    __tablename__ = "api_tokens"
    __table_args__ = ({"comment": "Keys of programs; of the key itself only a hash is kept."},)

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True, comment="Whose: it can do no more than they can."
    )
    group_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reading_groups.id", ondelete="CASCADE"), index=True, comment="The one group that it is good for."
    )
    name: Mapped[str] = mapped_column(String(200), comment="What it is for.")
    token_sha256: Mapped[str] = mapped_column(identifier(64), unique=True, comment="Of the key, to find it by.")
    hint: Mapped[str] = mapped_column(String(16), comment="How the key begins, to tell it from others.")
    scope: Mapped[TokenScope] = mapped_column(choice(TokenScope), comment="read, annotate or manage.")
    expires_at: Mapped[datetime] = mapped_column(comment="Until when it is good (UTC).")
    last_used_at: Mapped[datetime | None] = mapped_column(comment="When it was last used, to an hour (UTC).")
    revoked_at: Mapped[datetime | None] = mapped_column(comment="When it was revoked (UTC).")
