"""tiktoken's one home: token counts before a call, from a file and without the network."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from pathlib import Path
from threading import Lock

import tiktoken

from sangdam.errors import SetupError

_WORDS = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
"""How cl100k_base cuts a text before it merges bytes (openai/tiktoken, openai_public.py)."""
_READING = Lock()
"""Turns that need the table at once wait for the first to read it."""


class Cl100kCounter:
    """A TokenCounter in cl100k_base. Names of special tokens count as the plain text they are."""

    def __init__(self, file: Path) -> None:
        """`file` holds the ranks as OpenAI publishes them. Raises SetupError where it is missing,
        the first count where it holds something else."""
        if not file.is_file():
            raise _unusable(file, "it is not there")
        self._file = file

    def __call__(self, text: str) -> int:
        with _READING:
            encoding = _encoding(self._file)
        return len(encoding.encode_ordinary(text))


@lru_cache(1)
def _encoding(file: Path) -> tiktoken.Encoding:
    """Read once, when it is first asked for: it takes half a second."""
    ranks = _ranks(file)
    return tiktoken.Encoding(
        "cl100k_base", pat_str=_WORDS, mergeable_ranks=ranks, special_tokens={}
    )


def _ranks(file: Path) -> dict[bytes, int]:
    """Lines of a token in base64 and its rank."""
    try:
        rows = [line.split() for line in file.read_bytes().splitlines()]
        return {b64decode(token): int(rank) for token, rank in rows}
    except (OSError, ValueError) as error:
        raise _unusable(file, error) from error


def _unusable(file: Path, why: object) -> SetupError:
    return SetupError(
        f"the token file {file} can't be read ({why}): fetch it with `sangdam models`."
    )
