"""A follow-up made to stand alone, by rule: "그럼 제주도는요?", "and for sale items?".

A message is a follow-up where it names a subject but asks nothing ("제주도는요?"), or asks
something but names no subject ("그건 얼마예요?"). The first takes its question from the turn
before, the second its subject. Since a short message may also open a new subject, the message
as it stands remains a reading of its own, and the evidence decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

import yaml

from sangdam.models import MODEL_CODE, Language, Question, Screened
from sangdam.ports import Morpheme, Morphology

NOUN = ("NN", "SL", "SN", "SH", "XR")
BOUND = ("NNB", "NP")
PREDICATE = ("VV", "VA", "XSV", "XSA")
COPULA = ("VCP", "VCN")
"""States what something is: it asks only with a question mark or a word that asks."""
TRAILING = re.compile(
    r"(?:에서도|에서는|에는|으로는|까지는|(?:이|인)?(?:라면|면|고|데|지만)|이에|예|입니다|임"
    r"|은|는|도|이|가|을|를|에)?(?:요|여|용)?[?？!.~\s]*$"
)
LONGEST_FOLLOW_UP = 8
"""Space-separated words; a longer message says what it is about."""
LONGEST_LEANING = 4
"""A question of so few words may still mean the subject named before."""
PREPOSITIONS = ("for", "to", "with", "by", "in", "as", "on")


class Standalone:
    def __init__(self, *, morphology: Morphology) -> None:
        self._morphology = morphology
        words = yaml.safe_load((files(__package__) / "standalone.yaml").read_text("utf-8"))
        self._openers = _any_of(words["openers"]["ko"] + words["openers"]["en"])
        self._pointers = frozenset(words["pointers"]["ko"] + words["pointers"]["en"])
        self._empty = frozenset(words["empty"]["ko"] + words["empty"]["en"])
        self._asking = frozenset(words["asking"]["en"])
        self._contrasts = tuple(frozenset(w.lower() for w in row) for row in words["contrasts"])

    def readings(self, screened: Screened, previous: str | None) -> tuple[Question, ...]:
        """The message's possible meanings, the likeliest first: as it stands, and with what
        `previous` asked where it leans on that."""
        alone = Question(text=screened.text, language=screened.language)
        if previous is None or len(screened.text.split()) > LONGEST_FOLLOW_UP:
            return (alone,)
        bare = self._openers.sub("", screened.text).strip()
        subject, asks = self._subject(bare), self._asks(bare, screened.language)
        joined = self._joined(bare, subject, asks, screened.language, previous)
        if joined is None:
            return (alone,)
        follow_up = Question(text=joined, language=screened.language, follow_up=True)
        return (alone, follow_up) if subject and asks else (follow_up, alone)

    def _joined(
        self, bare: str, subject: str, asks: bool, language: Language, previous: str
    ) -> str | None:
        """The message with what it lacks from the question before, or None where it lacks
        nothing."""
        if subject and not asks:
            focus = TRAILING.sub("", bare) if language is Language.KOREAN else bare
            return self._with_focus(focus.strip(" ?!."), previous)
        topic = self._subject(previous)
        if topic and (not subject or len(bare.split()) <= LONGEST_LEANING):
            return f"{topic} {self._without_pointers(bare)}"
        return None

    def _subject(self, text: str) -> str:
        """The nouns and foreign words that name something, in order."""
        codes = [match.span() for match in MODEL_CODE.finditer(text)]
        named = [*codes, *self._nouns(text, codes)]
        return " ".join(text[start:end] for start, end in sorted(named))

    def _nouns(self, text: str, codes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where they stand, each with what is joined to it; none inside a model number."""
        nouns: list[tuple[int, int]] = []
        begins: int | None = None
        """Where a prefix before the next morpheme begins."""
        for m in self._morphology.analyse(text):
            joined = nouns[-1][1] if nouns else None
            if any(start < m.end and m.start < end for start, end in codes):
                begins = None
            elif m.tag == "XPN":
                begins = m.start
            elif self._names(m):
                start = m.start if begins is None else begins
                if start == joined:
                    start = nouns.pop()[0]
                nouns.append((start, m.end))
                begins = None
            elif m.tag == "XSN" and m.start == joined:
                nouns[-1] = (nouns[-1][0], m.end)
            else:
                begins = None
        return nouns

    def _names(self, morpheme: Morpheme) -> bool:
        named = morpheme.tag.startswith(NOUN) and not morpheme.tag.startswith(BOUND)
        return named and morpheme.form not in self._pointers and morpheme.form not in self._empty

    def _asks(self, text: str, language: Language) -> bool:
        if language is Language.ENGLISH:
            words = re.findall(r"[a-z']+", text.lower())
            return not self._asking.isdisjoint(words)
        read = self._morphology.analyse(text)
        if any(m.tag.startswith(PREDICATE) for m in read):
            return True
        states = any(m.tag.startswith(COPULA) for m in read)
        return states and ("?" in text or any(m.form in self._empty for m in read))

    def _without_pointers(self, text: str) -> str:
        words = (w for w in text.split() if w.strip("?.,!은는").lower() not in self._pointers)
        return " ".join(words)

    def _with_focus(self, focus: str, previous: str) -> str:
        # Of two model numbers, the new one replaces the old one.
        code, old_codes = MODEL_CODE.search(focus), set(MODEL_CODE.findall(previous))
        if code and len(old_codes) == 1:
            return previous.replace(old_codes.pop(), code.group())
        for old in self._rivals(focus, previous):
            if re.search(rf"\b{re.escape(old)}", previous, re.IGNORECASE):
                return re.sub(rf"\b{re.escape(old)}", _bare(focus), previous, flags=re.IGNORECASE)
        if focus.isascii():
            return f"{previous.rstrip(' ?.')} {focus}?"
        return f"{focus}{_topic_particle(focus)} {previous}"

    def _rivals(self, focus: str, previous: str) -> list[str]:
        """What `focus` replaces in the question before, longest first."""
        name = _bare(focus).lower()
        rows = [row for row in self._contrasts if any(name.startswith(w) for w in row)]
        rivals = {w for row in rows for w in row if not name.startswith(w)}
        return sorted((w for w in rivals if w in previous.lower()), key=len, reverse=True)


def _bare(focus: str) -> str:
    head, _, rest = focus.partition(" ")
    return rest if head.lower() in PREPOSITIONS and rest else focus


def _topic_particle(noun: str) -> str:
    """은 after a syllable with a final consonant, 는 after one without, nothing after others."""
    place = ord(noun[-1]) - ord("가") if noun else -1
    if not 0 <= place <= ord("힣") - ord("가"):
        return ""
    return "은" if place % 28 else "는"


def _any_of(words: list[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, ordered))})\b[\s,]*)+", re.IGNORECASE)
