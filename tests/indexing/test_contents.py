from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from sangdam.indexing.columns import write_columns
from sangdam.indexing.contents import Contents, contents
from sangdam.indexing.renewal import renew
from sangdam.models import DocumentKind
from sangdam.ports import Columns
from tests.indexing.builds import KNOWLEDGE, Builds, words
from tests.indexing.knowledge_folder import read, write
from tests.indexing.plain_indexes import PlainIndexes, WordIndexes


@pytest.fixture
def made(tmp_path: Path) -> Contents:
    known = sorted(read(tmp_path / "knowledge", KNOWLEDGE).items())
    return contents([document for _, document in known], count=words, limit=40)


def test_contents_are_read_as_they_were_written(made: Contents, tmp_path: Path) -> None:
    folder = write(tmp_path / "made", {"empty": ""})
    renew(made.documents, lent={}, old=None, count=words, limit=40).write(folder, None)
    read = Contents.read(folder)
    assert [*read.documents] == [*made.documents]
    assert read.notices == made.notices
    assert [*read.passages] == [*made.passages]
    assert [*read.vector_texts] == [*made.vector_texts]
    for field in fields(Columns):
        one, other = getattr(read.columns, field.name), getattr(made.columns, field.name)
        np.testing.assert_array_equal(one, other)


def test_columns_of_other_passages_are_damage(made: Contents, tmp_path: Path) -> None:
    folder = write(tmp_path / "made", {"empty": ""})
    renew(made.documents, lent={}, old=None, count=words, limit=40).write(folder, None)
    fewer = contents(made.documents[:2], count=words, limit=40)
    for file in (folder / "columns").iterdir():
        file.unlink()
    (folder / "columns").rmdir()
    write_columns(folder, fewer.columns)
    with pytest.raises(ValueError, match="4 passages have 1 rows"):
        Contents.read(folder)


def test_a_generation_has_its_documents_by_id_and_its_notices_apart(tmp_path: Path) -> None:
    knowledge = write(tmp_path / "knowledge", KNOWLEDGE)
    builds = Builds(knowledge, tmp_path / "index", vectors=PlainIndexes(), lexical=WordIndexes())
    builds.run()
    generation = builds.current()
    for document in generation.documents:
        assert generation.document(document.id) == document
    for unknown in ("", "period", "period.jp", "zzz"):
        assert generation.document(unknown) is None
    kinds = [document.kind for document in generation.notices]
    assert kinds == [DocumentKind.NOTICE]
    assert generation.notices == (generation.document("notices/strike.ko"),)
