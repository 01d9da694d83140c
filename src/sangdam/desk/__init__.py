"""Decisions of the desk, without a database: hours, queues, and who may speak."""
