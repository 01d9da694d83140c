"""Words that mean one thing to a customer, Korean and English, read as one concept.

The thesaurus is `synonyms.yaml`. A text is read as its content words, each in dictionary form,
one after the other: so 택배비 is found whether the analyser kept it whole or cut it in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from unicodedata import normalize

import yaml

from sangdam.errors import SetupError
from sangdam.ports import Morpheme, Morphology

FILE = "synonyms.yaml"
LANGUAGES = ("ko", "en")

_Joint = tuple[str, ...]
"""How a word stands to the one before it: what may be written between the two in a phrase."""
TOGETHER: _Joint = ("", " ")
"""Next to each other, or only a space or hyphen between."""
APART: _Joint = (" ",)
"""Particles or endings between, or words that a phrase may pass over."""
GLUED: _Joint = ("",)
EITHER: _Joint = ("/",)
BROKEN: _Joint = ()
"""A mark between that ends the phrase."""

_Word = tuple[_Joint, str, bool, Morpheme]
"""A content word: its joint, its form, whether a phrase may pass over it (`my` in `close my
account`), and where it comes from. Bare, as a passage has hundreds."""
_Phrase = tuple[tuple[str, str], ...]
"""The words of a phrase, each with what is written before it."""

_CONTENT = ("N", "VV", "VA", "VCN", "MM", "MAG", "IC", "XP", "XSN", "XR", "ETN")
_FOREIGN_OR_SIGN = ("SL", "SH", "SN", "SW")
_HELPING_VERBS = {"않": "VX", "못하": "VX", "지": "VX"}
"""Of the helping verbs only these change what is meant."""
_MARKS = frozenset(("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SB"))
_JOINERS = {"-": TOGETHER, "'": GLUED, "’": GLUED, "/": EITHER}
_MAY_BE_PASSED_OVER = frozenset(("MAG", "MM", "NP", "IC", "SL"))
_NEGATIONS = ("안", "못")
_POINTING = ("a", "an", "the", "this", "that", "these", "those", "some", "ani", "of")
_POSSESSIVE = ("my", "your", "our", "their", "his", "her", "its")
_PERSONAL = ("me", "us", "it", "them")
_PASSED_OVER_ENGLISH = frozenset((*_POINTING, *_POSSESSIVE, *_PERSONAL))
"""Stems."""
_VERB = "다"
_VERB_TAGS = ("VV", "VA", "VCN", "XSV", "XSA")
_WANTED = "고 싶어요"
_MADE_OF_A_VERB = "ETN"


class Synonyms:
    """Reads the thesaurus with the first text, in about half a second; a query then costs
    microseconds.

    `extra` holds further groups of words of either language: under the key of a concept they
    join it, under a new key they are a concept of their own.
    Raises SetupError that names the concept whose words, in the file or in `extra`, can't be used.
    """

    def __init__(
        self, morphology: Morphology, extra: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._morphology = morphology
        self._extra = _checked(extra or {})

    @cached_property
    def _concepts(self) -> Mapping[str, tuple[str, ...]]:
        """Every beginning of a phrase -> the concepts of which it is a whole phrase."""
        known: dict[str, tuple[str, ...]] = {}
        shipped = read_thesaurus(resources.files(__package__).joinpath(FILE).read_text("utf-8"))
        for groups in (shipped, self._extra):
            for concept, phrases in groups.items():
                for phrase in phrases:
                    self._add(known, concept, phrase.lower())
        return known

    def concepts(self, morphemes: Sequence[Morpheme]) -> list[str]:
        """Keys of the concepts in an analysed text, in its order, with repetition.

        Of several phrases that begin with the same word the longest counts alone; a phrase that
        stands in two concepts gives both.
        """
        words = _words(morphemes)
        found: list[str] = []
        place = 0
        while place < len(words):
            concepts, place = self._longest(words, place)
            found.extend(concepts)
        return found

    def _longest(self, words: Sequence[_Word], place: int) -> tuple[tuple[str, ...], int]:
        """Concepts of the longest phrase that begins at `place`, and the place after it."""
        known, said, end = self._concepts, [words[place][1]], place + 1
        best = known.get(said[0])
        if best is None:
            return (), end
        passed = False
        for n in range(end, len(words)):
            joint, form, passes, _ = words[n]
            between = APART if passed and joint is TOGETHER else joint
            longer = [way for s in said for j in between if (way := s + j + form) in known]
            if longer:
                said, passed = longer, False
                if concepts := tuple(dict.fromkeys(c for way in longer for c in known[way])):
                    best, end = concepts, n + 1
            elif passes and joint:
                passed = True
            else:
                break
        return best, end

    def _add(self, known: dict[str, tuple[str, ...]], concept: str, phrase: str) -> None:
        for way in self._ways(phrase):
            *beginnings, whole = _beginnings(way)
            for beginning in beginnings:
                known.setdefault(beginning, ())
            concepts = known.get(whole, ())
            if concept not in concepts:
                known[whole] = (*concepts, concept)

    def _ways(self, phrase: str) -> set[_Phrase]:
        """Every way in which a text may say the phrase.

        A Korean noun stands for itself: alone, an analyser may take its last syllable for an
        ending (하자, 고가), and what is left would be found everywhere.
        """
        if not _is_hangul(phrase):
            return {_phrase(self._morphology.analyse(phrase))} - {()}
        ways = {_phrase(reading) for reading in self._readings(phrase)}
        whole = phrase.replace(" ", "")
        if " " not in phrase or any(whole == "".join(form for _, form in way) for way in ways):
            ways.add((("", whole),))
        return ways - {()}

    def _readings(self, phrase: str) -> Iterator[Sequence[Morpheme]]:
        """Analyses of a Korean phrase that lose nothing of it."""
        analyse = self._morphology.analyse
        if phrase.endswith(_VERB):
            inflected = phrase.removesuffix(_VERB) + _WANTED
            yield from (r for r in (analyse(phrase), analyse(inflected)) if _has_verb(r))
        elif " " in phrase or _looks_made_of_a_verb(phrase):
            reading = analyse(phrase)
            if " " in phrase or reading[-1].tag == _MADE_OF_A_VERB:
                yield reading


@lru_cache(2)
def shipped_synonyms(morphology: Morphology) -> Synonyms:
    """Read once for each analyser."""
    return Synonyms(morphology)


def read_thesaurus(text: str) -> dict[str, tuple[str, ...]]:
    """Concept -> its words and phrases of both languages.

    Raises SetupError with concept and line where an entry is not two filled lists, `ko` and
    `en`, or stands twice. Words are taken as written: `no` and `24` are words, too.
    """
    groups: dict[str, tuple[str, ...]] = {}
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for concept, entry in _pairs(root, "the file"):
        if concept in groups:
            raise _unusable(entry, concept, "stands twice")
        lists = dict(_pairs(entry, concept))
        if wrong := sorted(lists.keys() ^ set(LANGUAGES)):
            raise _unusable(entry, concept, f"needs `ko` and `en`, nothing else: see {wrong}")
        groups[concept] = tuple(w for name in LANGUAGES for w in _list(lists[name], concept, name))
    return groups


def _pairs(node: yaml.Node | None, concept: str) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise SetupError(f"{FILE}: {concept} must be a mapping")
    return ((str(key.value), value) for key, value in node.value)


def _list(node: yaml.Node, concept: str, name: str) -> list[str]:
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    words = [str(item.value).strip() for item in items if isinstance(item, yaml.ScalarNode)]
    if not words or len(words) < len(items) or not all(words):
        raise _unusable(node, concept, f"needs at least one word under `{name}`, all plain words")
    return words


def _unusable(node: yaml.Node, concept: str, what: str) -> SetupError:
    return SetupError(f"{FILE}:{node.start_mark.line + 1}: {concept} {what}")


def _checked(extra: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    for concept, phrases in extra.items():
        if isinstance(phrases, str) or not phrases or not all(p.strip() for p in phrases):
            raise SetupError(f"synonyms of {concept!r} must be a list of at least one word")
    return extra


def _words(morphemes: Sequence[Morpheme]) -> list[_Word]:
    """The content words, verbs as in a dictionary, each with what stands before it."""
    words: list[_Word] = []
    joint = TOGETHER
    for morpheme in morphemes:
        form, tag, *_ = morpheme
        if _has_content(tag) or _HELPING_VERBS.get(form) == tag:
            passes = tag in _MAY_BE_PASSED_OVER and _passes(form, tag)
            said = form + _VERB if tag.startswith("V") else form
            words.append((joint, said, passes, morpheme))
            joint = TOGETHER
        elif tag in _MARKS:
            joint = _JOINERS.get(form, BROKEN)
        elif joint is TOGETHER:
            joint = APART
    return words


@cache
def _has_content(tag: str) -> bool:
    return tag.startswith((*_CONTENT, *_FOREIGN_OR_SIGN))


def _passes(form: str, tag: str) -> bool:
    return form in _PASSED_OVER_ENGLISH if tag == "SL" else form not in _NEGATIONS


def _phrase(morphemes: Sequence[Morpheme]) -> _Phrase:
    """A space in an entry leaves open whether a text says the words together or apart."""
    words = _words(morphemes)
    between = ("", *(_between(before, word) for before, word in pairwise(words)))
    return tuple((b, form) for b, (_, form, _, _) in zip(between, words, strict=False))


def _between(before: _Word, word: _Word) -> str:
    joint, _, _, morpheme = word
    if joint is TOGETHER and before[3].end >= morpheme.start:
        return ""
    return joint[-1] if joint else " "


def _beginnings(phrase: _Phrase) -> Iterator[str]:
    """What may have been read of a phrase so far, the whole last; Hangul may be cut anywhere."""
    said = ""
    for between, form in phrase:
        said += between
        if _is_hangul(form):
            yield from (said + form[:length] for length in range(1, len(form)))
        said += form
        yield said


def _has_verb(reading: Sequence[Morpheme]) -> bool:
    """새고 싶어요 may have been read as the new one (새) that somebody wants."""
    return any(morpheme.tag.startswith(_VERB_TAGS) for morpheme in reading)


def _looks_made_of_a_verb(noun: str) -> bool:
    """알림, 즐겨찾기: such a noun ends in ㅁ or 기."""
    return noun.endswith("기") or normalize("NFD", noun).endswith("\N{HANGUL JONGSEONG MIEUM}")


def _is_hangul(phrase: str) -> bool:
    return all("가" <= letter <= "힣" or letter == " " for letter in phrase)
