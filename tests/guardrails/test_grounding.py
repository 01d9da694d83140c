"""What may be sent: the tables of planted errors and faithful sentences, and the rules."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sangdam.guardrails.case import Case
from sangdam.guardrails.clauses import ClauseKind, clauses_of
from sangdam.guardrails.grounding import DraftChecks
from sangdam.guardrails.quantities import find_quantities
from sangdam.models import Audience, DraftSentence, Language, Question, VerdictState
from sangdam.ports import Morphology
from tests.guardrails.draft_tables import Row, draft_of, errors, faithful, passage_of, passages

KO, EN = Language.KOREAN, Language.ENGLISH
NAMES = ("하루마켓", "Haru Market")
# Share of faithful sentences of a language that must pass; the rest falls back to quoting.
FAITHFUL_FLOOR = 0.85
# The order of "from A to B" is not read: the only planted error known to slip through.
UNCAUGHT = {"LTE 요금제에서 5G 요금제로 바꾸시면 데이터가 100GB에서 20GB로 줄어듭니다."}
RETURNS = "일반 상품은 받은 날부터 7일 안에 반품하실 수 있습니다. 세일 상품은 3일입니다."
ASKED = Question(text="", language=KO)


@pytest.fixture(scope="module")
def checks(morphology: Morphology) -> DraftChecks:
    return DraftChecks(morphology, names=NAMES)


def failed(checks: DraftChecks, row: Row) -> set[str]:
    verdicts = checks.inspect(row.draft, row.asked)
    assert all(verdict.state is not VerdictState.ERRORED for verdict in verdicts)
    return {verdict.check for verdict in verdicts if not verdict.passed}


@pytest.mark.parametrize("row", errors(), ids=lambda row: f"{row.planted}-{row.text[:40]}")
def test_planted_errors_are_caught(checks: DraftChecks, row: Row) -> None:
    assert (row.check in failed(checks, row)) is (row.text not in UNCAUGHT)


@pytest.mark.parametrize("language", list(Language))
def test_faithful_sentences_mostly_pass(checks: DraftChecks, language: Language) -> None:
    rows = [row for row in faithful() if row.passage.language is language]
    passed = [row for row in rows if not failed(checks, row)]
    print(f"{language}: {len(passed)} of {len(rows)} faithful sentences pass")  # noqa: T201
    assert len(rows) >= 90
    assert len(passed) / len(rows) >= FAITHFUL_FLOOR


def test_enough_is_planted_in_each_language() -> None:
    planted = Counter(row.passage.language for row in errors())
    assert planted[KO] >= 100
    assert planted[EN] >= 100


def altered_numbers(text: str) -> list[str]:
    """`text` once for each of its numbers, with that number changed."""
    found = [item.number for item in find_quantities(text)]
    texts = []
    for span in found:
        inside = text[span.start : span.end]
        changed = re.sub(r"\d+", lambda digits: str(int(digits.group()) * 2 + 1), inside, count=1)
        texts.append(text[: span.start] + changed + text[span.end :])
    return [changed for changed in texts if changed != text]


DENIALS = [
    ("수 있습니다", "수 없습니다"),
    ("수 없습니다", "수 있습니다"),
    ("됩니다.", "되지 않습니다."),
    (" can ", " cannot "),
    (" cannot ", " can "),
    (" are ", " are not "),
    (" is ", " is not "),
]


def test_every_sentence_is_its_own_support_until_it_is_altered(
    checks: DraftChecks, morphology: Morphology
) -> None:
    slipped, tried = [], 0
    for passage in passages():
        for clause in clauses_of(passage, morphology):
            if clause.kind is not ClauseKind.SENTENCE:
                continue
            assert not failed(checks, Row("", passage, clause.text)) - {"promises"}
            altered = altered_numbers(clause.text)
            altered += [clause.text.replace(a, b, 1) for a, b in DENIALS if a in clause.text]
            tried += len(altered)
            slipped += [t for t in altered if not failed(checks, Row("", passage, t))]
    assert tried > 250
    assert not slipped


def test_verdicts_come_in_order_and_name_the_sentence(checks: DraftChecks) -> None:
    draft = draft_of(passage_of(RETURNS, KO), "세일 상품은 3일입니다.", "배송은 무료입니다.")
    verdicts = checks.inspect(draft, ASKED)
    assert [verdict.check for verdict in verdicts] == [
        *("cited", "supported", "numbers", "language", "politeness", "links", "promises"),
        *("orders", "question", "audience"),
    ]
    assert verdicts[1].detail.startswith('sentence 2 "배송은 무료입니다.": not in the source: ')
    assert checks.failing(draft) == (1,)


def test_an_empty_draft_does_not_pass(checks: DraftChecks) -> None:
    assert not checks.inspect(draft_of(passage_of(RETURNS, KO)), ASKED)[0].passed


@pytest.mark.parametrize("markers", [(), (2,), (0,), (1, 3)])
def test_every_sentence_cites_a_passage_of_the_draft(
    checks: DraftChecks, markers: tuple[int, ...]
) -> None:
    sentence = DraftSentence(text="세일 상품은 3일입니다.", markers=markers)
    draft = draft_of(passage_of(RETURNS, KO), sentences=(sentence,))
    assert checks.inspect(draft, ASKED)[0].state is VerdictState.FAILED


def test_a_sentence_rests_on_the_passage_that_it_cites(checks: DraftChecks) -> None:
    other = passage_of("배송비는 3,000원입니다.", KO)
    sentence = DraftSentence(text="세일 상품은 3일입니다.", markers=(1,))
    draft = draft_of(other, sentences=(sentence,), passages=(other, passage_of(RETURNS, KO)))
    assert checks.failing(draft) == (0,)


def test_a_check_that_errors_has_not_passed(morphology: Morphology) -> None:
    def broken(_: Case) -> str:
        raise ZeroDivisionError("broken on purpose")

    checks = DraftChecks(morphology, checks={"broken": broken})
    draft = draft_of(passage_of(RETURNS, KO), "세일 상품은 3일입니다.")
    verdict = checks.inspect(draft, ASKED)[0]
    assert verdict.state is VerdictState.ERRORED
    assert verdict.detail == "ZeroDivisionError: broken on purpose"
    assert checks.failing(draft) == (0,)


def test_an_internal_passage_never_reaches_a_customer(checks: DraftChecks) -> None:
    hidden = passage_of(RETURNS, KO, audience=Audience.INTERNAL)
    *_, audience = checks.inspect(draft_of(hidden, "세일 상품은 3일입니다."), ASKED)
    assert (audience.check, audience.passed) == ("audience", False)
    assert audience.detail == "not for customers: doc#0"


def test_a_quotation_in_the_other_language_needs_a_frame(checks: DraftChecks) -> None:
    passage = passage_of(RETURNS, KO)
    quote = "세일 상품은 3일입니다."
    bare = draft_of(passage, quote, language=EN)
    framed = bare.model_copy(update={"frame": "Our policy is written in Korean:"})
    translated = draft_of(passage, "세일 상품은 사흘입니다.", language=EN, frame="In Korean:")
    asked = Question(text="sale items?", language=EN)
    assert checks.failing(framed, asked) == ()
    assert [v.check for v in checks.inspect(bare, asked) if not v.passed] == ["language"]
    assert checks.failing(translated, asked) == (0,)


def test_the_question_may_name_the_topic_and_nothing_else(checks: DraftChecks) -> None:
    passage = passage_of("Sale items can be returned within 3 days of receipt.", EN)
    draft = draft_of(passage, "They can be returned within 3 days of receipt.")
    about = Question(text="Can I return sale items?", language=EN)
    unlike = Question(text="Can I return normal items?", language=EN)
    assert checks.failing(draft, about) == ()
    assert checks.failing(draft, unlike) == (0,)
    assert checks.failing(draft) == (0,)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("- 사용한 가전제품", False),
        ("다음 상품은 반품할 수 없습니다. - 사용한 가전제품", True),
        ("사용한 가전제품은 반품할 수 없습니다.", True),
        ("사용한 가전제품은 반품할 수 있습니다.", False),
    ],
)
def test_a_list_item_counts_only_with_what_it_completes(
    checks: DraftChecks, text: str, passes: bool
) -> None:
    listed = "다음 상품은 반품할 수 없습니다.\n\n- 개봉한 필터\n- 사용한 가전제품"
    assert (checks.failing(draft_of(passage_of(listed, KO), text)) == ()) is passes


def test_a_whole_answer_may_be_one_sentence_of_the_draft(checks: DraftChecks) -> None:
    text = (
        "배송 기간은 지역마다 다릅니다.\n\n| 지역 | 기간 |\n|---|---|\n| 내륙 | 1~2영업일 |\n"
        "| 제주 | 3~4영업일 |\n\n자세한 내용은 help@harumarket.example로 물어보십시오."
    )
    assert checks.failing(draft_of(passage_of(text, KO), text)) == ()
    assert checks.failing(draft_of(passage_of(text, KO), text.replace("3~4", "4~5"))) == (0,)
