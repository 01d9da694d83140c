from pathlib import Path

import pytest

from sangdam.indexing.faq_pages import FaqPage, faq_page
from sangdam.models import Audience, DocumentKind
from tests.indexing.knowledge_folder import read

KOREAN = """# 블렌더 안내

머리말입니다.

## 세척
### 어떻게 씻나요?
물로 씻습니다.

### 식기세척기에 넣어도 되나요
안 됩니다.
- 칼날이 상합니다.

## 보증
### Q3. 보증은 얼마나 되나요?
A. 2년입니다.

## 연락처
고객센터 1600-0000
"""
ENGLISH = """Q1: How long does it take?
A1: Two days.

Q2: Can I
return it?
A2: Within 7 days.
Unused only.

Q3: Do you ship abroad
A: No.
"""
BOLD = """## Shipping
**How long?**
Two days.

**배송비는?**
3,000원입니다.

## Returns
- **Can I return it?**

Yes.
"""


def found(text: str) -> FaqPage:
    page = faq_page(text)
    assert page is not None
    return page


def test_question_headings_are_entries_and_the_rest_is_kept() -> None:
    page = found(KOREAN)
    assert [(q.text, q.above, q.answer, q.line) for q in page.questions] == [
        ("어떻게 씻나요?", ("세척",), "물로 씻습니다.", 5),
        ("식기세척기에 넣어도 되나요", ("세척",), "안 됩니다.\n- 칼날이 상합니다.", 8),
        ("보증은 얼마나 되나요?", ("보증",), "2년입니다.", 13),
    ]
    assert page.rest == (
        "# 블렌더 안내\n\n머리말입니다.\n\n## 세척\n## 보증\n## 연락처\n고객센터 1600-0000"
    )


def test_marked_lines_are_entries() -> None:
    page = found(ENGLISH)
    assert [(q.text, q.answer, q.line) for q in page.questions] == [
        ("How long does it take?", "Two days.", 0),
        ("Can I return it?", "Within 7 days.\nUnused only.", 3),
        ("Do you ship abroad", "No.", 8),
    ]
    assert page.rest == ""


def test_bold_lines_are_entries_below_their_headings() -> None:
    page = found(BOLD)
    assert [(q.text, q.above, q.answer) for q in page.questions] == [
        ("How long?", ("Shipping",), "Two days."),
        ("배송비는?", ("Shipping",), "3,000원입니다."),
        ("Can I return it?", ("Returns",), "Yes."),
    ]


@pytest.mark.parametrize(
    "mark",
    ["Q.", "Q1.", "Q 1)", "q:", "질문:", "질문 1.", "[질문]", "**Q.**", "- Q.", "문)", "Ｑ."],
)
def test_a_question_may_be_marked_in_many_ways(mark: str) -> None:
    text = "".join(f"{mark} {n}번은 되나요?\n답변: 됩니다.\n\n" for n in "가나다").replace(
        "Ｑ", "Q"
    )
    assert [q.text for q in found(text).questions] == [f"{n}번은 되나요?" for n in "가나다"]
    assert {q.answer for q in found(text).questions} == {"됩니다."}


@pytest.mark.parametrize(
    "text",
    [
        "## A?\na\n## B?\nb\n",
        "## A?\na\n## B?\nb\n## C?\nc\n## D\nd\n## E\ne\n## F\nf\n",
        "## A?\n### a1\nx\n### a2\nx\n## B?\n### b1\ny\n## C?\n### c1\nz\n",
        "## A?\n## B?\n## C?\n",
        "```\n## A?\na\n## B?\nb\n## C?\nc\n```\n",
        "Q1. 실적\nQ2. 실적\nQ3. 실적\n",
        "# 반품 방법\n## 신청\n어떻게 할까요? 이렇게.\n## 수거\n언제요? 내일.\n## 환불\n네.\n",
        "**주의**\na\n\n**경고**\nb\n\n**A?**\nc\n\n**B?**\nd\n",
        "",
    ],
)
def test_a_page_of_statements_is_none(text: str) -> None:
    assert faq_page(text) is None


def test_an_answer_ends_where_a_heading_begins() -> None:
    page = found(ENGLISH + "\n## Contact\nCall us.\n")
    assert page.questions[-1].answer == "No."
    assert page.rest == "## Contact\nCall us."


def test_entries_take_over_what_is_said_of_their_page(tmp_path: Path) -> None:
    front = "---\nid: blender.ko\nurl: /b\naudience: internal\neffective_until: 2027-01-01\n---\n"
    documents = read(tmp_path, {"products/b.md": front + KOREAN})
    whole = documents.pop("blender.ko")
    assert (whole.kind, whole.title) == (DocumentKind.DOCUMENT, "블렌더 안내")
    assert "물로" not in whole.text
    assert len(documents) == 3
    for entry in documents.values():
        assert entry.kind is DocumentKind.FAQ
        assert entry.id.startswith("blender-")
        assert entry.id.endswith(".ko")
        assert entry.audience is Audience.INTERNAL
        assert (entry.url, entry.effective_until) == ("/b", whole.effective_until)
    washing = next(entry for entry in documents.values() if entry.title == "어떻게 씻나요?")
    assert washing.line == 12
    assert washing.aliases == ("블렌더 안내 > 세척 > 어떻게 씻나요?",)


def test_ids_stay_when_questions_are_moved_or_numbered_anew(tmp_path: Path) -> None:
    one = "# F\n## 1. A 되나요?\na\n## 2. B 되나요?\nb\n## 3. C 되나요?\nc\n"
    other = "# F\n\nnew\n\n## 1. C 되나요?\nc\n## 2. D 되나요?\nd\n"
    other += "## 3. A 되나요?\na\n## 4. B 되나요?\nb\n"
    before, after = read(tmp_path, {"f.md": one}), read(tmp_path, {"f.md": other})
    assert before.keys() < after.keys()
    for name, entry in before.items():
        assert (after[name].title, after[name].text) == (entry.title, entry.text)


def test_the_same_question_below_two_headings_is_two_entries(tmp_path: Path) -> None:
    text = "# F\n## 카드\n### 되나요?\n네\n## 계좌\n### 되나요?\n아니요\n### 언제요?\n내일\n"
    found = read(tmp_path, {"f.md": text})
    assert sorted(entry.text for entry in found.values()) == ["내일", "네", "아니요"]


def test_a_file_written_as_one_entry_stays_one(tmp_path: Path) -> None:
    front = '---\ntitle: "반품은?"\naliases: ["환불은?"]\n---\n'
    text = front + "## 언제?\na\n## 어디서?\nb\n## 누가?\nc\n"
    (entry,) = read(tmp_path, {"faqs/r.md": text}).values()
    assert (entry.id, entry.title) == ("faqs/r", "반품은?")


def test_a_page_in_faqs_that_nobody_wrote_as_an_entry_is_a_document(tmp_path: Path) -> None:
    found = read(tmp_path, {"faqs/a.txt": "안내문입니다.", "faqs/b.txt": ENGLISH})
    assert found.pop("faqs/a").kind is DocumentKind.DOCUMENT
    assert {entry.kind for entry in found.values()} == {DocumentKind.FAQ}
    assert len(found) == 3


def test_no_page_of_the_shipped_knowledge_is_split() -> None:
    root = Path(__file__).parents[2] / "knowledge"
    for path in root.rglob("*.md"):
        assert faq_page(path.read_text("utf-8")) is None, path
