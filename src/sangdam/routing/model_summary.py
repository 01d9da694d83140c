"""A model's version of what the customer wants, kept only where its words are the customer's.

The ticket already has its summary by rule; this replaces one sentence of it, later, or never. The
customer's own words stay behind the sentence, in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from sangdam.errors import ModelUnavailable
from sangdam.models import HandoffSummary, Language, ReasonCode, Statement
from sangdam.ports import LanguageModel, Morpheme, Morphology
from sangdam.prompts import prompt
from sangdam.routing.entities import Said
from sangdam.routing.gist import HANGUL, Gist
from sangdam.routing.phrases import as_typed, pattern_file
from sangdam.routing.summary import MOST_WORDS, THE_MATTER, fitted

WITHIN_SECONDS = 60.0
"""After the ticket was opened; a later version comes too late to be read."""
LEFT_ALONE = THE_MATTER | {ReasonCode.ABUSE}
SENTENCES = {
    Language.KOREAN: re.compile(
        r"고객은 [^.?!]*"
        r"(?:원합|요청합|희망합|문의합|바랍|묻습|싶습|싶어 ?합|궁금해 ?합|고자 합)니다\.?"
    ),
    Language.ENGLISH: re.compile(
        r"The customer (?:wants|asks|needs|wishes|would like|is asking)\b(?:[^.?!]|[.](?=\d))*\.?"
    ),
}
"""One sentence, told of the customer: weak models copy the customer's own in its place."""
LANGUAGE_NAMES = {Language.KOREAN: "Korean", Language.ENGLISH: "English"}
LATEST = 4
"""Messages that the model gets to read."""
LONGEST = 60
"""Words of a message that the model gets to read: its prompt stays readable in seconds."""
MOST_TOKENS = 100
FEWEST_WORDS, GOAL_WORDS = 3, 25
NAMES = ("NNG", "NNP", "SL", "SN", "XR")
PREDICATES = ("VV", "VA")
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
ENDING = re.compile(r"(?:'s|ing|ed|es|s)$")
GOAL_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "goal": {"type": "string"},
        "messages": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["goal", "messages"],
    "additionalProperties": False,
}


class ModelSummary:
    """Rewrites the goal of a summary with the model's help."""

    def __init__(self, *, model: LanguageModel, morphology: Morphology, language: Language) -> None:
        self._model = model
        self._morphology = morphology
        self._language = language
        self._gist = Gist()
        file = pattern_file("model_summary.yaml")
        self._frame = frozenset(file["frame"][language])
        self._before = frozenset(file["negators"]["before"][language])
        self._after = frozenset(file["negators"]["after"][language])

    def rewrite(self, summary: HandoffSummary, said: Sequence[Said]) -> HandoffSummary | None:
        """The summary with the model's goal, or None where the summary by rule stays: the model
        is away, its sentence says what the customer did not say, the customer writes in another
        language than the agents, so that no rule can compare the words, or the words that called
        for a person are the matter itself."""
        if summary.language is not self._language or summary.reason_code in LEFT_ALONE:
            return None
        if not said:
            return None
        latest = [Said(one.id, self._gist.quote(one.text, LONGEST)) for one in said[-LATEST:]]
        goal = self._goal(latest)
        if goal is None or not self.holds(goal.text, [message.text for message in latest]):
            return None
        pointers = tuple(dict.fromkeys([*goal.pointers, *summary.goal.pointers]))
        text = f"{goal.text} {_quotes(summary.goal.text)}".strip()
        better = {"goal": Statement(text=text, pointers=pointers), "author": self._model.name}
        rewritten = fitted(summary.model_copy(update=better))
        return rewritten if rewritten.words <= MOST_WORDS else None

    def holds(self, goal: str, said: Sequence[str]) -> bool:
        """Whether it is a short sentence in the agents' language, about the newest wish, that says
        what was said: its numbers, its names, its verbs, each denied where the customer denied it.
        """
        theirs = " ".join(said)
        telling = [text for text in said if self._gist.says_something(text)]
        return (
            FEWEST_WORDS <= len(goal.split()) <= GOAL_WORDS
            and SENTENCES[self._language].fullmatch(goal) is not None
            and not self._words(goal).isdisjoint(self._words((telling or [theirs])[-1]))
            and "“" not in goal
            and self._is_in_language(goal, theirs)
            and set(NUMBER.findall(goal)) <= set(NUMBER.findall(theirs))
            and self._words(goal) <= self._words(theirs) | self._frame
            and self._denies_alike(goal, said)
        )

    def _goal(self, said: Sequence[Said]) -> Statement | None:
        listed = "\n".join(f"{n}. {message.text}" for n, message in enumerate(said, start=1))
        user = prompt(
            "messages_to_summarise", language=LANGUAGE_NAMES[self._language], messages=listed
        )
        try:
            completion = self._model.complete(
                prompt("summarise"), user, schema=GOAL_SCHEMA, max_tokens=MOST_TOKENS
            )
            answer = json.loads(completion.text)
            pointers = tuple(said[n - 1].id for n in answer["messages"] if 1 <= n <= len(said))
            goal = " ".join(str(answer["goal"]).split())
        except (ModelUnavailable, ValueError, KeyError, TypeError):
            return None
        return Statement(text=goal, pointers=pointers) if goal and pointers else None

    def _is_in_language(self, goal: str, theirs: str) -> bool:
        if self._language is Language.KOREAN:
            return bool(HANGUL.search(goal))
        foreign = {word for word in goal.split() if HANGUL.search(word)}
        return foreign <= set(theirs.split())

    def _words(self, text: str) -> frozenset[str]:
        """What it names and what is done, in base forms."""
        if self._language is Language.ENGLISH:
            return frozenset(word for word in map(self._stem, _words_of(text)) if word)
        return frozenset(m.form for m in self._telling(text))

    def _stem(self, word: str) -> str:
        """Empty for a word that claims nothing."""
        stem = ENDING.sub("", word)
        return "" if {word, stem, f"{stem}e"} & (self._frame | self._after | PRONOUNS) else stem

    def _telling(self, text: str) -> Iterator[Morpheme]:
        tags = (*NAMES, *PREDICATES)
        left_out = self._frame | self._before | self._after
        morphemes = self._morphology.analyse(text)
        return (m for m in morphemes if m.tag.startswith(tags) and m.form not in left_out)

    def _denies_alike(self, goal: str, said: Sequence[str]) -> bool:
        """Each word that both use is denied in the sentence just where the customer denied it in
        the newest message that has it; no other word is denied."""
        theirs: dict[str, set[bool]] = {}
        for text in said:
            theirs |= self._polarity(text)
        told = self._polarity(goal)
        invented = any(True in told[word] for word in set(told) - set(theirs))
        return not invented and all(told[word] <= theirs[word] for word in set(told) & set(theirs))

    def _polarity(self, text: str) -> dict[str, set[bool]]:
        """Word -> whether it is denied; both where it is said both ways."""
        found: dict[str, set[bool]] = {}
        for word, denied in self._marked(text):
            found.setdefault(word, set()).add(denied)
        return found

    def _marked(self, text: str) -> Iterator[tuple[str, bool]]:
        return self._english(text) if self._language is Language.ENGLISH else self._korean(text)

    def _english(self, text: str) -> Iterator[tuple[str, bool]]:
        """The first word that tells something after a negator is denied, and a wish before it."""
        denied = False
        for word in _words_of(text):
            stem = ENDING.sub("", word)
            if word in self._after:
                denied = True
            elif stem in WISHES:
                yield stem, denied
            elif self._stem(word):
                yield stem, denied
                denied = False

    def _korean(self, text: str) -> Iterator[tuple[str, bool]]:
        """Denied are the nearest word before 않다, 말다 or 없다, and the one after 안, 못."""
        tags = (*NAMES, *PREDICATES)
        found: list[tuple[str, bool]] = []
        denied = False
        for morpheme in self._morphology.analyse(text):
            if morpheme.form in self._before and morpheme.tag[0] == "V" and found:
                found[-1] = (found[-1][0], True)
            elif morpheme.form in self._after and morpheme.tag.startswith("MA"):
                denied = True
            elif morpheme.tag.startswith(tags):
                found.append((morpheme.form, denied))
                denied = False
        yield from found


WISHES = frozenset({"want", "need", "wish", "like", "would"})
PRONOUNS = frozenset(
    {"i", "i'm", "i've", "i'd", "me", "my", "mine", "we", "us", "our", "you", "your", "s"}
)


def _words_of(text: str) -> list[str]:
    return WORD.findall(as_typed(text).lower())


def _quotes(goal: str) -> str:
    """The part of a goal by rule that quotes the customer."""
    return goal[goal.index("“") :] if "“" in goal else ""
