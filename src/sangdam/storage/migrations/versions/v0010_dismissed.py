"""Questions that shall never be answered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    op.add_column("traces", sa.Column("dismissal", sa.String))
    op.add_column("traces", sa.Column("dismissed_at", sa.DateTime(timezone=True)))
    op.create_index("ix_traces_dismissal", "traces", ["dismissal"])


def downgrade() -> None:
    op.drop_index("ix_traces_dismissal", "traces")
    op.drop_column("traces", "dismissed_at")
    op.drop_column("traces", "dismissal")
