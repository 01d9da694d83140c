"""The exam of signals: what it reads, what it counts, and that its floors hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import Half
from evals.gates import Exam, read_floors
from evals.signals.examination import SignalExam, examine_signals
from evals.signals.fit import to_fit
from evals.signals.measures import HeardTurn, figures, rows
from evals.signals.reading import Calm, SaidTurn, read_turns
from evals.signals.table import lines, stories
from sangdam.errors import KnowledgeError
from sangdam.models import Language, ReasonCode
from sangdam.ports import Embedder
from sangdam.routing.signal_classifier import SEVERE
from sangdam.settings import Settings


@pytest.fixture(scope="module")
def sealed() -> list[SaidTurn]:
    return read_turns(halves=[Half.SEALED])


@pytest.fixture(scope="module")
def exam(sealed: list[SaidTurn], embedder: Embedder) -> SignalExam:
    return examine_signals(Settings.load(), sealed, embedder=embedder)


def test_the_floors_hold(exam: SignalExam) -> None:
    assert not read_floors().broken(Exam.SIGNALS, figures(exam.rows))


def test_sealed_messages_are_counted_and_not_kept(exam: SignalExam, tmp_path: Path) -> None:
    assert not exam.open
    assert "all severe" in "\n".join(lines(exam.rows))
    kept = exam.write(tmp_path).read_text("utf-8")
    assert SignalExam.model_validate_json(kept) == exam


def test_there_are_enough_of_each_in_both_languages(sealed: list[SaidTurn]) -> None:
    assert len(read_turns(halves=[Half.OPEN])) >= 1500
    for language in Language:
        spoken = [turn for turn in sealed if turn.language is language]
        assert sum(turn.filed in SEVERE for turn in spoken) >= 150
        assert sum(turn.filed is ReasonCode.REQUEST for turn in spoken) >= 100
        assert sum(turn.calm is Calm.QUESTION for turn in spoken) >= 150


def test_no_sealed_message_is_fitted_to(sealed: list[SaidTurn]) -> None:
    fitted = {turn.say.casefold() for turn in to_fit(read_turns())}
    assert len(fitted) > 1500
    assert not fitted & {turn.say.casefold() for turn in sealed}


def turn(say: str, *reasons: ReasonCode, calm: Calm | None = None) -> SaidTurn:
    return SaidTurn(
        say=say,
        reasons=reasons,
        calm=calm,
        language=Language.KOREAN,
        half=Half.OPEN,
        place="a.ko.yaml, 1",
    )


def test_a_call_counts_whatever_its_reason_and_the_reason_counts_apart() -> None:
    heard = (
        HeardTurn(turn=turn("a", ReasonCode.SAFETY), reason=ReasonCode.LEGAL, milliseconds=1),
        HeardTurn(
            turn=turn("b", ReasonCode.LEGAL, ReasonCode.ANGER),
            reason=ReasonCode.ANGER,
            milliseconds=1,
        ),
        HeardTurn(turn=turn("c", ReasonCode.SAFETY), reason=None, milliseconds=1),
        HeardTurn(turn=turn("d", calm=Calm.PLAIN), reason=ReasonCode.ANGER, milliseconds=1),
    )
    found = {row.what: (row.hit, row.share.n) for row in rows(heard) if row.language is None}
    assert found == {
        "safety": (1, 2),
        "legal": (1, 1),
        "severe": (2, 3),
        "plain": (1, 1),
        "reason": (1, 2),
    }
    assert not figures(rows(heard)), "floors look at the sealed half"
    told = "\n".join(stories(heard))
    assert "nobody called\n  c" in told
    assert "anger\n  d" in told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("lament:\n  - a\n", "lament"),
        ("complaint:\n  - {say: a, also: [lament]}\n", "lament"),
        ("complaint:\n  - ''\n", "say"),
        ("complaint:\n  - {also: [anger]}\n", "say"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "one.ko.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=r"open/one.ko.yaml, \w+ 1") as raised:
        read_turns(tmp_path)
    assert fault in str(raised.value)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no messages"):
        read_turns(tmp_path)
