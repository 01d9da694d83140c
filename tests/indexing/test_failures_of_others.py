"""What other systems' users have reported, kept from happening here."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sangdam.offline import HashEmbedder
from sangdam.ports import Embedder, Generation, Matrix
from tests.indexing.builds import KNOWLEDGE, Builds, matrix
from tests.indexing.knowledge_folder import write


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(write(tmp_path / "knowledge", KNOWLEDGE), tmp_path / "index")


def found(generation: Generation, question: str, embedder: Embedder) -> set[str]:
    """Ids of all passages with a vector that is exactly the question's."""
    query = embedder.embed_queries([question])
    nearest = generation.vector_index.search(query, generation.manifest.vectors)
    exact = nearest.ids[nearest.scores > 0.999]
    return {generation.passages[generation.columns.passage[row]].id for row in exact}


class FailingEmbedder(HashEmbedder):
    """Can't embed any more answers."""

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        raise RuntimeError(f"out of memory for {len(texts)} texts")


def test_vectors_are_never_deleted_before_the_new_ones_are_built(builds: Builds) -> None:
    """Open WebUI #23787: an update deleted a file's vectors first and then failed to embed the
    new text; the knowledge was silently left without either."""
    builds.run()
    before = builds.files()
    builds.write({"policies/shipping.ko.md": "# 배송 정책\n\n## 배송비\n5,000원입니다.\n"})
    builds.embedder = FailingEmbedder()
    with pytest.raises(RuntimeError, match="out of memory"):
        builds.run()
    assert builds.files() == before
    assert found(builds.current(), "return window", HashEmbedder()) == {"period.en#0"}


def test_the_old_vectors_answer_while_the_new_ones_are_embedded(builds: Builds) -> None:
    """Open WebUI #23787, seen by a customer who asks in the middle of the update."""
    first = builds.run()
    builds.write({"policies/shipping.ko.md": "# 배송 정책\n\n## 배송비\n5,000원입니다.\n"})
    seen: list[str] = []

    def ask(_what: str, _done: int, _total: int) -> None:
        live = builds.current()
        assert len(matrix(live)) == 9
        assert found(live, "return window", HashEmbedder()) == {"period.en#0"}
        seen.append(live.manifest.generation)

    change = builds.run(progress=ask)
    assert seen == [first.generation]
    assert builds.current().manifest.generation == change.generation


def test_unchanged_siblings_are_not_embedded_again(builds: Builds) -> None:
    """LangChain #22135: of 200 texts of one file, those behind the first batch were deleted and
    embedded again at every run although nothing had changed."""
    rows = [
        f'{{"id": "e{n}.ko", "question": "질문 {n}", "answer": "답 {n}"}}\n' for n in range(200)
    ]
    builds.write({"faqs/many.jsonl": "".join(rows)})
    builds.run()
    builds.embedder.embedded.clear()
    assert builds.run().embedded == 0
    rows[150] = '{"id": "e150.ko", "question": "질문 150", "answer": "새 답"}\n'
    builds.write({"faqs/many.jsonl": "".join(rows)})
    change = builds.run()
    assert (change.changed, change.embedded) == (("e150.ko",), 1)
    assert builds.embedder.embedded == ["질문 150\n새 답"]


def test_unchanged_sections_are_not_embedded_again(builds: Builds) -> None:
    """The same within one document: its other passages keep their vectors."""
    sections = [f"## 제{n}조\n본문 {n}입니다.\n" for n in range(150)]
    builds.write({"policies/terms.ko.md": "# 약관\n" + "".join(sections)})
    builds.run()
    builds.embedder.embedded.clear()
    sections[140] = "## 제140조\n고친 본문입니다.\n"
    builds.write({"policies/terms.ko.md": "# 약관\n" + "".join(sections)})
    assert builds.run().embedded == 1
    assert builds.embedder.embedded == ["약관\n제140조\n고친 본문입니다."]


def test_every_passage_of_a_document_is_kept_on_update(builds: Builds) -> None:
    """LlamaIndex PR 22046: an update kept the last chunk of a document and dropped the others."""
    sections = [f"## 제{n}조\n본문 {n}입니다.\n" for n in range(6)]
    builds.write({"policies/terms.ko.md": "# 약관\n" + "".join(sections)})
    builds.run()
    sections[0] = "## 제0조\n고친 본문입니다.\n"
    builds.write({"policies/terms.ko.md": "# 약관\n" + "".join(sections)})
    builds.run()
    generation = builds.current()
    kept = [p.text for p in generation.passages if p.document_id == "policies/terms.ko"]
    assert kept == ["고친 본문입니다.", *(f"본문 {n}입니다." for n in range(1, 6))]
    for number in range(1, 6):
        asked = f"약관\n제{number}조\n본문 {number}입니다."
        assert found(generation, asked, builds.embedder) == {f"policies/terms.ko#{number}"}


def test_of_two_equal_texts_one_can_be_deleted_and_the_other_is_found(builds: Builds) -> None:
    """LlamaIndex PR 22712: of two documents with one text the deleted one stayed, and went on
    being retrieved, because documents were looked up by the digest of their text."""
    same = {"question": "영수증은 어디서 받나요?", "answer": "마이페이지에서 받습니다."}
    builds.write({f"faqs/{name}.jsonl": _row(f"{name}.ko", same) for name in ("one", "two")})
    builds.run()
    assert found(builds.current(), same["question"], builds.embedder) == {"one.ko#0", "two.ko#0"}
    builds.embedder.embedded.clear()
    (builds.knowledge / "faqs/one.jsonl").unlink()
    change = builds.run()
    assert (change.removed, change.embedded) == (("one.ko",), 0)
    generation = builds.current()
    assert found(generation, same["question"], HashEmbedder()) == {"two.ko#0"}
    hits = generation.lexical_index.search("영수증", 10)
    assert generation.passages[int(hits.ids[0])].id == "two.ko#0"


def _row(document_id: str, texts: dict[str, str]) -> str:
    pairs = ", ".join(f'"{name}": "{text}"' for name, text in {"id": document_id, **texts}.items())
    return f"{{{pairs}}}\n"
