"""Migrations in order; each names the one before it in `down_revision`."""
