import os
from pathlib import Path

import pytest

from sangdam.indexing.conversion.limits import FILE_BYTES
from sangdam.indexing.sources import source_digests, unchanged
from tests.indexing.knowledge_folder import write

FILES = {
    "faqs/a.csv": "id,question,answer\n1,왜?,그냥.\n",
    "policies/terms.pdf": "pdf",
    "policies/terms.yaml": "audience: internal",
    "policies/terms.of.use.md": "# Terms\ntext",
    "policies/other.md": "# Other\ntext",
}


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write(tmp_path / "knowledge", FILES)


def test_every_file_has_a_digest_by_its_path_below_the_folder(knowledge: Path) -> None:
    digests = source_digests(knowledge)
    assert digests.keys() == FILES.keys()
    assert len(set(digests.values())) == len(FILES)
    assert source_digests(knowledge.parent / "none") == {}


def test_a_link_that_leads_nowhere_is_told_apart_from_none(knowledge: Path) -> None:
    before = source_digests(knowledge)
    (knowledge / "policies/link.md").symlink_to("gone.md")
    after = source_digests(knowledge)
    assert after.keys() - before.keys() == {"policies/link.md"}
    write(knowledge, {"policies/gone.md": "# Gone\nand back"})
    assert source_digests(knowledge)["policies/link.md"] != after["policies/link.md"]


def test_a_file_that_is_too_large_to_be_read_is_not_read_here_either(knowledge: Path) -> None:
    path = knowledge / "policies/huge.pdf"
    with path.open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    assert "split it" in source_digests(knowledge)["policies/huge.pdf"]
    with path.open("wb") as file:
        file.truncate(FILE_BYTES)
    assert len(source_digests(knowledge)["policies/huge.pdf"]) == 64


def test_a_file_that_is_written_anew_as_it_was_is_the_same(knowledge: Path) -> None:
    before = source_digests(knowledge)
    write(knowledge, FILES)
    assert source_digests(knowledge) == before


def test_a_changed_file_has_another_digest_although_its_time_and_size_are_kept(
    knowledge: Path,
) -> None:
    before, path = source_digests(knowledge), knowledge / "policies/other.md"
    time = path.stat().st_mtime_ns
    path.write_text(FILES["policies/other.md"].replace("text", "next"), encoding="utf-8")
    os.utime(path, ns=(time, time))
    after = source_digests(knowledge)
    assert unchanged(before, after) == FILES.keys() - {"policies/other.md"}


def test_a_file_is_read_anew_when_what_describes_it_comes_changes_or_goes(knowledge: Path) -> None:
    before = source_digests(knowledge)
    described = {"policies/terms.pdf", "policies/terms.of.use.md"}
    rest = frozenset({"faqs/a.csv", "policies/other.md"})
    write(knowledge, {"policies/terms.yaml": "audience: customer"})
    assert unchanged(before, source_digests(knowledge)) == rest
    (knowledge / "policies/terms.yaml").unlink()
    without = source_digests(knowledge)
    assert unchanged(before, without) == rest
    write(knowledge, {"policies/terms.yaml": "audience: internal"})
    assert unchanged(without, source_digests(knowledge)) == rest
    assert unchanged(before, source_digests(knowledge)) == rest | described | {
        "policies/terms.yaml"
    }


def test_files_of_one_name_in_two_folders_have_nothing_to_do_with_each_other(
    knowledge: Path,
) -> None:
    before = source_digests(knowledge)
    write(knowledge, {"faqs/other.csv": "id,question,answer\n"})
    assert unchanged(before, source_digests(knowledge)) == FILES.keys()
