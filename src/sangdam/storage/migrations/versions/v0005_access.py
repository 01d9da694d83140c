"""Accounts, sessions, API keys, and what is counted to limit it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("login", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("password", sa.String, nullable=False),
        sa.Column("agent_id", sa.String, sa.ForeignKey("agents.id"), unique=True),
        sa.Column("totp", sa.String),
        sa.Column("totp_offered", sa.String),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("recovery_codes", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("signed_in_at", MOMENT),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("hint", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.Column("used_at", MOMENT),
    )
    # A count that a crash loses harms nobody; in return none waits for the disk.
    unlogged = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "counts",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("hits", sa.Integer, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        prefixes=["UNLOGGED"] if unlogged else [],
    )
    op.create_index("ix_counts_until", "counts", ["until"])


def downgrade() -> None:
    for table in ("counts", "api_keys", "sessions", "accounts"):
        op.drop_table(table)
