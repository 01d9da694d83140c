"""Kiwi's one home: Korean morphemes and sentences, English words by their stem."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer
from kiwipiepy import Kiwi

from sangdam.ports import Morpheme

FOREIGN = "SL"
CACHED_TEXTS = 1024
HANGUL = re.compile(r"[가-힣]")
ENGLISH_STOP = re.compile(r"(?<=[A-Za-z])\.(?!\w)")
"""Before it Kiwi 0.24 breaks words: `refund.` became `ref` and `und.`, and was not found."""
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“'(])")


class KiwiMorphology:
    """Satisfies ports.Morphology; safe to share between threads.

    The dictionary is read with the first text: it takes two seconds, which a reindex that finds
    nothing to do can save. `load_multi_dict=False` leaves out the dictionary of multi-word names,
    which costs 200 MB and half of the start.
    """

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._loaded: Kiwi | None = None
        self._stemmer = Stemmer.Stemmer("english")
        self._stemmer_lock = threading.Lock()
        self.analyse = lru_cache(CACHED_TEXTS)(self._analyse)

    @property
    def _kiwi(self) -> Kiwi:
        with self._loading:
            if self._loaded is None:
                self._loaded = Kiwi(num_workers=1, load_multi_dict=False)
            return self._loaded

    def sentences(self, text: str) -> tuple[str, ...]:
        """Kiwi splits Korean; it glues English sentences together, so those are split by mark."""
        lines = (line.strip() for line in text.splitlines())
        found = (sentence for line in lines if line for sentence in self._split(line))
        return tuple(sentence for sentence in found if sentence)

    def _split(self, line: str) -> list[str]:
        if not HANGUL.search(line):
            return END.split(line)
        return [sentence.text.strip() for sentence in self._kiwi.split_into_sents(line)]

    def _analyse(self, text: str) -> tuple[Morpheme, ...]:
        return tuple(
            Morpheme(
                self._form(token.form, token.tag),
                token.tag,
                token.start,
                token.end,
                known=not token.oov,
                score=token.score,
            )
            for token in self._kiwi.tokenize(ENGLISH_STOP.sub(" ", text))
        )

    def _form(self, form: str, tag: str) -> str:
        if tag != FOREIGN:
            return form.lower()
        with self._stemmer_lock:
            return str(self._stemmer.stemWord(form.lower()))
