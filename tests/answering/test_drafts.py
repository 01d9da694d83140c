"""Direct, extractive and generated drafts, and how they read."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sangdam.answering.direct import Direct
from sangdam.answering.extractive import Extractive
from sangdam.answering.generated import Generated
from sangdam.answering.nearest import Nearest
from sangdam.answering.sentences import quotable, rows
from sangdam.answering.wording import (
    citations,
    notices_in_effect,
    parts_to_stream,
    suggestions,
    with_notices,
)
from sangdam.errors import ModelUnavailable
from sangdam.models import (
    Document,
    DocumentKind,
    Draft,
    DraftSentence,
    Language,
    Passage,
    Route,
)
from sangdam.offline import HashEmbedder, ScriptedModel
from sangdam.ports import Embedder, Morphology, TokenCounter
from tests.answering.passages import evidence, passage

JEJU = passage("제주 지역은 출고 후 3~4영업일 안에 도착합니다. 추가 배송비는 3,000원입니다.")
CARE = passage(
    "- 용기는 미지근한 물로 **세척**합니다.\n- HB-200X의 용기는 식기세척기에 넣을 수 없습니다.\n"
    "- 본체는 마른 천으로 닦습니다.\n\n| 부품 | 코드 |\n|---|---|\n| 칼날 | HB-B1 |",
    name="product-blender.ko",
    kind=DocumentKind.DOCUMENT,
    title="HB-200X 블렌더",
    section="세척과 관리",
)
ENGLISH = passage(
    "Delivery to Jeju takes 3-4 business days.",
    name="shipping-jeju-days.en",
    language=Language.ENGLISH,
    title="How long does delivery to Jeju take?",
)


def generated(
    morphology: Morphology,
    model: ScriptedModel,
    *,
    room: int = 3000,
    count: TokenCounter = len,
) -> Generated:
    return Generated(
        model=model,
        nearest=Nearest(HashEmbedder()),
        morphology=morphology,
        count=count,
        company="Haru Market",
        canary="ref-0",
        prompt_tokens=room,
        answer_tokens=100,
    )


def test_direct_gives_the_entry_word_for_word(morphology: Morphology) -> None:
    draft = Direct(morphology=morphology).draft(evidence(JEJU))
    assert draft is not None
    assert draft.route is Route.DIRECT
    assert draft.text == f"{JEJU.text} [1]"


@pytest.mark.parametrize("found", [CARE, ENGLISH])
def test_direct_needs_an_entry_in_the_askers_language(
    morphology: Morphology, found: Passage
) -> None:
    assert Direct(morphology=morphology).draft(evidence(found)) is None
    assert Direct(morphology=morphology).draft(evidence()) is None


def test_extractive_quotes_the_sentence_that_answers(
    embedder: Embedder, morphology: Morphology
) -> None:
    question = "HB-200X 용기 식기세척기에 넣어도 되나요?"
    vector = tuple(embedder.embed_queries([question])[0].tolist())
    extractive = Extractive(nearest=Nearest(embedder), morphology=morphology)
    draft = extractive.draft(evidence(CARE, query=question, query_vector=vector))
    assert draft is not None
    assert draft.route is Route.EXTRACTIVE
    assert "HB-200X의 용기는 식기세척기에 넣을 수 없습니다." in draft.text
    assert "HB-B1" not in draft.text, "a table row is no sentence"
    assert extractive.draft(evidence()) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("HT-500 무게가 얼마예요?", "HT-500 무게: 290g [1]"),
        ("ht-500 색상 뭐 있어요", "HT-500 색상: 아이보리, 네이비 [1]"),
        ("HT-500 크기랑 무게요", "HT-500 크기 (지름×높이): 7×22cm HT-500 무게: 290g [1]"),
    ],
)
def test_of_a_table_the_rows_are_read_out_that_were_asked_for(
    embedder: Embedder, morphology: Morphology, question: str, told: str
) -> None:
    table = passage(
        "| 항목 | HT-500 |\n|---|---|\n| 크기 (지름×높이) | 7×22cm |\n| 무게 | **290g** |\n"
        "| 색상 | 아이보리, 네이비 |\n| | 비어 있음 |",
        kind=DocumentKind.DOCUMENT,
        title="HT-500 텀블러",
    )
    vector = tuple(embedder.embed_queries([question])[0].tolist())
    extractive = Extractive(nearest=Nearest(embedder), morphology=morphology)
    draft = extractive.draft(evidence(table, query=question, query_vector=vector))
    assert draft is not None
    assert draft.text == told
    assert extractive.draft(evidence(table, query="HT-500 좋아요?", query_vector=vector)) is None


def test_a_small_word_asks_for_no_row(embedder: Embedder, morphology: Morphology) -> None:
    table = passage(
        "| Item | HA-550 |\n|---|---|\n| Weight | 5.2 kg |\n| Number of settings | 8 |",
        kind=DocumentKind.DOCUMENT,
        language=Language.ENGLISH,
    )
    question = "What is the weight of the HA-550?"
    draft = Extractive(nearest=Nearest(embedder), morphology=morphology).draft(
        evidence(table, query=question, language=Language.ENGLISH)
    )
    assert draft is not None
    assert draft.text == "HA-550 Weight: 5.2 kg [1]"


def test_a_row_of_several_columns_names_each() -> None:
    table = passage("| Size | Chest | Length |\n|:--|--:|--:|\n| M | 52 cm | 68 cm |")
    assert [row.text for row in rows(table)] == ["M: Chest 52 cm, Length 68 cm"]
    assert rows(passage("배송은 | 이틀 | 걸립니다.")) == rows(passage("| a | b |")) == ()


def test_a_quote_in_the_other_language_stands_in_a_frame(
    embedder: Embedder, morphology: Morphology
) -> None:
    draft = Extractive(nearest=Nearest(embedder), morphology=morphology).draft(evidence(ENGLISH))
    assert draft is not None
    assert "원문" in draft.frame
    assert draft.text.endswith("3-4 business days. [1]")


def test_sentences_lose_their_marks_and_keep_their_words(morphology: Morphology) -> None:
    texts = [sentence.text for sentence in quotable((CARE,), morphology)]
    assert texts == [
        "용기는 미지근한 물로 세척합니다.",
        "HB-200X의 용기는 식기세척기에 넣을 수 없습니다.",
        "본체는 마른 천으로 닦습니다.",
    ]


def test_the_model_chooses_among_numbered_sentences(morphology: Morphology) -> None:
    model = ScriptedModel('{"sentences": [4, 1, 4]}')
    draft = generated(morphology, model).draft(evidence(JEJU, CARE))
    assert draft is not None
    assert [s.text for s in draft.sentences] == [
        "HB-200X의 용기는 식기세척기에 넣을 수 없습니다.",
        "제주 지역은 출고 후 3~4영업일 안에 도착합니다.",
    ]
    assert [p.document_id for p in draft.passages] == [CARE.document_id, JEJU.document_id]
    assert draft.text.endswith("[2]")
    (_, user) = model.calls[0]
    assert "# HB-200X 블렌더 세척과 관리" in user
    assert "4. HB-200X의" in user


def test_the_instructions_come_first_and_are_the_same_each_time(morphology: Morphology) -> None:
    model = ScriptedModel('{"sentences": [1]}', '{"sentences": [1]}')
    asked = generated(morphology, model)
    asked.draft(evidence(JEJU))
    asked.draft(evidence(CARE, query="세척은요?"))
    assert model.calls[0][0] == model.calls[1][0]


def test_a_model_that_writes_is_cited_by_its_own_numbers(morphology: Morphology) -> None:
    answer = {"sentences": [{"text": "제주는 3~4영업일 걸립니다.", "passages": [2]}]}
    model = ScriptedModel(json.dumps(answer), writes_prose=True)
    draft = generated(morphology, model).draft(evidence(CARE, JEJU))
    assert draft is not None
    assert draft.text == "제주는 3~4영업일 걸립니다. [1]"
    assert [p.document_id for p in draft.passages] == [JEJU.document_id]


def test_a_choice_far_from_the_question_is_dropped(
    embedder: Embedder, morphology: Morphology
) -> None:
    far = passage(
        "문의는 고객센터로 하세요. 쿠폰은 한 장만 쓸 수 있습니다. 제주 배송은 4일 걸립니다. "
        "제주 배송비는 3,000원입니다. 제주 도착은 늦을 수 있습니다."
    )
    question = "제주 배송은 며칠 걸리나요?"
    vector = tuple(embedder.embed_queries([question])[0].tolist())
    model = ScriptedModel('{"sentences": [2]}')
    chooser = Generated(
        model=model,
        nearest=Nearest(embedder),
        morphology=morphology,
        count=len,
        company="",
        canary="ref-0",
        prompt_tokens=3000,
        answer_tokens=100,
    )
    assert chooser.draft(evidence(far, query=question, query_vector=vector)) is None


def test_nothing_chosen_is_no_draft(morphology: Morphology) -> None:
    model = ScriptedModel('{"sentences": []}')
    assert generated(morphology, model).draft(evidence(JEJU)) is None


@pytest.mark.parametrize("answer", ["", "{", '{"sentences": ["one"]}'])
def test_an_answer_of_the_wrong_shape_is_an_outage(morphology: Morphology, answer: str) -> None:
    with pytest.raises(ModelUnavailable):
        generated(morphology, ScriptedModel(answer)).draft(evidence(JEJU))


def test_a_passage_that_was_not_given_cannot_be_cited(morphology: Morphology) -> None:
    answer = {"sentences": [{"text": "네.", "passages": [7]}]}
    model = ScriptedModel(json.dumps(answer), writes_prose=True)
    with pytest.raises(ModelUnavailable):
        generated(morphology, model).draft(evidence(JEJU))


def test_passages_stay_within_the_prompts_budget(morphology: Morphology) -> None:
    model = ScriptedModel('{"sentences": [1]}')
    generated(morphology, model, room=len(JEJU.text) + 20).draft(evidence(JEJU, CARE))
    assert "식기세척기" not in model.calls[0][1]


def test_passages_that_fit_in_any_case_are_not_counted(morphology: Morphology) -> None:
    def never(text: str) -> int:
        raise AssertionError(f"counted {text}")

    model = ScriptedModel('{"sentences": [1]}')
    generated(morphology, model, count=never).draft(evidence(JEJU, CARE))
    assert "식기세척기" in model.calls[0][1]


def draft_of(*sentences: tuple[str, tuple[int, ...]]) -> Draft:
    return Draft(
        route=Route.EXTRACTIVE,
        language=Language.KOREAN,
        sentences=tuple(DraftSentence(text=t, markers=m) for t, m in sentences),
        passages=(JEJU, CARE),
    )


def test_a_run_of_sentences_from_one_source_shows_its_marker_once() -> None:
    draft = draft_of(("하나.", (1,)), ("둘.", (1,)), ("셋.", (2,)))
    assert draft.text == "하나. 둘. [1] 셋. [2]"


def test_suggestions_are_neighbouring_questions_in_the_askers_language() -> None:
    other = passage("…", name="shipping-fee.ko", title="배송비는 얼마인가요?")
    found = evidence(JEJU, other, ENGLISH, CARE)
    draft = Draft(
        route=Route.DIRECT,
        language=Language.KOREAN,
        sentences=(),
        passages=(JEJU,),
    )
    assert suggestions(found, draft) == ("배송비는 얼마인가요?",)


def test_citations_are_numbered_as_in_the_text() -> None:
    first, second = citations([JEJU, CARE])
    assert (first.marker, first.document_id, second.marker) == (1, JEJU.document_id, 2)


def notice(**fields: object) -> Document:
    return Document.model_validate(
        {
            "id": "n.ko",
            "kind": "notice",
            "title": "파업",
            "text": "배송이 늦어집니다.",
            "language": "ko",
            "source": "notices/n.ko.md",
            "touches": ("shipping",),
            **fields,
        }
    )


def test_a_notice_shows_in_its_time_and_language_where_it_touches() -> None:
    day = date(2026, 11, 23)
    past = notice(effective_until="2026-11-22")
    coming = notice(effective_from="2026-11-24")
    english = notice(language="en")
    now = notice()
    assert notices_in_effect([past, coming, english, now], Language.KOREAN, day) == (now,)
    assert with_notices("답", [JEJU], [now], Language.KOREAN) == "[공지] 배송이 늦어집니다.\n\n답"
    elsewhere = notice(touches=("payment",))
    assert with_notices("답", [JEJU], [elsewhere], Language.KOREAN) == "답"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("한 단어", ["한 단어"]),
        ("두 줄\n\n그리고  빈칸 ", ["두 줄\n\n", "그리고  빈칸 "]),
        (
            "3,000원입니다. [1] It is 3.5 kg. Yes!",
            ["3,000원입니다. ", "[1] ", "It is 3.5 kg. ", "Yes!"],
        ),
        (" 앞 빈칸. 끝 [1]", [" 앞 빈칸. ", "끝 [1]"]),
    ],
)
def test_a_reply_is_streamed_by_the_sentence(text: str, parts: list[str]) -> None:
    assert list(parts_to_stream(text)) == parts
    assert "".join(parts) == text
