"""A customer's copy of what is kept of them: a zip that a person and a program can read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

from sangdam.models import Attachment, Audience, Message, Sender, Value
from sangdam.storage.customer_copies import ConversationCopy, CustomerCopy

Content = Callable[[str, str], bytes]
"""Conversation id and attachment id -> the file."""
README = """\
이 묶음은 회사가 상담에서 보관하는 고객님의 기록입니다.
  conversations.txt   나눈 대화, 읽기 쉽게
  conversations.json  같은 대화와 남기신 연락처
  derived.json        대화에서 만들어진 것: 상담 접수와 요약, 상담원 메모, 처리 기록, 의견
  attachments/        보내신 파일

This archive is what the company keeps of your conversations with it.
  conversations.txt   what was said, to read
  conversations.json  the same, and the contact you left
  derived.json        what was made of it: tickets and summaries, agents' notes, traces, opinions
  attachments/        the files you sent
"""
WHO = {
    Sender.CUSTOMER: "고객 / customer",
    Sender.BOT: "AI",
    Sender.AGENT: "상담원 / agent",
}


def zipped(copy: CustomerCopy, content: Content) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        archive.writestr("conversations.json", _json(_said(copy)))
        archive.writestr("conversations.txt", "\n\n".join(map(_in_words, copy.conversations)))
        archive.writestr("derived.json", _json([_derived(c) for c in copy.conversations]))
        for conversation in copy.conversations:
            for message in conversation.messages:
                for file in message.attachments:
                    archive.writestr(_path(file), content(message.conversation_id, file.id))
    return written.getvalue()


def _said(copy: CustomerCopy) -> dict[str, object]:
    return {
        "customer": copy.customer,
        "tier": copy.tier,
        "conversations": [
            {
                **_plain(each.conversation),
                "messages": [_plain(message) for message in _seen(each)],
            }
            for each in copy.conversations
        ],
    }


def _derived(copy: ConversationCopy) -> dict[str, object]:
    notes = [message for message in copy.messages if message.audience is not Audience.CUSTOMER]
    return {
        "conversation_id": copy.conversation.id,
        "tickets": [_plain(ticket) for ticket in copy.tickets],
        "notes": [_plain(note) for note in notes],
        "traces": [_plain(trace) for trace in copy.traces],
        "opinions": [_plain(opinion) for opinion in copy.opinions],
    }


def _in_words(copy: ConversationCopy) -> str:
    head = f"# {copy.conversation.id} · {copy.conversation.created_at:%Y-%m-%d}"
    lines = [head, *map(_line, _seen(copy))]
    return "\n".join(lines)


def _line(message: Message) -> str:
    files = "".join(f" [{_path(file)}]" for file in message.attachments)
    who = message.agent or WHO[message.sender]
    return f"{message.created_at:%Y-%m-%d %H:%M:%S} UTC  {who}: {message.text}{files}"


def _seen(copy: ConversationCopy) -> list[Message]:
    return [message for message in copy.messages if message.audience is Audience.CUSTOMER]


def _path(file: Attachment) -> str:
    """No name that a customer chose leads out of the folder that the archive is opened in."""
    name = PurePosixPath(file.name.replace("\\", "/")).name
    return f"attachments/{file.id}-{name}"


def _plain(value: Value) -> dict[str, object]:
    return value.model_dump(mode="json")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
