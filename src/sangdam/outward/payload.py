"""What a webhook carries: who, when, which state. Words are masked; notes, summaries, drafts and
how to reach the customer stay here."""

from __future__ import annotations

from sangdam.models import Conversation, Message, News, NewsType, Ticket, TicketStatus
from sangdam.ports import Mask

Json = dict[str, object]


def payload(news: News, mask: Mask) -> Json:
    """The same at every attempt, as JSON values; documented in docs/webhooks.md."""
    return {
        "id": news.id,
        "type": news.type.value,
        "timestamp": news.happened_at.isoformat(),
        "data": {"conversation": _conversation(news.conversation, mask), **_data(news, mask)},
    }


def _data(news: News, mask: Mask) -> Json:
    match news.type:
        case NewsType.MESSAGE_CREATED if news.message:
            return {"message": _message(news.message, news.conversation, mask)}
        case NewsType.NOTE_CREATED if news.message:
            return {"note": {"id": news.message.id, "agent": news.message.agent}}
        case NewsType.OWNER_CHANGED:
            return {"owner": news.owner, "agent": news.agent}
        case NewsType.CONTACT_LEFT:
            return {}
    return {"ticket": _ticket(news.ticket)} if news.ticket else {}


def _conversation(conversation: Conversation, mask: Mask) -> Json:
    customer = conversation.customer
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "customer": mask(customer, conversation.language) if customer else None,
    }


def _message(message: Message, conversation: Conversation, mask: Mask) -> Json:
    return {
        "id": message.id,
        "sender": message.sender.value,
        "agent": message.agent,
        "text": mask(message.text, conversation.language),
        "outcome": message.outcome,
        "attachments": [
            {"id": file.id, "media_type": file.media_type, "size": file.size}
            for file in message.attachments
        ],
    }


def _ticket(ticket: Ticket) -> Json:
    resolved = ticket.status is TicketStatus.RESOLVED
    return {
        "number": ticket.id,
        "status": ticket.status.value,
        "reason_code": ticket.reason_code.value,
        "queue": ticket.queue,
        "priority": ticket.priority,
        "language": ticket.language.value,
        "resolution": ticket.resolution if resolved else None,
    }
