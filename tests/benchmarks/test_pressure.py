"""The load benchmark measures what it says."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping

import pytest

from sangdam.answering.generated import WRITTEN_SCHEMA
from sangdam.prompts import prompt
from scripts.benchmarks.load import last_token_to_delta
from scripts.benchmarks.pressure.arrivals import poisson, served
from scripts.benchmarks.pressure.pages import Turn
from scripts.benchmarks.pressure.questions import for_the_model
from scripts.benchmarks.pressure.stub_model import answer_to, question_of
from scripts.benchmarks.pressure.watch import Sample, growth
from scripts.benchmarks.pressure.wire import Event, Response

PASSAGES = """[1] 배송 정책 제주
제주도는 3~4영업일 걸립니다. 추가 배송비는 3,000원입니다.
| 지역 | 일수 |

[2] 반품 정책 기한
반품은 7일 안에 신청해 주세요."""
PROMPT = prompt(
    "question_with_passages", passages=PASSAGES, language="Korean", question="제주도 배송 며칠?"
)


def schema(of: Mapping[str, object]) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": of}}


def test_the_stub_copies_sentences_of_the_first_passage_word_for_word() -> None:
    written = json.loads(answer_to(PROMPT, schema(WRITTEN_SCHEMA)))["sentences"]
    assert [sentence["text"] for sentence in written] == [
        "제주도는 3~4영업일 걸립니다.",
        "추가 배송비는 3,000원입니다.",
    ]
    assert {tuple(sentence["passages"]) for sentence in written} == {(1,)}


def test_the_stub_chooses_by_number_where_numbers_are_asked_for() -> None:
    numbers = {"type": "object", "properties": {"sentences": {"items": {"type": "integer"}}}}
    assert json.loads(answer_to(PROMPT, schema(numbers))) == {"sentences": [1]}


def test_a_stubs_last_token_is_found_again_by_the_question() -> None:
    assert question_of(PROMPT) == "제주도 배송 며칠?"
    turns = [Turn("제주도 배송 며칠?", 200, {}, 12.5), Turn("다른 질문", 200, {}, 13.0)]
    assert last_token_to_delta(turns, {"제주도 배송 며칠?": 12.25}) == [250.0]


def test_questions_for_the_model_are_of_both_languages_and_no_two_alike() -> None:
    asked = for_the_model(1)
    assert len(set(asked)) == len(asked) > 1000
    korean = sum(any("가" <= letter <= "힣" for letter in text) for text in asked)
    assert 0.2 < korean / len(asked) < 0.8
    assert for_the_model(1) == asked != for_the_model(2)


def test_arrivals_keep_to_their_rate() -> None:
    times = list(poisson(50, 200, random.Random(1)))
    assert times == sorted(times) and times[-1] < 200
    assert len(times) == pytest.approx(10_000, rel=0.05)


def test_nobody_waits_for_an_earlier_one_and_all_are_timed_from_when_they_were_due() -> None:
    async def run() -> list[float]:
        last = asyncio.Event()
        left = [1, 2, 3]

        async def serve() -> int:
            number = left.pop(0)
            if number == 3:
                last.set()
            await last.wait()
            return number

        done = await served(iter([0.0, 0.0, 0.0]), serve)
        assert [one.what for one in done] == [1, 2, 3]
        assert len({one.due for one in done}) == 1
        return [one.ms for one in done]

    assert min(asyncio.run(run())) >= 0


@pytest.mark.parametrize(
    ("turn", "come_back", "failed"),
    [
        (Turn("q", 200, {"route": "direct"}), False, False),
        (Turn("q", 503, None, retry_after="3"), True, False),
        (Turn("q", 503, None), False, True),
        (Turn("q", 500, None), False, True),
        (Turn("q", 200, None), False, True),
        (Turn("q", 0, None), False, True),
    ],
)
def test_only_an_answer_or_a_clear_word_when_to_come_back_is_no_error(
    turn: Turn, come_back: bool, failed: bool
) -> None:
    assert (turn.come_back, turn.failed) == (come_back, failed)


def test_growth_is_a_slope_and_the_first_and_last_quarter() -> None:
    grown = growth([Sample(60.0 * minute, 500 + minute, 7) for minute in range(21)])
    assert (grown.first_mib, grown.last_mib) == (502, 518)
    assert grown.mib_an_hour == pytest.approx(60)


def test_events_are_read_in_whatever_pieces_they_come() -> None:
    sent = 'event: delta\ndata: {"text": "네"}\n\n: still here\n\nid: 7\nevent: done\ndata: 1\n\n'

    async def heard(step: int) -> list[Event]:
        reader = asyncio.StreamReader()
        whole = sent.encode()
        for at in range(0, len(whole), step):
            piece = whole[at : at + step]
            reader.feed_data(b"%x\r\n%b\r\n" % (len(piece), piece))
        reader.feed_data(b"0\r\n\r\n")
        return [event async for event in Response(reader, 200, {}).events()]

    for step in (1, 5, len(sent.encode())):
        expected = [Event("delta", "", {"text": "네"}), Event("done", "7", 1)]
        assert asyncio.run(heard(step)) == expected
