"""Everyone who brought files of a series, not only the first

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series_uploaders",
        sa.Column("series_id", Id, nullable=False, comment="The series."),
        sa.Column("user_id", Id, nullable=False, comment="The person."),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_uploaders_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_series_uploaders_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("series_id", "user_id", name=op.f("pk_series_uploaders")),
        comment="Who brought which series: everyone whose upload completed a file of it.",
    )
    op.create_index(op.f("ix_series_uploaders_user_id"), "series_uploaders", ["user_id"])
    op.execute(
        "INSERT INTO series_uploaders (series_id, user_id) "
        "SELECT id, uploaded_by_id FROM series WHERE uploaded_by_id IS NOT NULL"
    )
    with op.batch_alter_table("series") as series:
        # In this order: MySQL keeps an index as long as a foreign key needs it.
        series.drop_constraint("fk_series_uploaded_by_id", type_="foreignkey")
        series.drop_index("ix_series_uploaded_by_id")
        series.drop_column("uploaded_by_id")


def downgrade() -> None:
    """Of several who brought a series, the account that was made first is taken for the first."""
    with op.batch_alter_table("series") as series:
        series.add_column(sa.Column("uploaded_by_id", Id, nullable=True, comment="Who brought its first file."))
        series.create_index("ix_series_uploaded_by_id", ["uploaded_by_id"])
        series.create_foreign_key("fk_series_uploaded_by_id", "users", ["uploaded_by_id"], ["id"], ondelete="SET NULL")
    op.execute(
        "UPDATE series SET uploaded_by_id = "
        "(SELECT MIN(user_id) FROM series_uploaders WHERE series_uploaders.series_id = series.id)"
    )
    op.drop_table("series_uploaders")
