"""Written drafts made in place, with what is known of them."""

from __future__ import annotations

from evals.cases import Half
from evals.written.asked import Asked, Source
from evals.written.checked import CheckedDraft, CheckedSentence, Writing
from evals.written.faults import Fault
from sangdam.models import Language


def asked(
    name: str = "jeju", *, half: Half = Half.OPEN, language: Language = Language.KOREAN
) -> Asked:
    return Asked(
        id=name,
        text="제주도는 며칠 걸려요?",
        language=language,
        half=half,
        source=Source.GOLDEN,
        kind="answerable",
        answerable=True,
        embedded=True,
        passages=("jeju#0",),
    )


def sentence(*, sound: bool, passes: bool, fault: Fault = Fault.ADDED) -> CheckedSentence:
    return CheckedSentence(
        text="3일 걸립니다.",
        markers=(1,),
        sound=sound,
        fault=None if sound else fault,
        passes=passes,
    )


def draft(
    *sentences: CheckedSentence,
    writing: Writing = Writing.PROSE,
    half: Half = Half.OPEN,
    language: Language = Language.KOREAN,
    answers: bool = True,
) -> CheckedDraft:
    return CheckedDraft(
        writing=writing,
        asked=asked(half=half, language=language),
        sentences=sentences,
        passages=("jeju#0",),
        good=answers and all(one.sound for one in sentences),
        passes=all(one.passes for one in sentences),
    )
