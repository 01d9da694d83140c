import unicodedata
from pathlib import Path

import pytest

from sangdam.errors import KnowledgeError
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Audience, DocumentKind, FindingKind, Language
from tests.indexing.knowledge_folder import GOOD, findings, problems, read, write

ROW = "question,answer\nHow long?,7 days.\n"


def test_kind_follows_from_the_folder(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "faqs/deep/er/period.md": "---\ntitle: How long?\n---\n7 days.",
            "notices/strike.md": "---\ntitle: 파업\n---\n늦어집니다.",
            "products/pan.md": "# Pan\nA pan.",
            "top.md": "# 안내\n안내문입니다.",
        },
    )
    assert {document_id: document.kind for document_id, document in found.items()} == {
        "faqs/deep/er/period": DocumentKind.FAQ,
        "notices/strike": DocumentKind.NOTICE,
        "products/pan": DocumentKind.DOCUMENT,
        "top": DocumentKind.DOCUMENT,
    }


def test_documents_come_sorted_by_id_wherever_they_stand(tmp_path: Path) -> None:
    found = read(tmp_path, {"b.md": "---\nid: a\n---\ntext", "a.md": "---\nid: b\n---\ntext"})
    assert list(found) == ["a", "b"]


def test_tables_are_faq_entries_in_any_folder(tmp_path: Path) -> None:
    (document,) = read(tmp_path, {"products/questions.csv": ROW}).values()
    assert (document.kind, document.title, document.text) == (
        DocumentKind.FAQ,
        "How long?",
        "7 days.",
    )


def test_playbooks_are_internal_unless_they_say_otherwise(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "playbooks/loss.md": "# 분실\n팀장에게 묻습니다.",
            "playbooks/open.md": "---\naudience: customer\n---\n누구나 봅니다.",
            "policies/p.md": "# P\ntext",
        },
    )
    assert found["playbooks/loss"].audience is Audience.INTERNAL
    assert found["playbooks/open"].audience is Audience.CUSTOMER
    assert found["policies/p"].audience is Audience.CUSTOMER


@pytest.mark.parametrize(
    "name", [".hidden.md", ".git/x.md", "~$sheet.csv", "README.md", "faqs/readme.md", "photo.png"]
)
def test_what_is_no_knowledge_is_skipped(tmp_path: Path, name: str) -> None:
    assert list(read(tmp_path, {**GOOD, name: "audience: nobody"})) == ["policies/returns"]


def test_links_out_of_the_folder_are_never_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.md": "# Secret\nsecret", "d/x.md": "# X\nx"})
    inside = write(tmp_path / "knowledge", GOOD)
    (inside / "link.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside / "d")
    (inside / "gone.md").symlink_to(outside / "missing.md")
    (inside / "policies" / "near.md").symlink_to(inside / "policies" / "returns.md")
    assert [document.id for document in read_knowledge(inside).documents] == [
        "policies/near",
        "policies/returns",
    ]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", GOOD)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert [document.source for document in read_knowledge(tmp_path / "link").documents] == [*GOOD]


def test_a_decomposed_korean_file_name_gives_a_composed_id(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "policies/반품.ko.md")
    (document,) = read(
        tmp_path, {name: unicodedata.normalize("NFD", "# 반품\n7일입니다.")}
    ).values()
    assert (document.id, document.text) == ("policies/반품.ko", "# 반품\n7일입니다.")
    assert document.source == "policies/반품.ko.md"


@pytest.mark.parametrize(
    ("name", "save_as"),
    [
        ("faqs/a.xls", ".xlsx"),
        ("a.HWP", "Word"),
        ("a.pptx", "PDF"),
        ("a.json", "jsonl"),
        ("a.rar", ".zip"),
    ],
)
def test_a_file_with_text_that_is_not_read_is_named(
    tmp_path: Path, name: str, save_as: str
) -> None:
    (finding,) = findings(tmp_path, {name: b"\x00"})
    assert str(finding).startswith(f"{name}:1: ")
    assert finding.kind is FindingKind.SKIPPED
    assert save_as in finding.what


def test_an_id_used_twice_names_both_places(tmp_path: Path) -> None:
    files = {
        "faqs/a.csv": "id,question,answer\n\nx,Q?,A\nreturns,How?,So.\n",
        "policies/z.md": "---\ntitle: Z\nid: returns\n---\ntext",
    }
    assert problems(tmp_path, files) == [
        "policies/z.md:1: id 'returns' is already used at faqs/a.csv:4; give another id"
    ]


def test_every_problem_of_every_file_is_told_at_once_in_order(tmp_path: Path) -> None:
    files = {
        "b.md": "---\naudience: all\nlanguage: jp\n---\ntext",
        "a.csv": "question,answer\nQ?,\n,A\n",
        "c.jsonl": "{\n",
    }
    places = [":".join(problem.split(":")[:2]) for problem in problems(tmp_path, files)]
    assert places == ["a.csv:2", "a.csv:3", "b.md:2", "b.md:3", "c.jsonl:1"]


def test_a_missing_folder_and_a_file_in_its_place_are_errors(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", write(tmp_path, {"file": ""}) / "file"):
        with pytest.raises(KnowledgeError, match="no such folder"):
            read_knowledge(folder)


@pytest.mark.parametrize("files", [{}, {"notices/n.md": "# N\nclosed"}, {"README.md": "hello"}])
def test_a_folder_without_anything_to_answer_from_is_an_error(
    tmp_path: Path, files: dict[str, str]
) -> None:
    with pytest.raises(KnowledgeError, match="holds no FAQ entry and no document"):
        read(tmp_path, files)


def test_language_by_the_id_then_by_the_text(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "a.md": "# Haru Pay (하루페이)\nHow to pay with it in the shop.",
            "b.md": "# HB-200X 블렌더\nHaruHome 블렌더 HB-200X의 용량은 1.5 L입니다.",
            "c.en.md": "# 한빛택배\nHanbit",
            "d.md": "# 12\n34",
        },
    )
    assert {document_id: document.language for document_id, document in found.items()} == {
        "a": Language.ENGLISH,
        "b": Language.KOREAN,
        "c.en": Language.ENGLISH,
        "d": Language.KOREAN,
    }


def test_the_shipped_knowledge_has_no_problem() -> None:
    found = read_knowledge(Path(__file__).parents[2] / "knowledge").documents
    assert {document.language for document in found} == set(Language)
    assert {document.kind for document in found} == set(DocumentKind)
