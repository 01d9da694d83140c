"""The desk's pages have a word for whatever they show."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import yaml

from sangdam import outward
from sangdam.channels.pages import STATIC, words_of
from sangdam.models import Language, ReasonCode
from sangdam.routing.confidence import shipped_fit


@pytest.mark.parametrize("language", Language)
def test_every_signal_has_a_word(language: Language) -> None:
    words = words_of(language, "하루")["desk"]["signals"]
    assert isinstance(words, dict)
    assert set(words) == set(shipped_fit().weights)


@pytest.mark.parametrize("language", Language)
def test_every_reason_has_a_word(language: Language) -> None:
    words = words_of(language, "하루")["desk"]["reasons"]
    assert isinstance(words, dict)
    assert set(words) == set(ReasonCode)


@pytest.mark.parametrize("language", Language)
def test_other_systems_read_the_desk_s_own_words_for_a_reason(language: Language) -> None:
    texts = yaml.safe_load((files(outward) / "telling.yaml").read_text("utf-8"))
    assert texts["reasons"][language] == words_of(language, "하루")["desk"]["reasons"]


@pytest.mark.parametrize("page", ["desk", "gaps", "deliveries", "accounts", "me", "login"])
def test_every_word_that_a_page_asks_for_is_there(page: str) -> None:
    scripts = "\n".join(file.read_text("utf-8") for file in (STATIC / page).glob("*.js"))
    asked = set(re.findall(r"\bwords\.(\w+)", re.sub(r'from "[^"]+"', "", scripts)))
    words = words_of(Language.KOREAN, "하루")[page]
    assert asked <= set(words)
    assert not set(words) & set(dir(words)), "a template would read the dictionary's own"
