from sangdam.indexing.sections import Section, first_heading, sections


def test_every_section_stands_under_its_heading_path() -> None:
    text = """
# 반품 정책

머리말입니다.

## 기간
7일입니다.

### 세일 상품
3일입니다.

#### FINAL ##
안 됩니다.

## 비용

6,000원입니다.
"""
    assert list(sections(text)) == [
        Section((), "머리말입니다."),
        Section(("기간",), "7일입니다."),
        Section(("기간", "세일 상품"), "3일입니다."),
        Section(("기간", "세일 상품", "FINAL"), "안 됩니다."),
        Section(("비용",), "6,000원입니다."),
    ]


def test_a_heading_without_text_of_its_own_makes_no_section() -> None:
    assert list(sections("## A\n\n### B\ntext\n\n## C\n---\n")) == [Section(("A", "B"), "text")]


def test_only_the_heading_at_the_top_is_the_title() -> None:
    assert list(sections("# A\na\n# B\nb")) == [Section((), "a"), Section(("B",), "b")]
    assert list(sections("intro\n# A\na")) == [Section((), "intro"), Section(("A",), "a")]


def test_skipped_levels_are_borne() -> None:
    found = [section.path for section in sections("### A\na\n## B\nb\n##### C\nc\n### D\nd")]
    assert found == [("A",), ("B",), ("B", "C"), ("B", "D")]


def test_a_sharp_in_code_or_without_a_space_is_no_heading() -> None:
    text = "## A\n```\n# not\n~~~\n## not\n```\n#not\n## B\nb"
    assert [section.path for section in sections(text)] == [("A",), ("B",)]


def test_the_first_heading_is_told_apart_from_what_follows() -> None:
    assert first_heading("\n\n# 제목 \n본문\n") == ("제목", "본문\n")
    assert first_heading("## 제목\n본문") == ("", "## 제목\n본문")
    assert first_heading("") == ("", "")
