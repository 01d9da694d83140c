"""Agents, who has what, attachments, and how a ticket ended."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"

Summary = dict[str, object]

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(32)
TICKETS = sa.table("tickets", sa.column("id", sa.String), sa.column("summary", sa.JSON))


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("skills", sa.JSON, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("availability", WORD, nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("gone_since", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("tier", sa.String, nullable=False),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String,
            sa.ForeignKey("conversations.id"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "message_id", sa.String, sa.ForeignKey("messages.id"), nullable=False, index=True
        ),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.add_column("conversations", sa.Column("agent_id", sa.String))
    op.add_column("conversations", sa.Column("contact", sa.String))
    op.create_index("ix_conversations_held", "conversations", ["owner", "agent_id"])
    op.add_column("messages", sa.Column("agent", sa.String))
    op.add_column("messages", sa.Column("client_message_id", sa.String))
    once = ["conversation_id", "client_message_id"]
    op.create_index("ix_messages_sent_once", "messages", once, unique=True)
    op.add_column("tickets", sa.Column("language", WORD, nullable=False, server_default="ko"))
    op.add_column("tickets", sa.Column("skills", sa.JSON, nullable=False, server_default="[]"))
    for moment in ("due_at", "claimed_at", "escalated_at"):
        op.add_column("tickets", sa.Column(moment, MOMENT))
    op.add_column("tickets", sa.Column("resolution", WORD))
    op.add_column("tickets", sa.Column("draft_use", WORD))
    _rewrite_summaries(_with_statements)


def downgrade() -> None:
    _rewrite_summaries(_with_titles)
    for column in (
        "draft_use",
        "resolution",
        "escalated_at",
        "claimed_at",
        "due_at",
        "skills",
        "language",
    ):
        op.drop_column("tickets", column)
    op.drop_index("ix_messages_sent_once", "messages")
    op.drop_column("messages", "client_message_id")
    op.drop_column("messages", "agent")
    op.drop_index("ix_conversations_held", "conversations")
    op.drop_column("conversations", "contact")
    op.drop_column("conversations", "agent_id")
    for table in ("attachments", "customers", "agents"):
        op.drop_table(table)


def _rewrite_summaries(rewritten: Callable[[Summary], Summary]) -> None:
    connection = op.get_bind()
    for ticket_id, summary in connection.execute(sa.select(TICKETS.c.id, TICKETS.c.summary)).all():
        new = rewritten(summary)
        connection.execute(TICKETS.update().where(TICKETS.c.id == ticket_id).values(summary=new))


def _with_statements(summary: Summary) -> Summary:
    """The nearest passages were titles with the id behind; now each points to its document. What
    the customer named points to the turn, which the goal always did last."""
    titles, named, goal = summary["closest"], summary["entities"], summary["goal"]
    assert isinstance(titles, list)
    assert isinstance(named, dict)
    assert isinstance(goal, dict)
    closest = [{"text": t, "pointers": [t.rpartition("(")[2].rstrip(")")]} for t in titles]
    turn = goal["pointers"][-1]
    entities = [{"kind": kind, "value": value, "pointer": turn} for kind, value in named.items()]
    return {**summary, "closest": closest, "entities": entities}


def _with_titles(summary: Summary) -> Summary:
    closest, entities = summary["closest"], summary["entities"]
    assert isinstance(closest, list)
    assert isinstance(entities, list)
    added = {"priority", "identity", "open_questions", "promises", "sentiment", "internal"}
    kept = {name: value for name, value in summary.items() if name not in added}
    named = {entity["kind"]: entity["value"] for entity in entities}
    titles = [statement["text"] for statement in closest]
    return {**kept, "closest": titles, "entities": named}
