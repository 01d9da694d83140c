"""PostgreSQL keeps no samples of the customers' keys.

ANALYZE copies values of a column into the catalogue, where no erasure would reach the key of an
erased customer. A column of another type, be it the same one, loses the samples that it had;
`Database.migrate` then wipes them out of the catalogue's file.
"""

from alembic import op

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE data_keys ALTER COLUMN wrapped TYPE bytea")
        op.execute("ALTER TABLE data_keys ALTER COLUMN wrapped SET STATISTICS 0")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE data_keys ALTER COLUMN wrapped SET STATISTICS -1")
