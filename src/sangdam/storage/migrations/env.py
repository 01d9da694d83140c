"""Run by Alembic: migrates over the connection that Database.migrate hands in."""

from alembic import context

from sangdam.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
