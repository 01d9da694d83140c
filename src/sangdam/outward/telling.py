"""What people read of a ticket in other systems: in the desk's language, masked."""

from __future__ import annotations

from importlib.resources import files
from string import Template

import yaml

from sangdam.models import Conversation, Language, Message, News, Ticket
from sangdam.ports import Mask


class Telling:
    """`language` is the agents'."""

    def __init__(self, *, language: Language, mask: Mask) -> None:
        self._language = language
        self._mask = mask
        self._texts = yaml.safe_load((files(__package__) / "telling.yaml").read_text("utf-8"))

    def of(self, news: News) -> str:
        """What happened, in a line or two: to a ticket, or in its conversation."""
        if news.message:
            return self._message(news.message)
        assert news.ticket is not None
        return self._say(news.type, **self._words(news.ticket))

    def opened(self, ticket: Ticket) -> str:
        return self._say("ticket.opened", **self._words(ticket))

    def subject(self, ticket: Ticket) -> str:
        return self._say("subject", number=ticket.id, reason=self._reason(ticket))

    def requester(self, conversation: Conversation) -> str:
        """Who asks, as far as the shop itself told and no further."""
        if not conversation.customer:
            return self._say("requester")
        customer = self._mask(conversation.customer, self._language)
        return self._say("requester_known", customer=customer)

    def _message(self, message: Message) -> str:
        text = self._mask(message.text, self._language)
        if message.attachments:
            attached = self._say("attached", count=str(len(message.attachments)))
            text = f"{text} {attached}".strip()
        return self._say(f"message.{message.sender}", text=text, agent=message.agent or "")

    def _words(self, ticket: Ticket) -> dict[str, str]:
        ended = ticket.resolution
        return {
            "number": ticket.id,
            "reason": self._reason(ticket),
            "queue": ticket.queue,
            "priority": str(ticket.priority),
            "goal": self._mask(ticket.summary.goal.text, self._language),
            "resolution": self._texts["resolutions"][self._language][ended] if ended else "",
        }

    def _reason(self, ticket: Ticket) -> str:
        return str(self._texts["reasons"][self._language][ticket.reason_code])

    def _say(self, key: str, **values: str) -> str:
        return Template(self._texts[key][self._language]).substitute(values)
