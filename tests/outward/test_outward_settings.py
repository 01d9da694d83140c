"""Where news may go is told by the settings alone, and their secrets to nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sangdam.bootstrap_outward import destinations, postmen, subscriptions
from sangdam.errors import SetupError
from sangdam.models import Language, NewsType, ReasonCode, Resolution
from sangdam.outward.telling import Telling
from sangdam.settings import Settings
from sangdam.storage.database import Database
from tests.outward.conftest import SECRET
from tests.storage.talk import MASTER, HandClock, Talk

HOOK = {"url": "https://shop.example/hooks?token=geheim", "secret": SECRET}
SLACK = {"url": "https://hooks.slack.com/services/geheim"}
ZENDESK = {"subdomain": "haru", "email": "agent@example.com", "token": "geheim"}


def refusal(**settings: Any) -> str:
    with pytest.raises(SetupError) as error:
        Settings.load({}, **settings)
    return str(error.value)


def test_without_any_there_is_nobody_to_tell(tmp_path: Path, clock: HandClock) -> None:
    settings = Settings.load({})
    assert subscriptions(settings) == {}
    database = Database(f"sqlite:///{tmp_path / 'sangdam.db'}")
    assert postmen(settings, database, clock) == ()
    database.close()


def test_all_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, clock: HandClock
) -> None:
    monkeypatch.setenv("SANGDAM_WEBHOOKS", json.dumps([HOOK, {**HOOK, "name": "crm"}]))
    monkeypatch.setenv("SANGDAM_SLACK__URL", SLACK["url"])
    for name, value in ZENDESK.items():
        monkeypatch.setenv(f"SANGDAM_ZENDESK__{name.upper()}", value)
    settings = Settings.load()
    names = {"webhook:shop.example", "webhook:crm", "slack", "zendesk"}
    assert set(subscriptions(settings)) == set(destinations(settings, clock)) == names
    assert settings.zendesk is not None
    assert settings.zendesk.address == "https://haru.zendesk.com"
    for hidden in ("geheim", SECRET[6:]):
        assert hidden not in repr(settings)
        assert hidden not in settings.model_dump_json()


def test_a_webhook_hears_everything_unless_it_says_otherwise() -> None:
    some = Settings.load({}, webhooks=[{**HOOK, "events": ["ticket.opened"]}])
    every = Settings.load({}, webhooks=[HOOK])
    assert list(subscriptions(some).values()) == [{NewsType.TICKET_OPENED}]
    assert list(subscriptions(every).values()) == [set(NewsType)]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"webhooks": [{**HOOK, "url": "shop.example/geheim"}]}, "write a whole address"),
        ({"webhooks": [{**HOOK, "url": "file:///geheim"}]}, "write a whole address"),
        ({"webhooks": [{**HOOK, "secret": "whsec_geheim"}]}, "at least 24 random bytes"),
        ({"webhooks": [{**HOOK, "secret": "geheim geheim geheim geheim geheim"}]}, "base64"),
        ({"webhooks": [{"url": HOOK["url"]}]}, "Field required"),
        ({"webhooks": [{**HOOK, "geheim": "geheim"}]}, "not permitted"),
        ({"webhooks": [{**HOOK, "events": ["geheim"]}]}, "message.created"),
        ({"webhooks": [HOOK, HOOK]}, "two webhooks have the same name or host"),
        ({"slack": {"url": "http://hooks.slack.com/geheim"}}, "write an https address"),
        ({"zendesk": {**ZENDESK, "base_url": "https://geheim.example"}}, "one of them"),
        ({"zendesk": {"email": "a@b.c", "token": "geheim"}}, "one of them"),
        ({"zendesk": {**ZENDESK, "subdomain": "evil.example/geheim"}}, "pattern"),
        ({"zendesk": {**ZENDESK, "token": ""}}, "at least 1"),
    ],
)
def test_a_wrong_setting_is_told_without_its_value(settings: dict[str, Any], words: str) -> None:
    told = refusal(**settings)
    assert words in told
    values = told.replace("__GEHEIM", "").replace("__geheim", "")
    assert "geheim" not in values
    assert SECRET[6:] not in values


def test_broken_json_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGDAM_WEBHOOKS", '[{"secret": "geheim"')
    with pytest.raises(SetupError, match=r'be read as JSON: .*"webhooks"') as error:
        Settings.load()
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize("language", Language)
def test_there_is_a_word_for_every_reason_and_resolution(
    language: Language, tmp_path: Path, clock: HandClock
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'sangdam.db'}", master=MASTER)
    database.migrate()
    talk = Talk(database, clock)
    ticket = talk.ticket_for(talk.ask())
    telling = Telling(language=language, mask=lambda text, _language: text)
    assert len({telling.subject(_because(ticket, reason)) for reason in ReasonCode}) == len(
        ReasonCode
    )
    ended = [ticket.model_copy(update={"resolution": resolution}) for resolution in Resolution]
    assert all(telling.opened(one) for one in ended)
    database.close()


def _because(ticket: Any, reason: ReasonCode) -> Any:
    return ticket.model_copy(update={"reason_code": reason})
