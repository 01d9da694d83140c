"""Token ids by sentencepiece against `tokenizers`, which reads the model's own tokenizer.json.

Three differences are meant; XLM-R's original sentencepiece has them, too: spaces at the edges
(taken off the reference here), jamo that belong together, and special tokens written in a text.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import pytest
import tokenizers
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tokenizers import Regex, normalizers

from sangdam.model_files.location import locate
from sangdam.retrieval.openvino_encoder import Tokenizer
from sangdam.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = locate(Settings.load().models_dir).embedding
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
ODD = (
    "",
    "   ",
    "  앞뒤  와 사이   빈칸  ",
    "한 줄\n\n두 줄\r\n\t세 줄",
    "👍🏽 👨‍👩‍👧‍👦 🇰🇷 ☎️",
    "ＦＵＬＬ　ＷＩＤＴＨ １２３ ﾊﾛｰ",
    "①②③ ㎏ ½ ™ Ⅳ ﬁ ㈜하루",
    "배\u200b송 배\u200d송 \ufeff배송 배\u00ad송 배\u2060송",
    "\u3164\u115f\u00a0\u202e배송\u202c",
    "\x00배\x07송\x1b[0m\x7f\x85",
    "▁배송▁비",
    "ㅋㅋㅋ ㅠㅠ ㅇㅇ",
    "가" * 5000,
    "a" * 5000,
    "배송 shipping 配送 はいそう доставка الشحن การจัดส่ง शिपिंग",
    "e\u0301 n\u0303 Å x\u0301\u0302\u0303",
    "\ue000\ufffd\U0010ffff 𠮷野家 𝒜",
    "https://haru.example/a?b=1&c=%20 HB-200X 3,000원",
)


@cache
def ours() -> Tokenizer:
    return Tokenizer(FOLDER)


@cache
def theirs() -> tokenizers.Tokenizer:
    """Cutting at 512 and taking off spaces at the edges, as ours does."""
    reference = tokenizers.Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    trimmed = normalizers.Replace(Regex("^ +| +$"), "")
    reference.normalizer = normalizers.Sequence([reference.normalizer, trimmed])
    reference.enable_truncation(512)
    return reference


def assert_same(text: str) -> None:
    assert ours().ids(text) == theirs().encode(text).ids, text[:200]


def knowledge() -> list[str]:
    """Every file whole, every line and every cell."""
    files = sorted(path for path in (ROOT / "knowledge").rglob("*") if path.is_file())
    wholes = [path.read_text(encoding="utf-8") for path in files]
    lines = [line for whole in wholes for line in whole.splitlines()]
    cells = [cell for line in lines for cell in line.replace("|", ",").split(",")]
    return list(dict.fromkeys([*wholes, *lines, *cells]))


def test_all_of_the_shipped_knowledge() -> None:
    texts = knowledge()
    assert len(texts) > 5000
    for text in texts:
        assert_same(text)
        assert_same(f"query: {text}")


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_odd_texts(text: str) -> None:
    assert_same(text)
    assert_same(f"passage: {text}")


@given(st.text() | st.text("가힣뷁 ㅋaZ0１.,!?▁\n\t\u3000👍🏽漢かé"))
@example("\x85")
def test_any_text(text: str) -> None:
    """NFKC first: `tokenizers` loses marks on a letter that both normalise into several.

    ′′′ is cut into ′ and ′′ in one order or the other, both exactly as likely.
    """
    normal = unicodedata.normalize("NFKC", text)
    assume("′′′" not in normal and not any(token in normal for token in SPECIAL))
    assert_same(normal)


def test_loose_jamo_come_together_where_tokenizers_leaves_them_unknown() -> None:
    text = "각 상품의 반품 신청은 며칠 걸리나요?"
    loose = unicodedata.normalize("NFD", text)
    assert ours().ids(loose) == ours().ids(text) == theirs().encode(text).ids
    assert 3 in theirs().encode(loose).ids


@pytest.mark.parametrize("token", SPECIAL)
def test_a_special_token_in_a_text_is_a_word(token: str) -> None:
    inside = ours().ids(f"배송 {token} 며칠")[1:-1]
    assert theirs().token_to_id(token) not in inside


@pytest.mark.parametrize("words", [509, 510, 511, 600])
def test_512_tokens_at_most_and_the_end_mark_among_them(words: int) -> None:
    ids = ours().ids("환불 " * words)
    assert len(ids) == min(words, 510) + 2
    assert (ids[0], ids[-1]) == (0, 2)
