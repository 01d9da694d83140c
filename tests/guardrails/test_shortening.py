"""What is left of a draft when sentences are dropped."""

from __future__ import annotations

from sangdam.guardrails.shortening import without
from sangdam.models import DraftSentence, Language, Route
from tests.guardrails.draft_tables import draft_of, passage_of

KO = Language.KOREAN
FEE = passage_of("기본 배송비는 3,000원입니다.", KO, id="fee.ko#0", document_id="fee.ko")
TIME = passage_of("제주는 3~4영업일 걸립니다.", KO, id="time.ko#0", document_id="time.ko")
SENTENCES = (
    DraftSentence(text="기본 배송비는 3,000원입니다.", markers=(1,)),
    DraftSentence(text="제주는 3~4영업일 걸립니다.", markers=(2,)),
    DraftSentence(text="제주는 3~4영업일이에요.", markers=(1, 2)),
)
WHOLE = draft_of(FEE, sentences=SENTENCES, passages=(FEE, TIME))
SORRY = DraftSentence(text="불편을 드려 죄송합니다.", markers=(1,))


def test_what_is_left_cites_only_what_it_needs() -> None:
    left = without(WHOLE, {1, 2})
    assert left is not None
    assert (left.sentences, left.passages) == (SENTENCES[:1], (FEE,))


def test_markers_follow_their_passages() -> None:
    swapped = WHOLE.model_copy(update={"sentences": (SENTENCES[1], SENTENCES[0])})
    left = without(swapped, {1})
    assert left is not None
    assert left.text == "제주는 3~4영업일 걸립니다. [1]"
    assert left.passages == (TIME,)


def test_without_the_sentence_that_answers_nothing_is_left() -> None:
    assert without(WHOLE, {0}) is None
    assert without(WHOLE, {0, 1, 2}) is None
    polite = WHOLE.model_copy(update={"sentences": (SORRY, *SENTENCES)})
    assert without(polite, {1}) is None
    assert without(polite, {2}) is not None


def test_only_what_a_model_wrote_is_shortened() -> None:
    assert without(WHOLE, set()) is None
    assert without(WHOLE.model_copy(update={"route": Route.DIRECT}), {1}) is None
