"""A sample in a tray. A sample lies in one tray per slot, and never leaves its set."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.models.columns import within_set


class PackageItem(Base):
    __tablename__ = "package_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["package_id", "set_id", "slot"], ["packages.id", "packages.set_id", "packages.slot"], ondelete="CASCADE"
        ),
        within_set("sample_id", "samples", "CASCADE"),
        UniqueConstraint("sample_id", "slot"),
        UniqueConstraint("package_id", "position"),
        {"comment": "Which samples lie in which tray."},
    )

    package_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The package.")
    sample_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The sample.")
    set_id: Mapped[UUID] = mapped_column(comment="The set of both.")
    slot: Mapped[int] = mapped_column(comment="The slot of the package.")
    position: Mapped[int] = mapped_column(comment="Order in the package, from 1.")
