"""Questions of knowledge/ and evals/retrieval, put in other dress and turned into neighbours.

A dress changes nothing of what is asked; a neighbour changes one fact: a number, a denial, a
product, a place, a direction, a time or what is to be done.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from evals.cases import Half
from evals.retrieval.reading import read_questions
from scripts.benchmarks.figures import ROOT

HANGUL = re.compile("[가-힣]")
KOREAN_ENDINGS = (
    ("되나요", "돼요"),
    ("돼요", "됩니까"),
    ("인가요", "이에요"),
    ("예요", "인가요"),
    ("있나요", "있어요"),
    ("하나요", "합니까"),
    ("한가요", "합니까"),
    ("걸려요", "걸리나요"),
)
KOREAN_PARTICLES = tuple((f"{particle} ", " ") for particle in "은는이가")
ENGLISH_SHORT_FORMS = (("can't", "cannot"), ("don't", "do not"), ("What's the", "What is the"))
ENGLISH_ARTICLES = ((" the ", " "), (" a ", " "))
NEIGHBOURS = (
    ("되나요", "안 되나요"),
    ("돼요", "안 돼요"),
    ("있나요", "없나요"),
    ("Can I", "Can't I"),
    ("can i", "can't i"),
    ("Do you", "Don't you"),
    ("HB-200X", "HB-300X"),
    ("HF-24", "HF-28I"),
    ("HK-170", "HT-500"),
    ("제주", "부산"),
    ("Jeju", "Busan"),
    ("까지", "부터"),
    ("에서", "으로"),
    ("이상", "이하"),
    ("before", "after"),
    ("from", "to"),
    ("over", "under"),
    ("언제", "어떻게"),
    ("얼마", "언제"),
    ("오늘", "내일"),
    ("When", "How"),
    ("How long", "How much"),
    ("반품", "교환"),
    ("쿠폰", "포인트"),
    ("카드", "계좌"),
    ("refund", "exchange"),
    ("coupon", "point"),
    ("card", "transfer"),
)
NUMBER = re.compile(r"(?<![A-Za-z\d-])\d+(?![A-Za-z-])")


class Sort(StrEnum):
    PLAIN = "as written"
    DRESSED = "in other dress"
    NEIGHBOUR = "one fact changed"


class Wording(NamedTuple):
    text: str
    sort: Sort


def wordings(number: int, seed: int) -> tuple[Wording, ...]:
    """So many different texts: questions, each with its dresses and neighbours, shuffled."""
    chance = random.Random(seed)
    questions = _questions()
    chance.shuffle(questions)
    found: dict[str, Sort] = {}
    for question in questions:
        found.setdefault(question, Sort.PLAIN)
        for text in chance.sample(dresses := _dresses(question), min(2, len(dresses))):
            found.setdefault(text, Sort.DRESSED)
        for text in chance.sample(near := _neighbours(question), min(1, len(near))):
            found.setdefault(text, Sort.NEIGHBOUR)
        if len(found) >= number:
            break
    made = [Wording(text, sort) for text, sort in found.items()][:number]
    chance.shuffle(made)
    return tuple(made)


def faq_wordings(seed: int) -> tuple[str, ...]:
    """Every question and alias of the FAQ, in all its dresses, shuffled."""
    questions = faq_questions()
    texts = sorted({text for question in questions for text in (question, *_dresses(question))})
    return tuple(random.Random(seed).sample(texts, len(texts)))


def faq_questions() -> list[str]:
    """With their aliases, those that customers may have answered."""
    asked = []
    for path in sorted((ROOT / "knowledge" / "faqs").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["audience"] == "customer":
                    asked += [row["question"], *map(str.strip, row["aliases"].split("|"))]
    return sorted(set(filter(None, asked)))


def _questions() -> list[str]:
    return sorted({*(found.text for found in read_questions(halves=[Half.OPEN])), *faq_questions()})


def _dresses(question: str) -> list[str]:
    bare = question.rstrip("?.! ")
    made = [bare, f"{bare}?", f"{bare}??"]
    if HANGUL.search(question):
        made += [f"혹시 {question}", *_changed(question, KOREAN_ENDINGS + KOREAN_PARTICLES)]
        made.append(question.replace(" ", ""))
    else:
        made += [question[0].lower() + question[1:], f"Please, {question}"]
        made += _changed(question, ENGLISH_SHORT_FORMS + ENGLISH_ARTICLES)
    return sorted(set(made) - {question})


def _neighbours(question: str) -> list[str]:
    other = NUMBER.sub(lambda found: str(int(found[0]) + 2), question, count=1)
    return sorted({other, *_changed(question, NEIGHBOURS)} - {question})


def _changed(text: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    return (text.replace(old, new, 1) for old, new in pairs if old in text)
