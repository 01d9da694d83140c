from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sangdam.indexing.columns import OPEN_BEGIN, OPEN_END, columns_of, open_columns, write_columns
from sangdam.indexing.passages import VectorTexts, passages
from sangdam.models import Audience, Document, DocumentKind, Language, Passage
from sangdam.ports import Columns

PERIOD = Document(
    id="period.ko",
    kind=DocumentKind.FAQ,
    title="반품 기간은?",
    text="7일입니다.",
    language=Language.KOREAN,
    source="faqs/a.csv",
    aliases=("언제까지 반품돼요?",),
    effective_from=date(2026, 1, 1),
    effective_until=date(2026, 12, 31),
)
TERMS = Document(
    id="terms.en",
    kind=DocumentKind.DOCUMENT,
    title="Terms",
    text="Intro.\n\n## Fee\n3,000 won.",
    language=Language.ENGLISH,
    source="policies/terms.en.md",
    audience=Audience.INTERNAL,
)


def made(*documents: Document) -> tuple[Passage, ...]:
    return passages(documents, count=lambda text: len(text.split()), limit=40)


ENGLISH = {"id": "period.en", "language": Language.ENGLISH, "aliases": ()}
MIXED = made(
    PERIOD.model_copy(update=ENGLISH), PERIOD, TERMS, TERMS.model_copy(update={"id": "terms.ko"})
)
"""Two translations of one entry, two documents of two passages each with a like name."""


@pytest.fixture
def columns() -> Columns:
    return columns_of(MIXED)


def test_every_vector_knows_its_passage_and_every_passage_its_vectors(columns: Columns) -> None:
    assert columns.passage.tolist() == [0, 0, 1, 1, 1, 2, 3, 4, 5]
    assert columns.first.tolist() == [0, 2, 5, 6, 7, 8, 9]
    assert columns.asks.tolist() == [True, False, True, True, False, False, False, False, False]
    texts = VectorTexts(MIXED, columns.first)
    assert [text.passage for text in texts] == columns.passage.tolist()
    assert [text.asks for text in texts] == columns.asks.tolist()
    assert [texts[n] for n in range(len(texts))] == [*texts]
    assert texts[-1] == [*texts][-1]


def test_translations_of_a_faq_entry_are_one_subject_and_only_they(columns: Columns) -> None:
    assert columns.subject.tolist() == [0, 0, 2, 3, 4, 5]


def test_language_kind_and_audience_are_told_of_every_passage(columns: Columns) -> None:
    languages = [list(Language)[position] for position in columns.language]
    assert languages == [passage.language for passage in MIXED]
    assert columns.faq.tolist() == [True, True, False, False, False, False]
    assert columns.internal.tolist() == [False, False, True, True, True, True]


def test_days_are_ordinals_and_an_open_end_lies_beyond_every_day(columns: Columns) -> None:
    first, last = date(2026, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    assert columns.begins.tolist() == [first, first] + [OPEN_BEGIN] * 4
    assert columns.ends.tolist() == [last, last] + [OPEN_END] * 4
    assert OPEN_BEGIN < date.min.toordinal() < date.max.toordinal() < OPEN_END
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)):
        now = day.toordinal()
        held = (columns.begins <= now) & (now <= columns.ends)
        assert held.tolist() == [passage.in_effect(day) for passage in MIXED]


def test_columns_are_kept_as_they_are(columns: Columns, tmp_path: Path) -> None:
    write_columns(tmp_path, columns)
    opened = open_columns(tmp_path)
    for field in fields(Columns):
        one, other = getattr(columns, field.name), getattr(opened, field.name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
        assert not other.flags.owndata


def test_of_no_passage_there_are_no_rows(tmp_path: Path) -> None:
    write_columns(tmp_path, columns_of(()))
    opened = open_columns(tmp_path)
    assert opened.first.tolist() == [0]
    assert (len(opened.passage), len(opened.subject)) == (0, 0)


@pytest.mark.parametrize("name", [field.name for field in fields(Columns)])
def test_a_column_of_another_length_is_damaged(columns: Columns, tmp_path: Path, name: str) -> None:
    write_columns(tmp_path, columns)
    np.save(tmp_path / "columns" / f"{name}.npy", getattr(columns, name)[:-1])
    with pytest.raises(ValueError, match=r"the column .* has not"):
        open_columns(tmp_path)
