"""Ten conversations through the real embedded language model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.models import Outcome, Reply, Route, stem
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings
from tests.moments import MONDAY_MORNING, Converse

pytestmark = pytest.mark.llm

CONVERSATIONS = [
    (["HB-200X 용기는 식기세척기에 넣어도 되나요?"], "product-blender-hb-200x"),
    (["is the HB-200X jar dishwasher safe?"], "product-blender-hb-200x"),
    (["HF-28I 인덕션에서 쓸 수 있어요?"], "product-frying-pan-hf-28i"),
    (["무선 청소기 필터는 어떻게 청소해요?"], "product-vacuum-hv-22"),
    (["how do I clean the vacuum filter?"], "product-vacuum-hv-22"),
    (["밥솥 내솥 코팅은 어떻게 관리하나요?"], "product-rice-cooker-hr-030"),
    (["HB-300X 용기 용량이 얼마예요?"], "product-blender-hb-300x"),
    (["안녕하세요", "HA-550 에어프라이어 소비 전력이 얼마예요?"], "product-air-fryer-ha-550"),
    (["HB-200X 칼날은 어떻게 씻어요?"], "product-blender-hb-200x"),
    (["can I put the HT-500 tumbler in the dishwasher?"], "product-tumbler-ht-500"),
]


@pytest.fixture(scope="module")
def service(
    index: Path,
    tmp_path_factory: pytest.TempPathFactory,
    embedder: Embedder,
    morphology: Morphology,
) -> Iterator[Service]:
    settings = Settings.load(
        llm=LLM.LOCAL,
        data_dir=tmp_path_factory.mktemp("data"),
        index_dir=index,
        limits={"turn_seconds": 120},  # how slow it is here is not what is asked
    )
    service = bootstrap.build(
        settings, clock=StoppedClock(MONDAY_MORNING), embedder=embedder, morphology=morphology
    )
    bootstrap.wait_for_model(service)
    service.background.submit(lambda: None).result()  # after its first reading of the prompt
    yield service
    service.close()


@pytest.fixture(scope="module")
def replies() -> list[Reply]:
    return []


@pytest.mark.parametrize(("messages", "document"), CONVERSATIONS)
def test_every_sentence_is_quoted_from_the_right_document_or_a_person_is_called(
    service: Service,
    converse: Converse,
    replies: list[Reply],
    morphology: Morphology,
    messages: list[str],
    document: str,
) -> None:
    reply = converse(service, *messages)
    replies.append(reply)
    if reply.outcome is not Outcome.ANSWERED:
        assert reply.outcome in {Outcome.CLARIFY, Outcome.HANDED_OFF}
        return
    assert document in {stem(citation.document_id) for citation in reply.citations}
    sources = re.sub(r"\*\*|__|`", "", " ".join(citation.quote for citation in reply.citations))
    for said in re.split(r" ?\[\d+\] ?", reply.text):
        for sentence in morphology.sentences(said):
            assert sentence in sources


def test_most_of_them_came_from_the_model(replies: list[Reply]) -> None:
    generated = [reply for reply in replies if reply.route is Route.GENERATED]
    assert len(generated) >= len(CONVERSATIONS) // 2
    assert all(reply.usage.prompt_tokens > 0 for reply in generated)


def test_after_the_model_has_died_questions_are_answered_all_the_same(
    service: Service, converse: Converse
) -> None:
    assert service.llama is not None
    service.llama.stop()
    reply = converse(service, CONVERSATIONS[0][0][0])
    assert reply.route in {Route.EXTRACTIVE, Route.FIXED}
    assert reply.outcome in {Outcome.ANSWERED, Outcome.HANDED_OFF}
