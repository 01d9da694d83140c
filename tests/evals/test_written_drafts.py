"""The stored drafts and their labels: enough, in both languages, each sentence read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Half
from evals.reading import read_cases
from evals.retrieval.reading import read_questions
from evals.store import read_lines
from evals.written.asked import must_be_there, read_asked, read_passages
from evals.written.choosing import (
    MORE,
    PARAPHRASES,
    Paraphrase,
    for_inventing,
    for_prose,
)
from evals.written.drafts import INVENTED, PROSE, Drafted, drafted, read_drafts
from evals.written.faults import Fault
from evals.written.labels import DraftLabel, Key, SentenceLabel, must_fit, read_labels
from sangdam.errors import KnowledgeError
from sangdam.models import Audience, DraftSentence, Language
from tests.evals.writing import asked

DRAFT = Drafted(
    question="jeju",
    writer="m",
    sentences=(DraftSentence(text="3일 걸립니다.", markers=(1,)),),
    passages=("jeju#0",),
)


def test_there_are_enough_of_both_languages_and_of_what_has_no_answer() -> None:
    by_id = {one.id: one for one in read_asked()}
    assert len(by_id) == 500
    written = [by_id[stored.question] for stored in read_drafts(PROSE)]
    assert len(written) >= 120
    assert sum(not one.answerable for one in written) >= 40
    languages = Counter(one.language for one in by_id.values())
    assert abs(languages[Language.KOREAN] - languages[Language.ENGLISH]) <= 20
    halves = Counter((one.half, one.language) for one in written)
    assert min(halves[half, language] for half in Half for language in Language) >= 25


def test_every_sentence_was_read_and_at_least_five_hundred_were() -> None:
    drafts = [*read_drafts(PROSE), *read_drafts(INVENTED)]
    must_fit(drafts, read_labels())
    assert sum(len(draft.sentences) for draft in drafts) >= 500


def test_every_passage_is_there_and_for_customers() -> None:
    passages = read_passages()
    must_be_there(read_asked(), passages)
    assert {passage.audience for passage in passages.values()} == {Audience.CUSTOMER}
    for stored in [*read_drafts(PROSE), *read_drafts(INVENTED)]:
        assert set(stored.passages) <= passages.keys()
        assert {m for s in stored.sentences for m in s.markers} <= set(
            range(1, len(stored.passages) + 1)
        )


def test_the_embedded_model_is_asked_cases_of_every_half_and_language_alike() -> None:
    chosen = [one.asked for one in for_prose(read_cases())]
    count = Counter((one.half, one.language) for one in chosen)
    assert set(count.values()) == {36}
    assert all(one.embedded for one in chosen)
    beginning = Counter((one.half, one.language) for one in chosen[:20])
    assert set(beginning.values()) == {5}


def test_the_inventing_model_is_asked_of_three_sources_in_both_languages_alike() -> None:
    cases = read_cases()
    first = for_prose(cases)
    paraphrases = read_lines(PARAPHRASES, Paraphrase)
    more = [one.asked for one in for_inventing(cases, read_questions(), paraphrases, first)]
    count = Counter((one.source, one.language) for one in more)
    for source, n in MORE.items():
        assert {count[source, language] * 2 for language in Language} == {n}
    assert not {one.text for one in more} & {one.asked.text for one in first}
    assert len({one.id for one in more}) == len(more)


def label(text: str = "3일 걸립니다.", **fields: object) -> DraftLabel:
    known = {"text": text, "supported": True, "why": "said so"} | fields
    sentence = SentenceLabel.model_validate(known)
    return DraftLabel(question="jeju", writer="m", answers=True, sentences=(sentence,))


def test_a_draft_that_nobody_read_is_named() -> None:
    with pytest.raises(KnowledgeError, match="m on jeju has no label"):
        must_fit([DRAFT], {})


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (label("4일 걸립니다."), "is another one than was read"),
        (label(supported=False), "say by which fault"),
        (label(supported=False, fault=Fault.ADDED, says_nothing=True), "says nothing"),
    ],
)
def test_a_label_that_does_not_fit_is_named(wrong: DraftLabel, told: str) -> None:
    with pytest.raises(KnowledgeError, match=told):
        must_fit([DRAFT], {Key("jeju", "m"): wrong})


def test_a_sentence_in_the_wrong_language_is_supported_and_not_sound() -> None:
    found = label(fault=Fault.LANGUAGE)
    assert found.sentences[0].supported
    assert not found.good


def test_a_model_that_came_to_no_sentence_is_stored_too(tmp_path: Path) -> None:
    stored = drafted(asked(), "m", None)
    assert stored.sentences == ()
    (tmp_path / PROSE).write_text(stored.model_dump_json() + "\n", "utf-8")
    assert read_drafts(PROSE, tmp_path) == (stored,)
    assert json.loads((tmp_path / PROSE).read_text("utf-8"))["question"] == "jeju"
