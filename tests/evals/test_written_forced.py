from __future__ import annotations

import json

from evals.written.forced import Forced, obliged, whole_sentences
from sangdam.answering.generated import WRITTEN_SCHEMA
from sangdam.offline import ScriptedModel

WHOLE = (
    '{"sentences": [{"text": "무료입니다.", "passages": [1]}, {"text": "둘", "passages": [2, 1]}'
)


def test_a_sentence_that_was_cut_off_is_left_out() -> None:
    cut = WHOLE + ', {"text": "그리고 배송은'
    texts = [one["text"] for one in json.loads(whole_sentences(cut))["sentences"]]
    assert texts == ["무료입니다.", "둘"]


def test_quotes_and_breaks_within_a_sentence_are_kept() -> None:
    said = '{"sentences": [{"text": "the \\"at the door\\" note", "passages": [1]}]}'
    assert json.loads(whole_sentences(said)) == json.loads(said)


def test_nothing_whole_is_an_empty_draft() -> None:
    assert json.loads(whole_sentences('{"sentences": [{"text": "배')) == {"sentences": []}


def test_at_least_one_sentence_has_to_cite_what_was_given() -> None:
    bound = json.dumps(obliged(WRITTEN_SCHEMA, passages=3))
    assert '"minItems": 1' in bound
    assert '"maximum": 3' in bound
    assert "minItems" not in json.dumps(WRITTEN_SCHEMA)


def test_the_model_behind_is_asked_once() -> None:
    model = ScriptedModel(WHOLE)
    said = Forced(model).complete("system", "Passages:\n[1] a\nb", schema=WRITTEN_SCHEMA)
    assert len(json.loads(said.text)["sentences"]) == 2
    assert len(model.calls) == 1
