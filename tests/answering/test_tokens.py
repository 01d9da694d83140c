from __future__ import annotations

from pathlib import Path

import pytest

from sangdam.answering.tokens import Cl100kCounter
from sangdam.errors import SetupError
from sangdam.model_files.location import locate
from sangdam.settings import Settings


@pytest.fixture(scope="module")
def count() -> Cl100kCounter:
    return Cl100kCounter(locate(Settings.load().models_dir).tokens)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("hello world", 2),
        ("tiktoken is great!", 6),
        ("antidisestablishmentarianism", 6),
        ("2 + 2 = 4", 7),
        ("お誕生日おめでとう", 9),
    ],
)
def test_counts_are_those_that_openai_publishes(
    count: Cl100kCounter, text: str, tokens: int
) -> None:
    """The figures of OpenAI's own guide on counting tokens, for cl100k_base."""
    assert count(text) == tokens


def test_korean_takes_more_tokens_than_words(count: Cl100kCounter) -> None:
    text = "배송비는 3,000원입니다."
    assert len(text.split()) < count(text) <= len(text.encode())


def test_special_tokens_in_a_customers_text_are_plain_text(count: Cl100kCounter) -> None:
    assert count("<|endoftext|>") > 1


def test_lone_surrogates_do_not_break_it(count: Cl100kCounter) -> None:
    assert count("환불 \ud83d") > 1


@pytest.mark.parametrize("content", [None, b"not base64 at all\n", b"aGk= seven\n"])
def test_a_file_that_is_no_token_file_is_a_setup_error(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "cl100k_base.tiktoken"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SetupError, match=r"`sangdam models`"):
        Cl100kCounter(file)("배송")
