"""Files of a conversation, on SQLite and on PostgreSQL."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sangdam.errors import NotFound
from sangdam.models import Message, Owner, Resolution, Sender
from sangdam.storage.agents import Agents
from sangdam.storage.attachments import Attachments, NotYet, TooMany
from sangdam.storage.casework import Casework
from tests.storage.talk import Talk

PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture
def attachments(talk: Talk, folder: Path) -> Attachments:
    return Attachments(talk.database, talk.clock, folder, at_most=3)


def handed_over(talk: Talk) -> str:
    """A conversation that waits for a person."""
    turn = talk.ask()
    talk.hand_over(turn)
    return turn.conversation.id


def send(attachments: Attachments, conversation_id: str, name: str = "a.jpg") -> Message:
    return attachments.add(conversation_id, name=name, media_type="image/jpeg", content=PHOTO)


def test_a_file_is_a_message_of_the_customer_that_is_told_like_any_other(
    talk: Talk, attachments: Attachments
) -> None:
    conversation = handed_over(talk)
    before = talk.conversations.get(conversation)
    message = send(attachments, conversation, "도마.jpg")
    assert (message.sender, message.text) == (Sender.CUSTOMER, "")
    (file,) = message.attachments
    assert (file.name, file.media_type, file.size) == ("도마.jpg", "image/jpeg", len(PHOTO))
    after = talk.conversations.get(conversation)
    assert after.messages == (*before.messages, message)
    (event,) = talk.events.after(conversation, before.last_event)
    assert event.payload["attachments"] == [file.model_dump()]


def test_its_bytes_are_for_the_service_alone(
    talk: Talk, attachments: Attachments, folder: Path
) -> None:
    conversation = handed_over(talk)
    (file,) = send(attachments, conversation, "../../evil.sh").attachments
    assert attachments.find(conversation, file.id).content == PHOTO
    path = folder / f"{file.id}.sealed"
    assert PHOTO not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_other_conversation_finds_it(talk: Talk, attachments: Attachments) -> None:
    (file,) = send(attachments, handed_over(talk)).attachments
    with pytest.raises(NotFound):
        attachments.find(handed_over(talk), file.id)
    with pytest.raises(NotFound):
        attachments.find("conv_none", file.id)


def test_before_a_person_is_called_nothing_is_kept(
    talk: Talk, attachments: Attachments, folder: Path
) -> None:
    turn = talk.ask()
    talk.answer(turn)
    with pytest.raises(NotYet):
        send(attachments, turn.conversation.id)
    with pytest.raises(NotFound):
        send(attachments, "conv_none")
    assert list(folder.iterdir()) == []


def test_a_new_episode_has_room_again(talk: Talk, attachments: Attachments, folder: Path) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    conversation = turn.conversation.id
    for _ in range(3):
        send(attachments, conversation)
    with pytest.raises(TooMany):
        send(attachments, conversation)
    assert len(list(folder.iterdir())) == 3
    agent = Agents(talk.database, talk.clock, capacity=4).add("김민지")
    casework = Casework(talk.database, talk.clock)
    casework.resolve(ticket.id, agent.id, Resolution.SOLVED)
    talk.hand_over(talk.ask(conversation=conversation))
    send(attachments, conversation)


def test_many_at_once_are_not_more_than_may_be(talk: Talk, attachments: Attachments) -> None:
    conversation = handed_over(talk)

    def attempt(_: int) -> bool:
        try:
            send(attachments, conversation)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(8))) == 3
    view = talk.conversations.get(conversation)
    assert sum(len(message.attachments) for message in view.messages) == 3


def test_a_file_ends_no_episode_and_keeps_the_owner(talk: Talk, attachments: Attachments) -> None:
    turn = talk.ask()
    talk.hand_over(turn)
    talk.clock.forward(hours=72)
    message = send(attachments, turn.conversation.id)
    assert message.episode == turn.conversation.episode
    later = talk.ask("상자도 젖었어요", conversation=turn.conversation.id)
    assert later.conversation.owner is Owner.QUEUE
    assert later.conversation.episode == turn.conversation.episode
