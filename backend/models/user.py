"""A person with an account."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.core.permissions import SystemRole
from backend.models.columns import Keyed, Timed, choice


class User(Keyed, Timed, Base):
    __tablename__ = "users"
    __table_args__ = ({"comment": "People with an account."},)

    email: Mapped[str] = mapped_column(identifier(254), unique=True, comment="Sign-in name, in lower case.")
    name: Mapped[str] = mapped_column(String(200), comment="Name shown to others.")
    password_hash: Mapped[str] = mapped_column(String(200), comment="Argon2id.")
    system_role: Mapped[SystemRole | None] = mapped_column(
        choice(SystemRole), comment="admin: manages accounts and organisations; sees no images by that."
    )
    title: Mapped[str | None] = mapped_column(String(40), comment="Dr., Prof. …")
    specialty: Mapped[str | None] = mapped_column(String(100), comment="Medical specialty.")
    practice_start_year: Mapped[int | None] = mapped_column(comment="First year in practice.")
    is_active: Mapped[bool] = mapped_column(default=True, comment="False: may not sign in any more.")
    is_demo: Mapped[bool] = mapped_column(default=False, comment="Made by the demo; refused in production mode.")
