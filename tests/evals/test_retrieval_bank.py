"""banking77 as FAQ, over three made-up intents."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from evals.retrieval.bank import DRAWN, SEEDS, BankQuestion, draw, examine_bank, write_entries
from evals.retrieval.examination import bank_is_in
from evals.retrieval.shelves import Shelving
from sangdam.errors import SetupError
from sangdam.indexing.readers import read_knowledge
from sangdam.offline import HashEmbedder
from sangdam.ports import Morphology
from sangdam.settings import LLM, Settings

SAID = {
    "card_arrival": "my new card has not arrived after {} days",
    "exchange_rate": "which rate for {} euros in dollars",
    "reverted_card_payment?": "payment {} went back, why",
}
TRAIN = [
    BankQuestion(said.format(number), intent)
    for intent, said in SAID.items()
    for number in range(DRAWN + 5)
]
TEST = [
    BankQuestion("has my card\narrived after 3 weeks", "card_arrival"),
    BankQuestion("which rate, euros in dollars", "exchange_rate"),
    BankQuestion("which rate for 7 euros in dollars", "card_arrival"),
]


def write_set(data: Path, train: list[BankQuestion], test: list[BankQuestion]) -> Path:
    folder = data / "banking77"
    folder.mkdir(parents=True)
    for name, questions in (("train.csv", train), ("test.csv", test)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("text", "category"), *questions])
    return data


@pytest.fixture
def shelving(tmp_path: Path, morphology: Morphology) -> Shelving:
    return Shelving(
        Settings.load(llm=LLM.NONE),
        tmp_path / "shelves",
        embedder=HashEmbedder(),
        morphology=morphology,
        progress=lambda *_: None,
        day=date(2026, 11, 23),
    )


def test_every_draw_asks_all_questions_of_both_searches(tmp_path: Path, shelving: Shelving) -> None:
    bank = examine_bank(write_set(tmp_path, TRAIN, TEST), shelving)
    assert bank.seeds == SEEDS
    assert bank.intents == 3
    for found in (bank.shipped, bank.nearest):
        assert [one.n for one in found.each] == [3] * len(SEEDS)
        assert [one.value for one in found.each] == pytest.approx([2 / 3] * len(SEEDS))
        assert found.mean.value == pytest.approx(2 / 3)
        assert found.mean.n == 3


def test_a_draw_is_the_same_every_time_and_another_by_another_seed() -> None:
    assert draw(TRAIN, 1) == draw(TRAIN, 1) == draw(TRAIN[::1], 1)
    assert draw(TRAIN, 1) != draw(TRAIN, 2)
    for intent, texts in draw(TRAIN, 1).items():
        assert len(set(texts)) == DRAWN
        assert {*texts} <= {question.text for question in TRAIN if question.category == intent}


def test_an_intent_is_one_entry_its_first_question_the_title_the_others_aliases(
    tmp_path: Path,
) -> None:
    drawn = draw(TRAIN, 1)
    write_entries(drawn, tmp_path)
    entries = {document.id: document for document in read_knowledge(tmp_path).documents}
    assert entries.keys() == SAID.keys()
    for intent, texts in drawn.items():
        assert (entries[intent].title, *entries[intent].aliases) == tuple(texts)
    assert entries["reverted_card_payment?"].text == "This is our help on reverted card payment."


def test_an_intent_with_too_few_questions_is_told(tmp_path: Path, shelving: Shelving) -> None:
    data = write_set(tmp_path, [*TRAIN[:-6]], TEST)
    with pytest.raises(SetupError, match=r"reverted_card_payment\? has 19 training questions"):
        examine_bank(data, shelving)


def test_another_table_is_told(tmp_path: Path, shelving: Shelving) -> None:
    data = write_set(tmp_path, TRAIN, TEST)
    (data / "banking77" / "test.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(SetupError, match="its first line is not text,category"):
        examine_bank(data, shelving)


def test_the_set_is_there_with_both_of_its_files(tmp_path: Path) -> None:
    assert not bank_is_in(tmp_path)
    write_set(tmp_path, TRAIN, TEST)
    assert bank_is_in(tmp_path)
    (tmp_path / "banking77" / "train.csv").unlink()
    assert not bank_is_in(tmp_path)
