import json
from pathlib import Path

import pytest

from sangdam.indexing.contents import READING
from sangdam.indexing.generations import open_current
from sangdam.indexing.predecessor import Predecessor, predecessor
from sangdam.indexing.readers import Knowledge, read_knowledge
from sangdam.indexing.sources import source_digests
from sangdam.models import Audience, FindingKind, IndexChange
from tests.indexing.builds import KNOWLEDGE, Builds
from tests.indexing.changing_knowledge import zipped
from tests.indexing.knowledge_folder import write
from tests.indexing.plain_indexes import PlainIndexes, WordIndexes

ENTRY = '{"id": "why.ko", "question": "왜요?", "answer": "그냥요."}\n'
TERMS = "# 약관\n" + "하루가 걸립니다. " * 30


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    knowledge = write(tmp_path / "knowledge", KNOWLEDGE | {"policies/terms.ko.md": TERMS})
    made = Builds(knowledge, tmp_path / "index", vectors=PlainIndexes(), lexical=WordIndexes())
    made.run()
    return made


@pytest.fixture
def old(builds: Builds) -> Predecessor:
    found = predecessor(builds.index, builds.vectors, builds.lexical)
    assert found
    return found


def test_unchanged_files_are_lent_as_they_were_read(builds: Builds, old: Predecessor) -> None:
    lent = old.lent_files(source_digests(builds.knowledge))
    assert lent.keys() == KNOWLEDGE.keys() | {"policies/terms.ko.md"}
    documents = [document for said in lent.values() for document in said.documents]
    read = read_knowledge(builds.knowledge).documents
    assert sorted(documents, key=lambda document: document.id) == [*read]


def test_a_changed_a_new_and_a_lost_file_are_not_lent(builds: Builds, old: Predecessor) -> None:
    builds.write({"policies/terms.ko.md": TERMS + "끝.", "policies/new.md": "# New\ntext"})
    (builds.knowledge / "faqs/returns.csv").unlink()
    lent = old.lent_files(source_digests(builds.knowledge))
    assert lent.keys() == {"policies/shipping.ko.md", "notices/strike.ko.md"}


def test_a_lent_file_is_not_read(builds: Builds, old: Predecessor) -> None:
    lent = dict(old.lent_files(source_digests(builds.knowledge)))
    (notice,) = lent["notices/strike.ko.md"].documents
    lent["notices/strike.ko.md"] = Knowledge((notice.model_copy(update={"text": "lent"}),))
    known = {document.id: document for document in read_knowledge(builds.knowledge, lent=lent)[0]}
    assert known["notices/strike.ko"].text == "lent"
    assert known["policies/terms.ko"].text == TERMS.strip()


def test_what_could_not_be_read_is_told_again_until_its_file_changes(builds: Builds) -> None:
    packed = zipped({"a.md": "# A\ntext", "b.hwp": "x", "faqs/c.jsonl": ENTRY})
    write(builds.knowledge, {"policies/slides.pptx": "x", "packed.zip": packed})
    first = builds.run()
    assert skipped(first) == ["packed.zip/b.hwp", "policies/slides.pptx"]
    builds.write({"policies/new.md": "# New\ntext"})
    second = builds.run()
    assert (second.added, second.changed, second.removed) == (("policies/new",), (), ())
    assert skipped(second) == skipped(first)
    assert builds.run().findings == second.findings
    (builds.knowledge / "policies/slides.pptx").unlink()
    assert skipped(builds.run()) == ["packed.zip/b.hwp"]


def test_a_file_is_read_anew_when_the_one_that_describes_it_changes(builds: Builds) -> None:
    builds.write({"policies/manual.txt": "설명서\n\n이렇게 씁니다."})
    builds.run()
    builds.write({"policies/manual.txt.yaml": "audience: internal\n"})
    change = builds.run()
    assert (change.changed, change.embedded) == (("policies/manual",), 0)
    document = builds.current().document("policies/manual")
    assert document
    assert document.audience is Audience.INTERNAL


def skipped(change: IndexChange) -> list[str]:
    return [found.source for found in change.findings if found.kind is FindingKind.SKIPPED]


def test_passages_of_unchanged_documents_are_lent_under_the_same_limit_only(
    old: Predecessor,
) -> None:
    same = dict(old.ledger.documents) | {"period.ko": "another digest"}
    lent = old.lent_passages(same, limit=40)
    assert lent.keys() == same.keys() - {"period.ko"}
    for document_id, places in lent.items():
        found = [old.passages[place].document_id for place in places]
        assert set(found) <= {document_id}
    assert sum(map(len, lent.values())) == len(old.passages) - 1
    assert old.lent_passages(same, limit=39) == {}


def test_nothing_is_lent_of_what_other_rules_made(builds: Builds) -> None:
    name = open_current(builds.index, builds.vectors, builds.lexical).manifest.generation
    path = builds.index / "generations" / name / "manifest.json"
    manifest = json.loads(path.read_bytes()) | {"reading": READING - 1}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    old = predecessor(builds.index, builds.vectors, builds.lexical)
    assert old
    assert old.lent_files(source_digests(builds.knowledge)) == {}
    assert old.lent_passages(old.ledger.documents, limit=40) == {}
    builds.embedder.embedded.clear()
    change = builds.run()
    assert change.generation != name
    assert (change.unchanged, change.embedded) == (5, 0)


def test_where_there_is_no_whole_generation_there_is_no_predecessor(
    builds: Builds, tmp_path: Path
) -> None:
    assert predecessor(tmp_path / "none", builds.vectors, builds.lexical) is None
    name = builds.current().manifest.generation
    (builds.index / "generations" / name / "ledger.json").unlink()
    assert predecessor(builds.index, builds.vectors, builds.lexical) is None
