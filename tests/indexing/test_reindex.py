import gc
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sangdam.errors import KnowledgeError, SetupError
from sangdam.indexing.lock import one_writer
from sangdam.models import stem
from sangdam.offline import HashEmbedder
from sangdam.ports import Generation
from sangdam.retrieval.vectors import FaissIndexes
from tests.indexing.builds import (
    KNOWLEDGE,
    MORPHOLOGY,
    BlankIndexes,
    Builds,
    MixedUpIndexes,
    RefusingIndexes,
    lexical_indexes,
    matrix,
    synonyms,
)
from tests.indexing.knowledge_folder import write

FAQS = KNOWLEDGE["faqs/returns.csv"]


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(write(tmp_path / "knowledge", KNOWLEDGE), tmp_path / "data" / "index")


def test_the_first_run_adds_everything(builds: Builds) -> None:
    change = builds.run()
    assert change.added == ("notices/strike.ko", "period.en", "period.ko", "policies/shipping.ko")
    assert (change.changed, change.removed, change.unchanged) == ((), (), 0)
    assert (change.passages, change.vectors, change.embedded) == (4, 9, 9)
    generation = builds.current()
    assert generation.manifest.generation == change.generation
    assert [passage.id for passage in generation.passages] == [
        "period.en#0",
        "period.ko#0",
        "policies/shipping.ko#0",
        "policies/shipping.ko#1",
    ]
    assert [document.id for document in generation.documents] == list(change.added)


def test_korean_and_english_are_found_by_vector_and_by_word(builds: Builds) -> None:
    builds.run()
    generation = builds.current()
    for words in ("언제까지 반품돼요?", "return window"):
        nearest = generation.vector_index.search(builds.embedder.embed_queries([words]), 1)
        assert generation.vector_texts[int(nearest.ids[0])].text == words
        best = generation.lexical_index.search(words, 1)
        assert stem(generation.passages[int(best.ids[0])].document_id) == "period"


def test_nothing_changed_keeps_the_generation_and_every_file(builds: Builds) -> None:
    first = builds.run()
    before = builds.files()
    second = builds.run()
    assert second.generation == first.generation
    assert (second.added, second.changed, second.removed) == ((), (), ())
    assert (second.unchanged, second.passages, second.vectors, second.embedded) == (4, 4, 9, 0)
    assert builds.files() == before


def test_a_file_that_was_written_anew_as_it_was_is_no_change(builds: Builds) -> None:
    first = builds.run()
    builds.write(KNOWLEDGE)
    assert builds.run().generation == first.generation


def test_a_row_that_only_moved_changes_no_document_but_its_line_is_known(builds: Builds) -> None:
    builds.run()
    builds.embedder.embedded.clear()
    header, korean, english = FAQS.splitlines()
    builds.write({"faqs/returns.csv": f"{header}\n\n{english}\n{korean}\n"})
    change = builds.run()
    assert (change.added, change.changed, change.removed, change.embedded) == ((), (), (), 0)
    assert builds.embedder.embedded == []
    lines = {document.id: document.line for document in builds.current().documents}
    assert (lines["period.en"], lines["period.ko"]) == (3, 4)


def test_only_new_texts_are_embedded(builds: Builds) -> None:
    builds.run()
    builds.embedder.embedded.clear()
    builds.write({"faqs/returns.csv": FAQS.replace("반품 기한", "반품 마감")})
    change = builds.run()
    assert change.changed == ("period.ko",)
    assert change.unchanged == 3
    assert change.embedded == 1
    assert builds.embedder.embedded == ["반품 마감"]


def test_a_change_that_no_passage_shows_embeds_nothing(builds: Builds) -> None:
    first = builds.run()
    builds.embedder.embedded.clear()
    builds.write({"notices/strike.ko.md": "---\ntitle: 파업\n---\n끝났습니다.\n"})
    change = builds.run()
    assert change.generation != first.generation
    assert (change.changed, change.embedded) == (("notices/strike.ko",), 0)
    assert builds.embedder.embedded == []


def test_equal_texts_are_embedded_once(builds: Builds) -> None:
    builds.write({"policies/copy.ko.md": KNOWLEDGE["policies/shipping.ko.md"]})
    change = builds.run()
    assert (change.vectors, change.embedded) == (11, 9)
    assert len(builds.embedder.embedded) == 9


def test_a_question_and_the_same_words_as_an_answer_are_two_vectors(builds: Builds) -> None:
    builds.write({"policies/copy.md": "---\ntitle: return\n---\nwindow"})
    builds.write({"faqs/x.jsonl": '{"question": "return\\nwindow", "answer": "So."}'})
    assert builds.run().embedded == 9 + 3


def test_added_changed_removed_are_told_by_id(builds: Builds) -> None:
    builds.run()
    (builds.knowledge / "notices/strike.ko.md").unlink()
    builds.write({"policies/new.md": "# New\ntext", "faqs/returns.csv": FAQS.replace("7일", "8일")})
    change = builds.run()
    assert change.added == ("policies/new",)
    assert change.changed == ("period.ko",)
    assert change.removed == ("notices/strike.ko",)
    assert change.unchanged == 2


EDITS: list[dict[str, str]] = [
    {"faqs/returns.csv": FAQS.replace("7일", "8일")},
    {"faqs/returns.csv": FAQS + "fee.ko,비용은?,,무료입니다.\n"},
    {"faqs/a.jsonl": '{"question": "Do you ship to Jeju?", "answer": "Yes."}\n'},
    {"policies/shipping.ko.md": "# 배송 정책\n## 제주\n3일 걸립니다.\n## 배송비\n3,000원입니다.\n"},
    {"policies/shipping.ko.md": "# 배송\n\n" + "하루가 더 걸립니다. " * 40},
    {"notices/strike.ko.md": "---\ntitle: 파업\naudience: internal\n---\n늦어집니다.\n"},
    {"faqs/returns.csv": FAQS.splitlines()[0] + "\nperiod.en,How long?,,7 days.\n"},
]


def test_step_by_step_gives_what_a_full_build_gives(builds: Builds, tmp_path: Path) -> None:
    builds.run()
    for number, edit in enumerate(EDITS):
        builds.write(edit)
        change = builds.run()
        fresh = Builds(builds.knowledge, tmp_path / f"fresh{number}")
        assert change.embedded < fresh.run().embedded
        ours, theirs = builds.current(), fresh.current()
        assert [*ours.documents] == [*theirs.documents]
        assert [*ours.passages] == [*theirs.passages]
        assert [*ours.vector_texts] == [*theirs.vector_texts]
        np.testing.assert_array_equal(matrix(ours), matrix(theirs))


def test_another_passage_limit_cuts_anew(builds: Builds) -> None:
    builds.write({"policies/long.ko.md": "# 안내\n" + "하루가 걸립니다. " * 30})
    first = builds.run()
    second = builds.run(passage_tokens=10)
    assert second.passages > first.passages
    assert (second.changed, second.unchanged) == ((), 5)


def test_another_model_embeds_everything_anew(builds: Builds) -> None:
    first = builds.run()
    builds.embedder = HashEmbedder("another")
    second = builds.run()
    assert second.generation != first.generation
    assert (second.unchanged, second.embedded) == (4, 9)
    assert builds.current().manifest.embedding_model == "another"


def test_full_embeds_everything_anew_even_within_one_second(builds: Builds) -> None:
    first = builds.run()
    builds.runs = 0
    second = builds.run(full=True)
    assert second.generation == f"{first.generation}-2"
    assert (second.added, second.unchanged, second.embedded) == ((), 4, 9)
    assert builds.current().manifest.generation == second.generation


def test_progress_reaches_its_end(builds: Builds) -> None:
    seen: list[tuple[str, int, int]] = []
    builds.run(progress=lambda *step: seen.append(step))
    assert seen == [("embedding", 4, 9), ("embedding", 9, 9)]


def test_the_last_three_generations_are_kept(builds: Builds) -> None:
    made = [builds.run(full=True).generation for _ in range(5)]
    folder = builds.index / "generations"
    assert sorted(path.name for path in folder.iterdir()) == made[2:]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(28, "No space left on device"), SetupError),
        (RuntimeError("bug"), RuntimeError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_failure_leaves_the_old_generation_and_nothing_half_built(
    builds: Builds, error: BaseException, raised: type[BaseException]
) -> None:
    first = builds.run()
    before = builds.files()
    builds.write({"policies/new.md": "# New\ntext"})
    builds.lexical = RefusingIndexes(error)
    with pytest.raises(raised):
        builds.run(full=True)
    assert builds.files() == before
    assert builds.current().manifest.generation == first.generation
    builds.lexical = lexical_indexes()
    assert builds.run().added == ("policies/new",)


def test_bad_knowledge_leaves_the_old_generation(builds: Builds) -> None:
    builds.run()
    before = builds.files()
    builds.write({"policies/bad.md": "---\nlanguage: jp\n---\ntext"})
    with pytest.raises(KnowledgeError, match=r"^policies/bad\.md:2: "):
        builds.run()
    assert builds.files() == before


def test_a_failure_at_the_first_run_leaves_no_generation(builds: Builds) -> None:
    builds.lexical = RefusingIndexes(RuntimeError("bug"))
    with pytest.raises(RuntimeError):
        builds.run()
    assert builds.files() == {}


def test_an_index_that_loses_vectors_is_never_switched_to(builds: Builds) -> None:
    builds.run()
    before = builds.files()
    builds.vectors = BlankIndexes()
    with pytest.raises(SetupError, match=r"does not find period\.en#0 by its own vector"):
        builds.run(full=True)
    assert builds.files() == before
    builds.vectors = FaissIndexes()
    assert builds.run().embedded == 0


def test_an_index_that_mixes_texts_up_is_never_switched_to(builds: Builds) -> None:
    builds.write({f"products/{n}.md": f"# 모델 HX-{n}\n상품{n} 안내" for n in range(40)})
    builds.lexical = MixedUpIndexes(MORPHOLOGY(), synonyms())
    with pytest.raises(SetupError, match=r"finds only \d+ of 11 passages by their own words"):
        builds.run()
    assert builds.files() == {}


def test_what_a_killed_run_left_is_swept_up(builds: Builds) -> None:
    write(builds.index, {"generations/.building/half": "x"})
    builds.run()
    assert not any(".building" in path for path in builds.files())


def test_a_damaged_generation_is_built_anew(builds: Builds) -> None:
    first = builds.run()
    (builds.index / "generations" / first.generation / "vectors.faiss").unlink()
    second = builds.run()
    assert second.embedded == 9
    assert builds.current().manifest.generation == second.generation


@pytest.mark.parametrize(
    "file", ["documents.jsonl", "passages.jsonl", "passages.npy", "vector_keys.npy", "ledger.json"]
)
def test_damage_is_not_handed_on_to_the_next_generation(builds: Builds, file: str) -> None:
    first = builds.run()
    path = builds.index / "generations" / first.generation / file
    data = bytearray(path.read_bytes())
    data[-9] ^= 1
    path.write_bytes(data)
    builds.write({"policies/new.md": "# New\ntext"})
    second = builds.run()
    assert (second.embedded, builds.run().generation) == (10, second.generation)
    other = Builds(builds.knowledge, builds.index.parent / "other")
    other.run()
    assert [*builds.current().passages] == [*other.current().passages]
    np.testing.assert_array_equal(matrix(builds.current()), matrix(other.current()))


def test_two_runs_at_once_are_refused(builds: Builds) -> None:
    with (
        one_writer(builds.index),
        pytest.raises(SetupError, match="another reindex is writing to"),
    ):
        builds.run()
    assert builds.run().passages == 4


def test_an_index_folder_that_can_not_be_made_is_named(builds: Builds, tmp_path: Path) -> None:
    builds.index = write(tmp_path, {"file": ""}) / "file" / "index"
    with pytest.raises(SetupError, match=r"file/index can't be written to"):
        builds.run()


EXPIRING = (
    "id,question,answer,effective_until\nsale.ko,세일은 언제까지 하나요?,이번 달까지.,2026-11-25\n"
)


def test_what_is_doubtful_is_told_again_while_nothing_changes(builds: Builds) -> None:
    builds.write({"faqs/sale.csv": EXPIRING})
    first = builds.run(day=date(2026, 11, 26))
    assert {finding.source for finding in first.findings} >= {"faqs/sale.csv"}
    assert builds.run(day=date(2026, 11, 26)).findings == first.findings
    report = builds.index / "doubts.json"
    report.write_text("{", encoding="utf-8")
    assert builds.run(day=date(2026, 11, 26)).findings == first.findings


def test_on_another_day_the_same_knowledge_is_looked_through_again(builds: Builds) -> None:
    builds.write({"faqs/sale.csv": EXPIRING})
    before = builds.run(day=date(2026, 11, 25))
    after = builds.run(day=date(2026, 11, 26))
    assert after.generation == before.generation
    told = {str(finding) for finding in after.findings} - {str(f) for f in before.findings}
    assert any(line.startswith("faqs/sale.csv:2: ") for line in told)


def test_strict_refuses_doubtful_knowledge_before_it_goes_live(builds: Builds) -> None:
    day = date(2026, 11, 26)
    builds.run(day=day)
    before = builds.files()
    builds.write({"faqs/sale.csv": EXPIRING})
    with pytest.raises(KnowledgeError, match=r"(?m)^faqs/sale\.csv:2: ") as refused:
        builds.run(day=day, strict=True)
    assert builds.files() == before
    lenient = builds.run(day=day)
    assert refused.value.problems == [str(finding) for finding in lenient.findings]


def test_strict_refuses_doubtful_knowledge_that_is_live_already(builds: Builds) -> None:
    day = date(2026, 11, 26)
    builds.write({"faqs/sale.csv": EXPIRING})
    builds.run(day=day)
    with pytest.raises(KnowledgeError, match=r"(?m)^faqs/sale\.csv:2: "):
        builds.run(day=day, strict=True)


def test_strict_accepts_sound_knowledge(builds: Builds) -> None:
    sound = {"faqs/a.csv": "id,question,answer\na.ko,반품 기간은 며칠인가요?,7일입니다.\n"}
    strict = Builds(write(builds.knowledge.parent / "sound", sound), builds.index)
    first = strict.run(strict=True)
    assert first.findings == ()
    assert strict.run(strict=True).generation == first.generation


def test_a_new_generation_is_shown_before_it_goes_live(builds: Builds) -> None:
    first = builds.run()
    builds.write({"faqs/returns.csv": FAQS.replace("7일", "3일")})
    seen: list[Generation] = []

    def look(live: Generation | None, generation: Generation) -> None:
        assert live is not None
        assert live.manifest.generation == first.generation
        assert builds.current().manifest.generation == first.generation
        seen.append(generation)

    change = builds.run(accept=look)
    assert [generation.manifest.generation for generation in seen] == [change.generation]
    assert builds.current().manifest.generation == change.generation


def test_a_refused_generation_never_goes_live(builds: Builds) -> None:
    builds.run()
    before = builds.files()
    builds.write({"faqs/returns.csv": FAQS.replace("7일", "3일")})

    def refuse(_live: Generation | None, _new: Generation) -> None:
        raise KnowledgeError(["facts are under the floor"])

    with pytest.raises(KnowledgeError, match="under the floor"):
        builds.run(accept=refuse)
    assert builds.files() == before


def test_where_nothing_changed_there_is_nothing_to_accept(builds: Builds) -> None:
    builds.run()

    def refuse(_live: Generation | None, _new: Generation) -> None:
        raise AssertionError

    assert builds.run(accept=refuse).unchanged == 4


def test_the_collector_that_a_reindex_pauses_goes_on_afterwards(builds: Builds) -> None:
    builds.run()
    assert gc.isenabled()
    write(builds.knowledge, {"faqs/returns.csv": "question\nno answer\n"})
    with pytest.raises(KnowledgeError):
        builds.run()
    assert gc.isenabled()
