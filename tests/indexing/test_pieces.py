import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangdam.indexing.pieces import pieces

PERIOD = "일반 상품은 받은 날부터 7일 안에 반품하실 수 있습니다."
FEE = "반품 비용은 6,000원입니다."


def words(text: str) -> int:
    return len(text.split())


def letters(text: str) -> int:
    return len(text)


def test_a_text_within_the_budget_is_left_alone() -> None:
    text = "one two\n\n\nthree | four"
    assert pieces(text, count=words, limit=6) == (text,)


def test_paragraphs_are_the_first_border() -> None:
    text = f"{PERIOD} {FEE}\n\n{FEE}\n\n{FEE}"
    assert pieces(text, count=words, limit=12) == (f"{PERIOD} {FEE}", f"{FEE}\n\n{FEE}")


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    assert pieces(f"{PERIOD} {FEE} {FEE}", count=words, limit=10) == (PERIOD, f"{FEE} {FEE}")


def test_pieces_are_even_rather_than_full() -> None:
    text = " ".join(f"Sentence number {n}." for n in "abcd")
    assert pieces(text, count=words, limit=9) == (
        "Sentence number a. Sentence number b.",
        "Sentence number c. Sentence number d.",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The strike lasts from 2026. 11. 18. until 2027. 1. 31. in Jeju.",
        "Use e.g. a sponge, i.e. No. 7 or approx. two of them.",
        "정상가는 1.5배인 3,000.50원입니다.",
        "7. 다음 단계로 넘어갑니다.",
    ],
)
def test_a_full_stop_inside_a_sentence_is_no_border(sentence: str) -> None:
    limit = words(sentence)
    assert pieces(f"{sentence} {sentence}", count=words, limit=limit) == (sentence, sentence)


def test_a_sentence_may_begin_with_a_number_or_end_with_a_quote() -> None:
    text = '7일 안에 됩니다. 3일이 지나면 안 됩니다. He said "no." Then he left.'
    assert pieces(text, count=words, limit=4) == (
        "7일 안에 됩니다.",
        "3일이 지나면 안 됩니다.",
        'He said "no."',
        "Then he left.",
    )


def test_a_hard_wrapped_line_is_no_border() -> None:
    text = "일반 상품은 받은\n날부터 7일 안에\n반품됩니다. 비용은\n무료입니다."
    assert pieces(text, count=words, limit=8) == (
        "일반 상품은 받은\n날부터 7일 안에\n반품됩니다.",
        "비용은\n무료입니다.",
    )


def test_a_long_list_is_cut_between_items() -> None:
    text = "These can not:\n- a b c. D\n- e f\n  g\n1. h i"
    assert pieces(text, count=words, limit=8) == (
        "These can not:\n- a b c. D",
        "- e f\n  g\n1. h i",
    )


TABLE = "| 수단 | 기간 |\n|---|:---|\n"


def test_a_long_table_is_cut_between_rows_and_repeats_its_header() -> None:
    rows = [f"| 카드 {n} | {n}일 |" for n in range(5)]
    found = pieces("환불 기간\n" + TABLE + "\n".join(rows) + "\n끝", count=words, limit=19)
    assert found == (
        "환불 기간\n" + TABLE + rows[0],
        TABLE + "\n".join(rows[1:3]),
        TABLE + "\n".join(rows[3:]) + "\n끝",
    )


def test_a_pipe_alone_makes_no_table() -> None:
    text = "a | b\nc | d. E f\ng"
    assert pieces(text, count=words, limit=6) == ("a | b\nc | d.", "E f\ng")
    assert pieces("a | b\n|---|\n\nc d", count=words, limit=4) == ("a | b\n|---|", "c d")


def test_only_a_sentence_over_the_budget_is_cut_inside() -> None:
    text = "one two three four five six seven. Eight."
    found = pieces(text, count=words, limit=4)
    assert found == ("one two three four", "five six seven. Eight.")
    assert pieces("한국어" * 3, count=letters, limit=4) == ("한국어한", "국어", "한국어")


BLOCKS = st.lists(
    st.one_of(
        st.just(PERIOD),
        st.just(f"{FEE} {FEE}\n{PERIOD}"),
        st.just("- 개봉한 필터\n- used boards. Once used\n  - nested item"),
        st.just("```\ncode  here\n\nmore\n```"),
        st.text(alphabet="가나 a.!?\n-1", min_size=1).filter(str.strip),
    ),
    min_size=1,
    max_size=8,
).map("\n\n".join)


@given(text=BLOCKS, limit=st.integers(1, 60))
def test_no_piece_is_over_the_budget_and_nothing_is_lost(text: str, limit: int) -> None:
    found = pieces(text, count=letters, limit=limit)
    assert max(map(len, found)) <= limit
    assert all(piece.strip() for piece in found)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)


@given(rows=st.lists(st.sampled_from(["| 가 | 나 |", "| card | 3 days |"]), min_size=1))
def test_every_row_of_a_cut_table_stands_once_under_the_header(rows: list[str]) -> None:
    found = pieces(TABLE + "\n".join(rows), count=letters, limit=len(TABLE) + 32)
    assert all(piece.startswith(TABLE) for piece in found)
    assert [row for piece in found for row in piece.removeprefix(TABLE).split("\n")] == rows
