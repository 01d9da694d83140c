import pytest

from sangdam.errors import SetupError
from sangdam.indexing.generations import current_name
from sangdam.indexing.lock import one_writer
from sangdam.indexing.rollback import rollback
from sangdam.offline import HashEmbedder
from sangdam.retrieval.vectors import FaissIndexes
from tests.indexing.builds import KNOWLEDGE, Builds, lexical_indexes

FAQS = KNOWLEDGE["faqs/returns.csv"]


def back(builds: Builds, name: str | None = None) -> str:
    return rollback(builds.index, name, vectors=FaissIndexes(), lexical=lexical_indexes())


def answered(builds: Builds) -> str:
    (passage,) = [p for p in builds.current().passages if p.document_id == "period.ko"]
    return passage.text


@pytest.fixture
def history(builds: Builds) -> list[str]:
    """Three Generations: 7일, 8일, 9일."""
    made = [builds.run().generation]
    for days in ("8일", "9일"):
        builds.write({"faqs/returns.csv": FAQS.replace("7일", days)})
        made.append(builds.run().generation)
    return made


def test_the_one_in_use_before_is_current_again(builds: Builds, history: list[str]) -> None:
    assert answered(builds) == "9일입니다."
    assert back(builds) == history[1]
    assert current_name(builds.index) == history[1]
    assert answered(builds) == "8일입니다."


def test_again_goes_further_back_and_never_forward(builds: Builds, history: list[str]) -> None:
    assert [back(builds), back(builds)] == [history[1], history[0]]
    with pytest.raises(SetupError, match=r"there is no older Generation in .* to go back to"):
        back(builds)
    assert answered(builds) == "7일입니다."


def test_one_can_go_to_any_by_its_name_forward_too(builds: Builds, history: list[str]) -> None:
    assert back(builds, history[0]) == history[0]
    assert answered(builds) == "7일입니다."
    assert back(builds, history[2]) == history[2]
    assert answered(builds) == "9일입니다."


@pytest.mark.parametrize("name", ["nowhere", "../generations", ".building"])
def test_a_name_that_is_not_there_is_told_with_those_that_are(
    builds: Builds, history: list[str], name: str
) -> None:
    with pytest.raises(SetupError, match=f"there are: {', '.join(reversed(history))}$"):
        back(builds, name)
    assert current_name(builds.index) == history[2]


def test_without_an_index_there_is_nothing_to_go_back_to(builds: Builds) -> None:
    with pytest.raises(SetupError, match="there is no older Generation"):
        back(builds)
    builds.run()
    with pytest.raises(SetupError, match="there is no older Generation"):
        back(builds)


def test_a_damaged_one_is_passed_over(builds: Builds, history: list[str]) -> None:
    (builds.index / "generations" / history[1] / "vectors.faiss").unlink()
    assert back(builds) == history[0]


def test_a_damaged_one_that_was_named_is_refused(builds: Builds, history: list[str]) -> None:
    (builds.index / "generations" / history[1] / "vectors.faiss").unlink()
    before = builds.files()
    with pytest.raises(SetupError, match=f"{history[1]} is damaged"):
        back(builds, history[1])
    assert builds.files() == before


def test_one_of_another_embedding_model_is_passed_over(builds: Builds) -> None:
    first = builds.run().generation
    builds.embedder = HashEmbedder("another")
    builds.run()
    with pytest.raises(SetupError, match="there is no older Generation"):
        back(builds)
    assert back(builds, first) == first


def test_from_a_damaged_one_it_goes_to_what_was_in_use_before(
    builds: Builds, history: list[str]
) -> None:
    (builds.index / "generations" / history[2] / "manifest.json").unlink()
    assert back(builds) == history[1]


def test_a_reindex_after_it_brings_the_newer_state_back(builds: Builds, history: list[str]) -> None:
    back(builds)
    builds.embedder.embedded.clear()
    change = builds.run()
    assert answered(builds) == "9일입니다."
    assert change.generation not in history
    assert change.changed == ("period.ko",)
    assert back(builds) == history[1]


def test_what_was_gone_back_to_is_kept_by_the_next_reindex(
    builds: Builds, history: list[str]
) -> None:
    back(builds, history[0])
    builds.write({"faqs/returns.csv": FAQS.replace("7일", "10일")})
    builds.run()
    assert back(builds) == history[0]


def test_while_a_reindex_runs_it_says_so(builds: Builds, history: list[str]) -> None:
    with (
        one_writer(builds.index),
        pytest.raises(SetupError, match="another reindex is writing"),
    ):
        back(builds)
    assert current_name(builds.index) == history[2]


def test_where_the_disk_refuses_the_pointer_stays(builds: Builds, history: list[str]) -> None:
    (builds.index / "current.new").mkdir()
    with pytest.raises(SetupError, match="the disk refused"):
        back(builds)
    assert current_name(builds.index) == history[2]
