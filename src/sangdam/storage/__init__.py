"""What outlives the process: conversations, tickets, traces and keys, through SQLAlchemy."""
