"""sentencepiece's file, made out of a tiny tokenizer.json of XLM-R's kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sentencepiece import SentencePieceProcessor

from sangdam.errors import FetchError
from sangdam.model_files.sentencepieces import sentencepiece_model

SCORES = {"▁배송": -1.5, "비": -2.25, "▁": -3.0, "배": -4.0, "송": -4.0}


def tiny_tokenizer() -> dict[str, Any]:
    first = [[token, 0.0] for token in ("<s>", "<pad>", "</s>", "<unk>")]
    pieces = [[text, score] for text, score in SCORES.items()]
    return {
        "model": {"vocab": [*first, *pieces, ["<mask>", 0.0]]},
        "normalizer": {
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": ""},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ]
        },
        "pre_tokenizer": {"add_prefix_space": True},
    }


def written(folder: Path, content: object) -> Path:
    path = folder / "tokenizer.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def pieces(tmp_path: Path) -> SentencePieceProcessor:
    content = sentencepiece_model(written(tmp_path, tiny_tokenizer()))
    return SentencePieceProcessor(model_proto=content)


def test_pieces_keep_their_order_and_scores(pieces: SentencePieceProcessor) -> None:
    names = [pieces.id_to_piece(number) for number in range(len(pieces))]
    assert names == ["<unk>", "<s>", "</s>", *SCORES]
    assert [pieces.get_score(number) for number in range(3, len(pieces))] == [*SCORES.values()]
    assert pieces.is_unknown(0)
    assert pieces.is_control(1)
    assert pieces.is_control(2)


def test_a_text_is_cut_with_a_space_in_front_and_none_to_spare(
    pieces: SentencePieceProcessor,
) -> None:
    assert pieces.encode("  배송비  배 ", out_type=str) == ["▁배송", "비", "▁", "배"]


def other_spaces(content: dict[str, Any]) -> None:
    content["normalizer"]["normalizers"][1]["content"] = "▁"


def no_space_in_front(content: dict[str, Any]) -> None:
    content["pre_tokenizer"]["add_prefix_space"] = False


def other_order(content: dict[str, Any]) -> None:
    content["model"]["vocab"].reverse()


def no_vocabulary(content: dict[str, Any]) -> None:
    del content["model"]["vocab"]


def no_table(content: dict[str, Any]) -> None:
    content["normalizer"]["normalizers"].pop(0)


@pytest.mark.parametrize(
    "spoil", [other_spaces, no_space_in_front, other_order, no_vocabulary, no_table]
)
def test_another_kind_of_tokenizer_is_refused(tmp_path: Path, spoil: Any) -> None:
    content = tiny_tokenizer()
    spoil(content)
    with pytest.raises(FetchError, match=r"tokenizer\.json is not the tokenizer of an XLM-R\."):
        sentencepiece_model(written(tmp_path, content))
