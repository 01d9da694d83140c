"""`sangdam init`: a first sangdam.toml and an example FAQ, to be changed."""

from __future__ import annotations

from pathlib import Path

from sangdam.command.words import Words
from sangdam.errors import Conflict, SetupError

FIRST = Path(__file__).parent / "first"
FAQ = Path("knowledge", "faqs", "faq.csv")
SETTINGS = Path("sangdam.toml")


def run(folder: Path, words: Words) -> None:
    """Raises Conflict where there is something already, SetupError where the disk refuses."""
    for path in (SETTINGS, FAQ.parts[0]):
        if (folder / path).exists():
            raise Conflict(words("init.there", path=folder / path))
    # With its mark: without it a spreadsheet program in Korea shows the Korean wrongly.
    texts = {
        SETTINGS: (FIRST / f"sangdam.{words.language}.toml").read_text("utf-8").encode(),
        FAQ: (FIRST / "faq.csv").read_text("utf-8").encode("utf-8-sig"),
    }
    try:
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text)
        (folder / SETTINGS).chmod(0o600)
    except OSError as error:
        raise SetupError(words("init.refused", reason=error)) from None
    told = {"settings": folder / SETTINGS, "faq": folder / FAQ, "folder": folder.absolute()}
    print(words("init.next", **told))
