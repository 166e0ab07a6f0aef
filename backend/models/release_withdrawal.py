"""A sample that was taken back out of a release, and why."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, LongText
from backend.models.columns import Keyed, Timed
from backend.models.user import User


class ReleaseWithdrawal(Keyed, Timed, Base):
    __tablename__ = "release_withdrawals"
    __table_args__ = (
        UniqueConstraint("release_id", "sample_id"),
        {"comment": "Samples withdrawn from releases; the manifest keeps their hashes alone."},
    )

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"), comment="The release.")
    sample_id: Mapped[UUID] = mapped_column(comment="The sample as the manifest names it; it need not exist any more.")
    position: Mapped[int] = mapped_column(comment="Its place in the set when it was frozen.")
    reason: Mapped[str] = mapped_column(LongText, comment="Why; told with every export.")
    withdrawn_by_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="RESTRICT"), comment="Who withdrew it."
    )

    withdrawn_by: Mapped[User] = relationship(lazy="raise", viewonly=True)
