"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("owner", WORD, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("customer", sa.String),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("opening_key", sa.String, unique=True),
        sa.Column("last_event", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_message_at", MOMENT, nullable=False),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("client_message_id", sa.String),
        sa.Column("reply", sa.JSON),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("conversation_id", "client_message_id"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("turn_id", sa.String, sa.ForeignKey("turns.id"), index=True),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("sender", WORD, nullable=False),
        sa.Column("audience", WORD, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("outcome", WORD),
        sa.Column("question", sa.String),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("conversation_id", "sequence"),
    )
    op.create_table(
        "events",
        sa.Column(
            "conversation_id", sa.String, sa.ForeignKey("conversations.id"), primary_key=True
        ),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("audience", WORD, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String,
            sa.ForeignKey("conversations.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("turn_id", sa.String, sa.ForeignKey("turns.id"), nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("reason_code", WORD, nullable=False),
        sa.Column("queue", sa.String, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT),
    )
    op.create_index("ix_tickets_waiting", "tickets", ["status", "priority", "created_at", "id"])
    op.create_table(
        "traces",
        sa.Column("turn_id", sa.String, sa.ForeignKey("turns.id"), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String,
            sa.ForeignKey("conversations.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("trace", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "feedback",
        sa.Column("turn_id", sa.String, sa.ForeignKey("turns.id"), primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
