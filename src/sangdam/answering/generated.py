"""A draft by a language model: sentences it chose, or sentences it wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sangdam.answering.extractive import frame
from sangdam.answering.nearest import Nearest
from sangdam.answering.sentences import Quotable, quotable, quote
from sangdam.errors import ModelUnavailable
from sangdam.models import Draft, DraftSentence, Evidence, Language, Passage, Route, Usage
from sangdam.ports import LanguageModel, Morphology, TokenCounter
from sangdam.prompts import prompt

PASSAGES = 3
PASSAGES_TO_CHOOSE_FROM = 2
SENTENCES_TO_CHOOSE_FROM = 6
"""The nearest ones only: a small model reads some 60 tokens a second, and it strays less."""
ONE_OF_THE_NEAREST = 3
"""A choice without any of so many nearest sentences has strayed and is dropped."""
MOST_SENTENCES = 4
HEADROOM = 1.15
"""Tokens are counted in cl100k_base; other vocabularies need up to this much more."""
LANGUAGE_NAMES = {Language.KOREAN: "Korean", Language.ENGLISH: "English"}

T = TypeVar("T", bound=BaseModel)
Make = Callable[[Evidence, tuple[Passage, ...]], Draft | None]


class Generated:
    """Asks the model once. Raises ModelUnavailable where no usable answer comes back."""

    def __init__(
        self,
        *,
        model: LanguageModel,
        nearest: Nearest,
        morphology: Morphology,
        count: TokenCounter,
        company: str,
        canary: str,
        prompt_tokens: int,
        answer_tokens: int,
    ) -> None:
        """`canary` stands in the instructions, so that a draft that tells them is known by it."""
        self._model = model
        self._by = nearest
        self._morphology = morphology
        self._count = count
        self._prompt_tokens = prompt_tokens
        self._answer_tokens = answer_tokens
        self._choose_prompt = prompt("choose_sentences")
        self._write_prompt = prompt("write_answer", company=company, canary=canary)

    def warm_up(self) -> None:
        """Let the server read the fixed instructions once, so that no customer waits for it."""
        self._model.complete(self._choose_prompt, "{}", max_tokens=1)

    @property
    def ready(self) -> bool:
        return self._model.ready

    def draft(self, evidence: Evidence) -> Draft | None:
        """None where the model says that nothing answers the question."""
        prose = self._model.writes_prose
        most = PASSAGES if prose else PASSAGES_TO_CHOOSE_FROM
        passages = self._within_budget(tuple(hit.passage for hit in evidence.hits[:most]))
        make: Make = self._write if prose else self._choose
        return make(evidence, passages) if passages else None

    def _choose(self, evidence: Evidence, passages: tuple[Passage, ...]) -> Draft | None:
        every = quotable(passages, self._morphology)
        order = self._by.order(every, passages, evidence)
        offered = sorted(order[:SENTENCES_TO_CHOOSE_FROM])
        sentences = tuple(every[position] for position in offered)
        listed = "\n".join(_listed(sentences, passages))
        user = prompt("question_with_sentences", sentences=listed, question=evidence.query)
        completion = self._model.complete(
            self._choose_prompt, user, schema=_choice_schema(len(sentences)), max_tokens=40
        )
        chosen = _parsed(_Choice, completion.text).sentences
        numbers = [n for n in dict.fromkeys(chosen) if 1 <= n <= len(sentences)]
        if not {offered[n - 1] for n in numbers} & set(order[:ONE_OF_THE_NEAREST]):
            return None
        quotes = tuple(quote(sentences[n - 1]) for n in numbers[:MOST_SENTENCES])
        return _draft(quotes, passages, evidence, completion.usage, quoted=True)

    def _write(self, evidence: Evidence, passages: tuple[Passage, ...]) -> Draft | None:
        listed = "\n\n".join(
            f"[{n}] {p.title} {p.section}\n{p.text}" for n, p in enumerate(passages, start=1)
        )
        user = prompt(
            "question_with_passages",
            passages=listed,
            language=LANGUAGE_NAMES[evidence.language],
            question=evidence.query,
        )
        completion = self._model.complete(
            self._write_prompt, user, schema=WRITTEN_SCHEMA, max_tokens=self._answer_tokens
        )
        written = _parsed(_Written, completion.text).sentences[:MOST_SENTENCES]
        sentences = tuple(DraftSentence(text=s.text, markers=tuple(s.passages)) for s in written)
        return _draft(sentences, passages, evidence, completion.usage, quoted=False)

    def _within_budget(self, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
        # No token is shorter than a byte, so most often nothing need be counted: the counter's
        # table is large and takes long to read.
        if (
            sum(len(passage.text.encode()) for passage in passages) * HEADROOM
            <= self._prompt_tokens
        ):
            return passages
        kept: list[Passage] = []
        room = self._prompt_tokens
        for passage in passages:
            room -= int(self._count(passage.text) * HEADROOM)
            if kept and room < 0:
                break
            kept.append(passage)
        return tuple(kept)


def _listed(sentences: tuple[Quotable, ...], passages: tuple[Passage, ...]) -> Iterator[str]:
    """A heading for each passage, then its sentences, numbered through."""
    marker = 0
    for number, sentence in enumerate(sentences, start=1):
        if sentence.marker != marker:
            marker = sentence.marker
            passage = passages[marker - 1]
            yield f"# {passage.title} {passage.section}".strip()
        yield f"{number}. {sentence.text}"


def _draft(
    sentences: tuple[DraftSentence, ...],
    passages: tuple[Passage, ...],
    evidence: Evidence,
    usage: Usage,
    *,
    quoted: bool,
) -> Draft | None:
    """Keeps only the passages that are cited, and renumbers the markers to match."""
    if not sentences:
        return None
    cited = list(dict.fromkeys(m for s in sentences for m in s.markers))
    if any(not 1 <= m <= len(passages) for m in cited):
        raise ModelUnavailable("the model cited a passage that it was not given")
    place = {marker: n for n, marker in enumerate(cited, start=1)}
    kept = tuple(passages[m - 1] for m in cited)
    foreign = next((p for p in kept if p.language is not evidence.language), None)
    return Draft(
        route=Route.GENERATED,
        language=evidence.language,
        sentences=tuple(
            s.model_copy(update={"markers": tuple(place[m] for m in s.markers)}) for s in sentences
        ),
        passages=kept,
        frame=frame(foreign, evidence) if quoted and foreign else "",
        usage=usage,
    )


class _Choice(BaseModel):
    sentences: list[int]


class _WrittenSentence(BaseModel):
    text: str
    passages: list[int]


class _Written(BaseModel):
    sentences: list[_WrittenSentence]


def _parsed(kind: type[T], text: str) -> T:
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise ModelUnavailable("the model's answer does not fit its schema") from error


def _choice_schema(count: int) -> dict[str, object]:
    return _object(
        sentences={
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": count},
            "maxItems": MOST_SENTENCES,
        }
    )


def _object(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


WRITTEN_SCHEMA = _object(
    sentences={
        "type": "array",
        "items": _object(
            text={"type": "string"},
            passages={"type": "array", "items": {"type": "integer"}},
        ),
    }
)
