"""tiktoken's one home: token counts before a call, from a file and without the network."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import tiktoken

from sangdam.errors import SetupError

_WORDS = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
"""How cl100k_base cuts a text before it merges bytes (openai/tiktoken, openai_public.py)."""


class Cl100kCounter:
    """A TokenCounter in cl100k_base. Names of special tokens count as the plain text they are."""

    def __init__(self, file: Path) -> None:
        """`file` holds the ranks as OpenAI publishes them. Raises SetupError where it doesn't."""
        self._encoding = tiktoken.Encoding(
            "cl100k_base", pat_str=_WORDS, mergeable_ranks=_ranks(file), special_tokens={}
        )

    def __call__(self, text: str) -> int:
        return len(self._encoding.encode_ordinary(text))


def _ranks(file: Path) -> dict[bytes, int]:
    """Lines of a token in base64 and its rank."""
    try:
        rows = [line.split() for line in file.read_bytes().splitlines()]
        return {b64decode(token): int(rank) for token, rank in rows}
    except (OSError, ValueError) as error:
        raise SetupError(
            f"the token file {file} can't be read ({error}): fetch it with scripts/fetch_models.py."
        ) from error
