"""The office's log"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "office_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=320), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.CheckConstraint("at <> '' AND person <> ''", name="office_log_who_and_when"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("office_log_what", "office_log", ["what", "id"])


def downgrade() -> None:
    op.drop_index("office_log_what", "office_log")
    op.drop_table("office_log")
