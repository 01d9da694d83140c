"""The operator's key and conversation tokens, on both kinds of database."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from sangdam.errors import Forbidden
from sangdam.storage.database import Database
from sangdam.storage.keys import ConversationTokens, OperatorKey
from sangdam.storage.tables import SecretRow
from tests.storage.talk import HandClock


def clear(key: OperatorKey) -> str:
    assert key.made is not None
    return key.made.get_secret_value()


def test_the_key_is_shown_at_the_first_start_only(database: Database, clock: HandClock) -> None:
    first = OperatorKey(database, clock)
    second = OperatorKey(database, clock)
    assert second.made is None
    assert first.opens(clear(first))
    assert second.opens(clear(first))


def test_the_key_is_not_stored_in_clear(database: Database, clock: HandClock) -> None:
    key = clear(OperatorKey(database, clock))
    with database.session() as session:
        stored = session.scalars(select(SecretRow.value)).all()
    assert len(stored) == 1
    assert key not in stored[0]
    assert key not in repr(OperatorKey(database, clock).made)


@pytest.mark.parametrize("wrong", ["", "sangdam_", "열쇠", "\ud800"])
def test_any_other_key_is_refused(database: Database, clock: HandClock, wrong: str) -> None:
    key = OperatorKey(database, clock)
    for candidate in (wrong, clear(key)[:-1], clear(key) + "a", clear(key).upper()):
        assert not key.opens(candidate)


def test_a_given_key_is_the_only_valid_one(database: Database, clock: HandClock) -> None:
    made = clear(OperatorKey(database, clock))
    key = OperatorKey(database, clock, SecretStr("내가 고른 열쇠"))
    assert key.made is None
    assert key.opens("내가 고른 열쇠")
    assert not key.opens(made)


def test_a_given_key_is_gone_when_it_is_no_longer_given(
    database: Database, clock: HandClock
) -> None:
    OperatorKey(database, clock, SecretStr("chosen"))
    key = OperatorKey(database, clock)
    assert key.opens(clear(key))
    assert not key.opens("chosen")


def test_a_token_opens_its_conversation_after_a_restart(
    database: Database, clock: HandClock
) -> None:
    token = ConversationTokens(database, clock).issue("conv_1")
    restarted = ConversationTokens(database, clock)
    restarted.verify(token, "conv_1")
    assert restarted.conversation(token) == "conv_1"
    assert token.startswith("conv_1.")


def test_a_token_opens_no_other_conversation(database: Database, clock: HandClock) -> None:
    tokens = ConversationTokens(database, clock)
    with pytest.raises(Forbidden):
        tokens.verify(tokens.issue("conv_1"), "conv_2")


def test_a_token_ends_after_its_days(database: Database, clock: HandClock) -> None:
    tokens = ConversationTokens(database, clock)
    token = tokens.issue("conv_1")
    clock.forward(hours=30 * 24, seconds=-1)
    tokens.verify(token, "conv_1")
    clock.forward(seconds=1)
    with pytest.raises(Forbidden):
        tokens.verify(token, "conv_1")


def test_the_days_of_a_token_are_settable(database: Database, clock: HandClock) -> None:
    tokens = ConversationTokens(database, clock, days=1)
    token = tokens.issue("conv_1")
    clock.forward(hours=24)
    with pytest.raises(Forbidden):
        tokens.verify(token, "conv_1")


def test_a_token_of_another_deployment_is_refused(
    database: Database, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Database(f"sqlite:///{tmp_path_factory.mktemp('other') / 'sangdam.db'}")
    other.migrate()
    foreign = ConversationTokens(other, clock).issue("conv_1")
    with pytest.raises(Forbidden):
        ConversationTokens(database, clock).verify(foreign, "conv_1")
    other.close()


def test_every_change_of_a_token_is_refused_in_the_same_words(
    database: Database, clock: HandClock
) -> None:
    tokens = ConversationTokens(database, clock)
    token = tokens.issue("conv_1")
    head, expires, signature = token.split(".")
    flipped = [token[:i] + ("A" if c != "A" else "B") + token[i + 1 :] for i, c in enumerate(token)]
    later = f"{head}.{int(expires) + 1}.{signature}"
    odd = [
        "",
        ".",
        "..",
        "...",
        "conv_1",
        "토큰.토큰.토큰",
        "\ud800",
        f"{head}.{expires}.",
        token[:-1],
    ]
    words = set()
    for forged in [*flipped, later, *odd]:
        with pytest.raises(Forbidden) as refused:
            tokens.verify(forged, "conv_1")
        words.add(str(refused.value))
    with pytest.raises(Forbidden) as refused:
        tokens.verify(token, "conv_2")
    assert words == {str(refused.value)}
