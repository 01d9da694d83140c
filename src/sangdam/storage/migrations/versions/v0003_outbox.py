"""What waits to be told to the shop's other systems."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(32)
INDEXES = {
    "ix_deliveries_due": ["destination", "state", "due_at"],
    "ix_deliveries_order": ["conversation_id", "destination", "state", "id"],
    "ix_deliveries_listed": ["state", "id"],
}


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("destination", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("type", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("error", sa.String),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "deliveries", columns)


def downgrade() -> None:
    op.drop_table("deliveries")
