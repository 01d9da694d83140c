"""Conversations of customers whom the shop vouched for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    verified = sa.Column("verified", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("conversations", verified)


def downgrade() -> None:
    op.drop_column("conversations", "verified")
