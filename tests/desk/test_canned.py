"""Ready replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangdam.desk.canned import canned_replies
from sangdam.errors import SetupError
from sangdam.models import Language


def test_the_shipped_ones_speak_both_languages() -> None:
    replies = canned_replies(None)
    keys = {language: [r.key for r in replies if r.language is language] for language in Language}
    assert keys[Language.KOREAN] == keys[Language.ENGLISH]
    assert len(keys[Language.KOREAN]) == len(set(keys[Language.KOREAN])) >= 5
    assert all(reply.title and reply.text for reply in replies)


def test_a_shop_brings_its_own(tmp_path: Path) -> None:
    path = tmp_path / "replies.yaml"
    path.write_text("- key: hi\n  ko: {title: 인사, text: 반갑습니다.}\n", "utf-8")
    (reply,) = canned_replies(path)
    assert (reply.key, reply.language, reply.text) == ("hi", Language.KOREAN, "반갑습니다.")


@pytest.mark.parametrize(
    "text", ["{", "hello", "- key: hi\n  ko: {title: 인사}\n", "- ko: {title: a, text: b}\n", "5"]
)
def test_a_file_that_is_no_list_of_replies_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "replies.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(SetupError, match=r"desk\.canned_replies: .*replies\.yaml"):
        canned_replies(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="can't be read"):
        canned_replies(tmp_path / "none.yaml")
