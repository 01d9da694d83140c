"""What the language model was used for on each day."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

COUNTS = ("calls", "failures", "prompt_tokens", "cached_tokens", "completion_tokens")


def upgrade() -> None:
    op.create_table(
        "model_use",
        sa.Column("day", sa.Date, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in COUNTS),
    )


def downgrade() -> None:
    op.drop_table("model_use")
