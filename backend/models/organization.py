"""A centre: hospital, practice or research group. Every tenant root belongs to one."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed

DEFAULT_CENTER_KEY = "default"


class Organization(Keyed, Timed, Base):
    __tablename__ = "organizations"
    __table_args__ = ({"comment": "Centres; every tenant root belongs to one."},)

    name: Mapped[str] = mapped_column(String(200), comment="Name for people.")
    center_key: Mapped[str] = mapped_column(identifier(64), unique=True, comment="Short stable key of the centre.")
