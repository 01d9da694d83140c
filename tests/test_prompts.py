"""Every text renders, in both languages, and strictly."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template

import pytest
import yaml

from sangdam import prompts
from sangdam.desk.handoff import FIRST_AID, SAID_OF
from sangdam.guardrails.identifiers import NOTES
from sangdam.models import Language, ReasonCode
from sangdam.prompts import prompt, say
from sangdam.routing.small_talk import SmallTalkKind

NAMES = sorted(
    p.name.removesuffix(".md") for p in files(prompts).iterdir() if p.name.endswith(".md")
)
TEXTS = yaml.safe_load((files(prompts) / "texts.yaml").read_text("utf-8"))


BACKED_BY_A_TICKET = ("handoff_", "next_", "waiting_note")
"""Texts said only where a ticket exists: the ledger of what was promised, which a person owns."""
PROMISE = re.compile(
    r"전달했|연결해 드리|답해 드립|연락드|처리해 드|해 드리겠"
    r"|passed|handing|will (?:reply|answer|call|contact|take|send)"
)


@pytest.mark.parametrize("key", TEXTS)
def test_only_a_ticket_s_texts_promise_that_something_will_happen(key: str) -> None:
    promises = any(PROMISE.search(TEXTS[key][language]) for language in ("ko", "en"))
    assert not promises or key.startswith(BACKED_BY_A_TICKET)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_renders_with_exactly_its_variables(name: str) -> None:
    template = Template((files(prompts) / f"{name}.md").read_text("utf-8"))
    values = dict.fromkeys(template.get_identifiers(), "값")
    assert "$" not in prompt(name, **values)
    for left_out in values:
        with pytest.raises(KeyError):
            prompt(name, **{k: v for k, v in values.items() if k != left_out})
    with pytest.raises(TypeError):
        prompt(name, **values, unknown="값")


@pytest.mark.parametrize("key", TEXTS)
def test_every_fixed_text_has_both_languages_with_the_same_variables(key: str) -> None:
    korean, english = (Template(TEXTS[key][language]) for language in ("ko", "en"))
    assert set(korean.get_identifiers()) == set(english.get_identifiers())
    assert any("가" <= c <= "힣" for c in korean.template)
    assert not any("가" <= c <= "힣" for c in english.template)


@pytest.mark.parametrize("language", Language)
def test_a_text_exists_for_whatever_can_happen(language: Language) -> None:
    for kind in SmallTalkKind:
        assert say(kind.value, language, company="하루")
    for removed in NOTES:
        assert say(f"kind_{removed}", language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", ReasonCode)
def test_every_reason_is_told_to_the_customer(reason: ReasonCode, language: Language) -> None:
    texts = TEXTS[f"handoff_{SAID_OF.get(reason, reason)}"]
    assert Template(texts[language]).get_identifiers() == [*FIRST_AID.get(reason, "").split()]


def test_the_company_is_the_only_value_that_may_stay_unused() -> None:
    assert say("thanks", Language.KOREAN, company="하루") == say("thanks", Language.KOREAN)
    with pytest.raises(TypeError):
        say("thanks", Language.KOREAN, ticket="T-1")
    with pytest.raises(KeyError):
        say("greeting", Language.KOREAN)
