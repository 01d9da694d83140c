"""The schema's revisions: which there are, which a database has, and the way between them."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sangdam.storage.vault import Vault

NEWEST = "head"
TABLE = "alembic_version"
"""Where a database keeps its revision."""


def head() -> str:
    """The revision that this version of the code works on."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def known() -> frozenset[str]:
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def revision_of(connection: Connection) -> str | None:
    """None where there are no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, revision: str = NEWEST, *, vault: Vault | None = None) -> None:
    """In the connection's own transaction. Raises CommandError for an unknown revision, and
    SetupError where there are texts to seal and no vault to seal them with."""
    command.upgrade(_config(connection, vault), revision)


def _config(connection: Connection | None = None, vault: Vault | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "sangdam.storage:migrations")
    config.attributes["connection"] = connection
    config.attributes["vault"] = vault
    return config
