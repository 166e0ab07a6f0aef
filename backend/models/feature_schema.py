"""The ordered names of a vector of features, kept once."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Timed


class FeatureSchema(Timed, Base):
    __tablename__ = "feature_schemas"
    __table_args__ = ({"comment": "Hash → ordered feature names."},)

    schema_hash: Mapped[str] = mapped_column(identifier(64), primary_key=True, comment="SHA-256 of the names.")
    names: Mapped[list[Any]] = mapped_column(comment="The names, in order.")
