"""Which questions are written about, and in which order: Korean and English, open and sealed,
those with an answer and those without take turns, so that any beginning is a fair part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, product, zip_longest
from pathlib import Path

from evals.cases import UNANSWERABLE, Case, Half, Kind
from evals.retrieval.reading import SearchQuestion
from evals.slices import file_language
from evals.written.asked import Asked, Source
from sangdam.models import Language, Value

QUOTA: Mapping[Kind, int] = {
    Kind.ANSWERABLE: 14,
    Kind.NEAR_DUPLICATE: 4,
    Kind.MISSPELT: 2,
    Kind.CROSS_LANGUAGE: 2,
    Kind.OUT_OF_SCOPE: 3,
    Kind.FALSE_PREMISE: 3,
    Kind.UNDER_SPECIFIED: 2,
    Kind.WRONG_MODALITY: 1,
    Kind.UNSAFE: 1,
}
"""Golden cases of each half and language that the embedded model is asked."""
HELD_BACK: Mapping[Kind, int] = {Kind.ANSWERABLE: 2, Kind.NEAR_DUPLICATE: 2}
"""Of these more, asked without the documents that answer: only their neighbours are found."""
MORE: Mapping[Source, int] = {Source.GOLDEN: 106, Source.SEARCH: 170, Source.FITTING: 80}
"""Questions that the inventing model is asked beside them, half of them in each language."""


PARAPHRASES = Path(__file__).parent.parent / "fitting" / "paraphrases.jsonl"


class Paraphrase(Value):
    """A line of PARAPHRASES."""

    question: str
    language: Language
    documents: tuple[str, ...]
    kind: str


class Chosen(Value):
    asked: Asked
    """Still without passages."""
    held_back: tuple[str, ...] = ()
    """Stems of documents that may not be found."""


def for_prose(cases: Sequence[Case]) -> tuple[Chosen, ...]:
    """What the embedded model is asked."""
    strata = [_stratum(cases, half, language) for half, language in product(Half, Language)]
    return tuple(_in_turn(strata))


def for_inventing(
    cases: Sequence[Case],
    searched: Iterable[SearchQuestion],
    paraphrases: Iterable[Paraphrase],
    known: Sequence[Chosen],
) -> tuple[Chosen, ...]:
    """What the inventing model is asked beside the `known` ones."""
    taken = {one.asked.text for one in known}
    others = chain(
        (_of_case(case, embedded=False) for case in cases if _may_be_asked(case)),
        map(_of_search, searched),
        map(_of_paraphrase, paraphrases),
    )
    left = {one.asked.text: one for one in others if one.asked.text not in taken}.values()
    strata = [
        _by_lot(one for one in left if (one.asked.source, one.asked.language) == stratum)[: n // 2]
        for source, n in MORE.items()
        for stratum in product([source], Language)
    ]
    return tuple(_in_turn(strata))


def _stratum(cases: Sequence[Case], half: Half, language: Language) -> list[Chosen]:
    fitting = [
        case
        for case in sorted(cases, key=lambda case: lot(case.id))
        if case.half is half and file_language(case) is language and _may_be_asked(case)
    ]
    chosen: list[Chosen] = []
    for kind, most in QUOTA.items():
        of_kind = [case for case in fitting if case.kind is kind]
        more = [case for case in of_kind[most:] if case.documents][: HELD_BACK.get(kind, 0)]
        chosen += [_of_case(case, embedded=True) for case in of_kind[:most]]
        chosen += [_without_answer(case) for case in more]
    return _by_lot(chosen)


def _may_be_asked(case: Case) -> bool:
    return len(case.say) == 1 and case.kind in QUOTA


def _of_case(case: Case, *, embedded: bool) -> Chosen:
    language = file_language(case)
    assert language, "golden files name their language"
    return Chosen(
        asked=Asked(
            id=case.id,
            text=case.say[0],
            language=language,
            half=case.half,
            source=Source.GOLDEN,
            kind=case.kind,
            answerable=case.kind not in UNANSWERABLE,
            embedded=embedded,
            passages=(),
        )
    )


def _without_answer(case: Case) -> Chosen:
    plain = _of_case(case, embedded=True).asked
    named = {"id": f"{case.id}-held-back", "answerable": False}
    return Chosen(asked=plain.model_copy(update=named), held_back=case.documents)


def _of_search(question: SearchQuestion) -> Chosen:
    return Chosen(
        asked=Asked(
            id=f"search-{lot(question.text)[:8]}",
            text=question.text,
            language=question.language,
            half=question.half,
            source=Source.SEARCH,
            kind=question.slice,
            answerable=True,
            embedded=False,
            passages=(),
        )
    )


def _of_paraphrase(paraphrase: Paraphrase) -> Chosen:
    digest = lot(paraphrase.question)
    return Chosen(
        asked=Asked(
            id=f"fitting-{digest[:8]}",
            text=paraphrase.question,
            language=paraphrase.language,
            half=Half.SEALED if int(digest[:2], 16) % 2 else Half.OPEN,
            source=Source.FITTING,
            kind="paraphrase",
            answerable=True,
            embedded=False,
            passages=(),
        )
    )


def _by_lot(chosen: Iterable[Chosen]) -> list[Chosen]:
    return sorted(chosen, key=lambda one: lot(one.asked.id))


def _in_turn(strata: Iterable[Sequence[Chosen]]) -> Iterator[Chosen]:
    """The first of each, then the second of each, and so on."""
    return filter(None, chain.from_iterable(zip_longest(*strata)))


def lot(text: str) -> str:
    return sha256(text.encode()).hexdigest()
