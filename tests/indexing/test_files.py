import os
from pathlib import Path

import pytest

from sangdam.indexing.conversion.limits import FILE_BYTES, TEXT_BYTES
from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.files import KnowledgeFile, knowledge_files, opened, text_of
from sangdam.indexing.problems import Problems
from sangdam.models import Audience, DocumentKind
from tests.indexing.knowledge_folder import write

OUT = "a link that leads out of the knowledge folder; put the file itself here"


def walked(folder: Path) -> tuple[list[KnowledgeFile], list[str]]:
    problems = Problems()
    found = [*knowledge_files(folder, problems)]
    return found, [str(finding) for finding in problems.findings]


def refusal(path: Path, limit: int = FILE_BYTES) -> str:
    with pytest.raises(Unreadable) as caught, opened(KnowledgeFile(path, path.name), limit):
        pass
    return caught.value.what


@pytest.mark.parametrize(
    ("source", "audience", "kind"),
    [
        ("playbooks/a.md", Audience.INTERNAL, DocumentKind.DOCUMENT),
        ("Playbooks/a.zip/faqs/b.md", Audience.INTERNAL, DocumentKind.DOCUMENT),
        ("a.zip/backup/playbooks/b.md", Audience.INTERNAL, DocumentKind.DOCUMENT),
        ("a.zip/faqs/b.md", Audience.CUSTOMER, DocumentKind.FAQ),
        ("policies/playbooks/b.md", Audience.CUSTOMER, DocumentKind.DOCUMENT),
        ("playbooks.md", Audience.CUSTOMER, DocumentKind.DOCUMENT),
    ],
)
def test_audience_and_kind_follow_from_the_folder_also_in_a_zip(
    source: str, audience: Audience, kind: DocumentKind
) -> None:
    file = KnowledgeFile(Path("x"), source)
    assert (file.audience, file.kind) == (audience, kind)


def test_an_id_has_no_suffix_and_a_folder_may_have_one() -> None:
    file = KnowledgeFile(Path("0"), "m.zip/v1.2/설명서.ko.PDF")
    assert (file.suffix, file.id, file.name) == (".pdf", "m.zip/v1.2/설명서.ko", "설명서.ko")


def test_links_pipes_and_names_that_are_no_text_are_told_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = write(tmp_path / "knowledge", {"a.md": "a", "b/c.md": "c"})
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "gone.md").symlink_to(folder / "nothing.md")
    (folder / "inside").symlink_to(folder / "b")
    os.mkfifo(folder / "pipe.md")
    os.close(os.open(os.fsencode(folder) + b"/\xb9\xdd.md", os.O_CREAT | os.O_WRONLY))
    found, told = walked(folder)
    assert [file.source for file in found] == ["a.md", "b/c.md"]
    assert told == [
        "gone.md:1: skipped: a link that leads nowhere; delete it",
        "loop.md:1: skipped: a link that leads nowhere; delete it",
        f"out.md:1: skipped: {OUT}",
        "pipe.md:1: skipped: a pipe or device, no file; move it away",
        f"up:1: skipped: {OUT}",
        "\ufffd\ufffd.md:1: skipped: its name holds what is not UTF-8 or can't be shown; rename it",
    ]


def test_a_file_that_became_something_else_since_the_look_at_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "a").write_text("a", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "no ordinary file; move it away"
    assert refusal(tmp_path / "link").startswith("can't be read: ")
    assert refusal(tmp_path / "gone").startswith("can't be read: No such file")
    assert refusal(tmp_path).startswith("can't be read: ")


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(TEXT_BYTES + 2**20)
    assert refusal(path, TEXT_BYTES) == "21 MB, over 20 MB; split it"
    with opened(KnowledgeFile(path, "a.txt")) as handle:
        assert handle.read(1) == b"\0"


def test_text_is_composed_and_its_line_ends_are_plain(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("반품\r\n7일\r끝".encode("utf-16"))
    assert text_of(KnowledgeFile(path, "a.md"), Problems()) == "반품\n7일\n끝"
