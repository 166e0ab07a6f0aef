"""Files are sent in pieces, and a sending that was cut goes on where it was

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Id, UtcDateTime, identifier

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload_parts",
        sa.Column("id", Id, nullable=False, comment="UUIDv7."),
        sa.Column("upload_id", Id, nullable=False, comment="The delivery."),
        sa.Column("path_sha256", identifier(64), nullable=False, comment="Of the path of the file."),
        sa.Column("start_byte", sa.BigInteger(), nullable=False, comment="Where in the file it begins."),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False, comment="Length in bytes."),
        sa.Column("total_bytes", sa.BigInteger(), nullable=False, comment="Length of the whole file, as announced."),
        sa.Column("sha256", identifier(64), nullable=False, comment="Of the bytes of this piece."),
        sa.Column("storage_key", identifier(200), nullable=False, comment="Where the bytes wait."),
        sa.Column("created_at", UtcDateTime(), nullable=False, comment="When the row was made (UTC)."),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload_jobs.id"], name=op.f("fk_upload_parts_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_parts")),
        sa.UniqueConstraint(
            "upload_id", "path_sha256", "start_byte", name=op.f("uq_upload_parts_upload_id_path_sha256_start_byte")
        ),
        comment="Pieces of files that have not arrived whole; gone once they have.",
    )


def downgrade() -> None:
    op.drop_table("upload_parts")
