"""The desk has a word for whatever the confidence gives as a reason."""

from __future__ import annotations

import pytest

from sangdam.channels.pages import words_of
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
