import os
import subprocess
import sys
import textwrap
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedReader
from pathlib import Path

import psutil
import pytest

from sangdam.indexing.conversion.converter import Converter
from sangdam.indexing.conversion.unreadable import Unreadable
from tests.indexing import office_files as office

PAGE = "<h1>반품</h1><p>7일 안에 됩니다.</p>"
NESTED = "<div>" * 3000 + "deep" + "</div>" * 3000


@pytest.fixture
def converter() -> Iterator[Converter]:
    with Converter() as made:
        yield made


def opened(folder: Path, data: str | bytes, name: str = "file") -> BufferedReader:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path.open("rb")


def workers() -> list[psutil.Process]:
    own = psutil.Process().children(recursive=True)
    return [one for one in own if "sangdam.indexing.conversion.worker" in one.cmdline()]


def text_of(converter: Converter, folder: Path, data: str | bytes, suffix: str) -> str:
    with opened(folder, data) as handle:
        return converter.convert(handle, suffix).text


def test_one_process_serves_many_files_and_ends_with_its_converter(tmp_path: Path) -> None:
    before = len(workers())
    with Converter() as converter:
        assert len(workers()) == before
        for name in ("반품", "교환"):
            page = PAGE.replace("반품", name)
            assert text_of(converter, tmp_path, page, ".html") == f"# {name}\n\n7일 안에 됩니다."
        assert len(workers()) == before + 1
    assert len(workers()) == before


def test_a_process_that_dies_costs_only_the_file_at_hand(
    converter: Converter, tmp_path: Path
) -> None:
    text_of(converter, tmp_path, PAGE, ".html")
    (worker,) = workers()
    worker.kill()
    worker.wait()
    with pytest.raises(Unreadable, match="it broke what reads it"):
        text_of(converter, tmp_path, PAGE, ".html")
    assert "7일" in text_of(converter, tmp_path, PAGE, ".html")


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(tmp_path: Path) -> None:
    slow = "<p>" + "<b>a</b> " * 400_000
    with Converter(seconds=5) as converter:
        started = time.monotonic()
        with pytest.raises(Unreadable, match="not read within 5 s; split it"):
            text_of(converter, tmp_path, slow, ".html")
        assert time.monotonic() - started < 15
        assert "7일" in text_of(converter, tmp_path, PAGE, ".html")


@pytest.mark.parametrize(
    ("data", "suffix", "what"),
    [
        (NESTED, ".html", "nested too deep"),
        (b"", ".pdf", "damaged"),
        (b"not a workbook", ".xlsx", "damaged"),
        (office.zipped({"x": "y"}), ".docx", "damaged"),
        (office.zipped({"x": "y"}), ".xlsx", "damaged"),
        ("<body><nav>메뉴</nav></body>", ".html", "no text in it"),
        (office.docx(office.heading("제목뿐", 1)), ".docx", "no text in it"),
        (office.pdf((10, " ")), ".pdf", "no text in it, as in a scan"),
        (b"\xff\x81\xff", ".html", "neither UTF-8 nor CP949"),
    ],
)
def test_what_can_not_be_read_is_told_in_one_line(
    converter: Converter, tmp_path: Path, data: str | bytes, suffix: str, what: str
) -> None:
    with pytest.raises(Unreadable, match=what) as caught:
        text_of(converter, tmp_path, data, suffix)
    assert "\n" not in caught.value.what


def test_a_file_that_needs_too_much_memory_is_refused_and_none_of_it_is_needed_here(
    converter: Converter, tmp_path: Path
) -> None:
    """A stream of a PDF swells a thousand times; the process here grows by nothing."""
    stream = _deflated(2**32)
    before = psutil.Process().memory_info().rss
    with pytest.raises(Unreadable, match="of memory to read; split it"):
        text_of(converter, tmp_path, _pdf_of(stream), ".pdf")
    assert psutil.Process().memory_info().rss - before < 50 * 2**20
    assert "7일" in text_of(converter, tmp_path, PAGE, ".html")


def _deflated(size: int) -> bytes:
    """So many zeros, deflated; the same block again and again, so that it is made at once."""
    piece = 2**24
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = deflate.compress(bytes(piece)) + deflate.flush(zlib.Z_FULL_FLUSH)
    checksum = (size % 65521) << 16 | 1
    return b"\x78\xda" + block * (size // piece) + deflate.flush() + checksum.to_bytes(4)


def _pdf_of(stream: bytes) -> bytes:
    """A PDF whose one page is drawn by this deflated stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(stream), stream),
    ]
    made = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(made))
    )


def test_the_process_knows_none_of_our_secrets(converter: Converter, tmp_path: Path) -> None:
    os.environ["SANGDAM_TEST_SECRET"] = "geheim"
    try:
        text_of(converter, tmp_path, PAGE, ".html")
    finally:
        del os.environ["SANGDAM_TEST_SECRET"]
    (worker,) = workers()
    assert "SANGDAM_TEST_SECRET" not in worker.environ()


def test_the_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>안녕하세요</p>", encoding="utf-8")
    program = f"""
        import os, psutil, signal
        from sangdam.indexing.conversion.converter import Converter
        converter = Converter()
        with open({str(page)!r}, "rb") as handle:
            converter.convert(handle, ".html")
        print(psutil.Process().children()[0].pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, check=False
    )
    worker = int(run.stdout)
    deadline = time.monotonic() + 60
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(worker).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline
            time.sleep(0.05)
