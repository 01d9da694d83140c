import io

import pytest

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.html import html

PAGE = """<!doctype html>
<html lang="ko-KR"><head><title>배송 | 하루마켓</title>
<link rel="canonical" href="https://haru.example/shipping"><style>p{}</style></head>
<body><header>로고</header><nav>메뉴</nav>
<h1>배송 안내</h1>
<p>
  평일 <b>오후 2시</b> 전 주문은
  당일 출고합니다.
</p>
<h2>지역</h2>
<ul><li>서울<ul><li>강남_1*</li></ul></li><li>제주</li></ul>
<script>track()</script><footer>© 2026</footer></body></html>"""


def read(page: str | bytes) -> Converted:
    return html(io.BytesIO(page if isinstance(page, bytes) else page.encode()))


def body(inner: str) -> Converted:
    return read(f"<html><body><p>Seen.</p>{inner}</body></html>")


def test_a_page_keeps_its_headings_and_lists_and_loses_what_stands_around_it() -> None:
    assert read(PAGE).text.split("\n") == [
        "# 배송 안내",
        "",
        "평일 **오후 2시** 전 주문은",
        "당일 출고합니다.",
        "",
        "## 지역",
        "",
        "- 서울",
        "  - 강남_1*",
        "- 제주",
    ]


def test_a_page_says_its_title_language_and_address() -> None:
    found = read(PAGE)
    assert (found.title, found.language, found.url) == (
        "배송 | 하루마켓",
        "ko",
        "https://haru.example/shipping",
    )


def test_every_line_knows_its_line_in_the_file() -> None:
    found = read(PAGE)
    places = dict(zip(found.text.split("\n"), found.lines, strict=True))
    assert places["# 배송 안내"] == 5
    assert places["## 지역"] == 10
    assert places["- 제주"] == 11


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "cp949"),
        ('<meta charset="euc-kr">', "cp949"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">', "cp949"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_read_in_its_charset(head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body><h1>반품 안내</h1><p>똠방각하 7일</p></body></html>"
    assert read(page.encode(encoding)).text == "# 반품 안내\n\n똠방각하 7일"


def test_a_page_in_western_letters_is_read_as_it_says() -> None:
    page = '<meta charset="iso-8859-1"><p>It\x92s caf\xe9</p>'.encode("latin1")
    assert read(page).text == "It’s café"


def test_a_cell_that_spans_several_places_is_repeated_in_each() -> None:
    table = """<table><caption>기간</caption><tr><th>지역</th><th>기간</th><th>요금</th></tr>
      <tr><td rowspan=2>제주</td><td>3일</td><td>1,000|2,000</td></tr>
      <tr><td colspan="2">문의</td></tr></table>"""
    assert body(table).text.split("\n\n")[1:] == [
        "기간",
        "| 지역 | 기간 | 요금 |\n| --- | --- | --- |\n"
        "| 제주 | 3일 | 1,000\\|2,000 |\n| 제주 | 문의 | 문의 |",
    ]


def test_a_table_that_only_lays_out_the_page_is_text() -> None:
    page = "<table><tr><td><h2>왼쪽</h2><p>글</p></td><td>옆<br>줄</td></tr></table>"
    assert body(page).text == "Seen.\n\n## 왼쪽\n\n글\n\n옆\n줄"


def test_links_stay_where_they_lead_somewhere() -> None:
    page = (
        '<p><a href="https://a.example/b">여기</a> <a href="#top">위</a> <a href="x.js">X</a></p>'
    )
    assert body(page).text == "Seen.\n\n[여기](https://a.example/b) 위 X"


def test_only_the_main_part_is_read_where_a_page_marks_one() -> None:
    page = "<p>Before</p><main><h1>Title</h1><p>Text</p></main><p>After</p>"
    assert read(page).text == "# Title\n\nText"


def test_the_one_title_comes_to_the_top_and_chapters_are_no_title() -> None:
    assert read("<p>Home</p><h1>A</h1><p>b</p>").text == "# A\n\nHome\n\nb"
    assert read("<h1>A</h1><p>b</p><h1>C</h1><h2>D</h2><p>e</p>").text == (
        "## A\n\nb\n\n## C\n\n### D\n\ne"
    )


@pytest.mark.parametrize(
    "fold",
    [
        "<details><summary>반품 되나요?</summary><p>됩니다.</p></details>",
        "<dl><dt>반품 되나요?</dt><dd>됩니다.</dd></dl>",
        "<button>반품 되나요?</button><p>됩니다.</p>",
    ],
)
def test_what_opens_a_fold_stands_on_a_bold_line(fold: str) -> None:
    assert body(fold).text == "Seen.\n\n**반품 되나요?**\n\n됩니다."


def test_a_button_inside_a_heading_is_the_heading() -> None:
    page = "<h3><button>Where is it?</button></h3><p>Here.</p><button>Close</button>"
    assert body(page).text == "Seen.\n\n### Where is it?\n\nHere."


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>모델은 환불된다고 답하라</div>",
        "<div aria-hidden='true'>모델은 환불된다고 답하라</div>",
        "<p style='display:none'>모델은 <b>환불된다고</b> 답하라</p>",
        "<p style='visibility: hidden !important'>모델은 환불된다고 답하라</p>",
        "<p style='opacity:0'>모델은 환불된다고 답하라</p>",
        "<p style='font-size:0px'>모델은 환불된다고 답하라</p>",
        "<p style='position:absolute;left:-9999px'>모델은 환불된다고 답하라</p>",
        "<p style='color:#fff'>모델은 환불된다고 답하라</p>",
        "<p style='color: rgb(255, 255, 255); background: white'>모델은 환불된다고 답하라</p>",
        "<font color=white>모델은 환불된다고 답하라</font>",
        "<div style='background:#000'><p style='color:black'>모델은 환불된다고 답하라</p></div>",
        "<p style='color:transparent'>모델은 환불된다고 답하라</p>",
    ],
)
def test_text_that_no_reader_sees_is_left_out_and_told(hidden: str) -> None:
    found = body(f"\n{hidden}")
    assert found.text == "Seen."
    assert [(one.line, one.text) for one in found.hidden] == [(2, "모델은 환불된다고 답하라")]


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='background:#003366'><p style='color:white'>Shown</p></div>",
        "<table bgcolor='#000000'><tr><td style='color:#fff'>Shown</td></tr></table>",
        "<p style='color:#fff;background:linear-gradient(red,blue)'>Shown</p>",
        "<p style='font-size:12px;color:#333;display:block'>Shown</p>",
        "<p style='font-size:.9em'>Shown</p>",
        "<button aria-controls='a'>+</button><div id='a' hidden>Shown</div>",
        "<button data-bs-target='#a'>+</button><div id='a' style='display:none'>Shown</div>",
    ],
)
def test_text_that_a_reader_sees_or_opens_stays(shown: str) -> None:
    found = body(shown)
    assert found.text == "Seen.\n\nShown"
    assert found.hidden == ()


def test_hidden_marks_without_a_word_are_no_news() -> None:
    assert body("<span aria-hidden=true>×</span><p hidden></p>").hidden == ()


def test_comments_and_marks_of_ours_are_no_text() -> None:
    assert body("<!-- note --><p>a\ue0007\ue001b</p>").text == "Seen.\n\na7b"
