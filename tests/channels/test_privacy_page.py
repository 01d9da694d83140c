"""The page that a company publishes: what is kept, for how long, and who works on it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from sangdam.channels.pages import pages
from sangdam.models import Document, Language
from sangdam.settings import Settings

PROCESSOR = {
    "name": "Example Models Inc.",
    "country": "미국",
    "country_en": "United States",
    "purpose": "답변 문장 만들기",
    "purpose_en": "writing answers",
    "keeps": "30일",
    "keeps_en": "30 days",
}


class Shop:
    def __init__(self, **settings: object) -> None:
        self.settings = Settings.load({}, **settings)
        self.any_account = False

    def notices(self, _language: Language) -> tuple[Document, ...]:
        return ()


def page(language: str, path: str = "/privacy", **settings: object) -> str:
    app = FastAPI()
    app.include_router(pages(Shop(**settings)))
    answer = TestClient(app).get(f"{path}?lang={language}")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", ["먼저 AI가 답해요", "주민등록번호", "삭제를 요청하실 때까지", "180일 뒤에"]),
        ("en", ["An AI answers first", "Identity, passport", "you ask us to", "180 days, then"]),
    ],
)
def test_it_says_who_answers_what_is_kept_and_for_how_long(language: str, words: list[str]) -> None:
    told = page(language)
    for each in words:
        assert each in told
    assert "<script" not in told


@pytest.mark.parametrize(("language", "words"), [("ko", "90일 뒤에"), ("en", "90 days, then")])
def test_the_days_are_those_of_the_settings(language: str, words: str) -> None:
    told = page(language, retention={"conversation_days": 90, "trace_days": 7})
    assert told.count(words) == 2, "conversations, and files with them"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", "Example Models Inc. (미국): 답변 문장 만들기. 보관 기간: 30일."),
        ("en", "Example Models Inc. (United States): writing answers. Kept there: 30 days."),
    ],
)
def test_who_works_on_it_abroad_is_named(language: str, words: str) -> None:
    assert words in page(language, llm="openai", privacy={"processors": [PROCESSOR]})


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "언어 모델에 보내요"), ("en", "language model at")]
)
def test_a_model_that_nobody_named_is_told_by_its_address(language: str, words: str) -> None:
    told = page(language, llm="openai", openai_base_url="https://models.example/v1")
    assert words in told
    assert "models.example" in told


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "저희 기기에서"), ("en", "our own machines")]
)
def test_without_an_outside_model_nobody_else_works_on_it(language: str, words: str) -> None:
    assert words in page(language, llm="local")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_who_answers_for_it_can_be_reached(language: str) -> None:
    told = page(
        language,
        privacy={
            "officer": "개인정보팀",
            "officer_en": "Privacy office",
            "contact": "privacy@shop.example",
            "policy_url": "https://shop.example/privacy",
        },
    )
    assert ("개인정보팀" if language == "ko" else "Privacy office") in told
    assert "privacy@shop.example" in told
    assert 'href="https://shop.example/privacy"' in told


@pytest.mark.parametrize(
    ("language", "consents"),
    [
        ("ko", ["남기지 않아도 답은", "보내면 상담원이 도와드리기 위해 보는 것에 동의"]),
        ("en", ["You get the answer here without it", "By sending one you agree"]),
    ],
)
def test_the_chat_page_links_it_and_asks_for_what_goes_beyond_the_answer(
    language: str, consents: list[str]
) -> None:
    told = page(language, "/")
    assert f'href="/privacy?lang={language}"' in told
    for consent in consents:
        assert consent in told
