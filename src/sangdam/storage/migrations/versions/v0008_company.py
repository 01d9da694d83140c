"""Accounts of people whom the company's identity provider knows."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("company_id", sa.String))
    op.create_index("ix_accounts_company_id", "accounts", ["company_id"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_accounts_company_id", "accounts")
    op.drop_column("accounts", "company_id")
