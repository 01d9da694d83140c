"""Lets the product hear every message, and keeps what it heard."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from evals.cases import Half
from evals.intervals import Estimate, estimate
from evals.signals.fit import chosen, small_talk
from evals.signals.kote import kote_auroc
from evals.signals.measures import HeardTurn, Row, rows
from evals.signals.reading import SaidTurn
from sangdam import bootstrap_index
from sangdam.guardrails.screening import Screening
from sangdam.models import ReasonCode, Value
from sangdam.ports import Embedder
from sangdam.routing.signal_classifier import SignalClassifier, shipped_weights
from sangdam.routing.signals import Signals
from sangdam.routing.small_talk import SmallTalk
from sangdam.settings import Settings

FILE = "signals.json"
BATCH = 32
PUBLIC = 2000
"""Lines of public small talk that the weights have not seen."""


class SignalExam(Value):
    rows: tuple[Row, ...]
    p50_ms: float
    p95_ms: float
    """Of all that is read of one message, its vector at hand."""
    kote: Estimate | None = None
    public_small_talk: Estimate | None = None
    """Share of it that rings for nothing. None where the public data were not at hand."""
    open: tuple[HeardTurn, ...]
    """Every open message; of the sealed half nothing but the rows is kept."""

    def write(self, folder: Path) -> Path:
        """Keeps the exam in a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(self.model_dump_json(indent=1), "utf-8")
        return folder / FILE


class Ear:
    """What the turn does to hear a signal, in its order."""

    def __init__(self, embedder: Embedder) -> None:
        classifier = SignalClassifier(shipped_weights(), embedder=embedder.name)
        self._signals, self._small_talk = Signals(classifier), SmallTalk()

    def hears(self, text: str, vector: Sequence[float]) -> ReasonCode | None:
        found = self._signals.read(text)
        if not found and self._small_talk.read(text):
            return None
        signal = self._signals.weigh(text, vector, found).signal
        return signal.reason_code if signal else None


def examine_signals(
    settings: Settings,
    turns: Sequence[SaidTurn],
    *,
    data: Path | None = None,
    embedder: Embedder | None = None,
) -> SignalExam:
    """With `data` the public sets too. Raises SetupError."""
    embedder = embedder or bootstrap_index.load_embedder(settings)
    ear = Ear(embedder)
    heard = tuple(_heard(turns, ear, embedder, Screening(settings.limits)))
    p50, p95 = np.percentile([one.milliseconds for one in heard], [50, 95]).tolist()
    return SignalExam(
        rows=rows(heard),
        p50_ms=p50,
        p95_ms=p95,
        kote=kote_auroc(data, embedder, Signals()) if data else None,
        public_small_talk=_rung(data, ear, embedder) if data else None,
        open=tuple(one for one in heard if one.turn.half is Half.OPEN),
    )


def _heard(
    turns: Sequence[SaidTurn], ear: Ear, embedder: Embedder, screening: Screening
) -> Iterable[HeardTurn]:
    """Timed with the screening: all that is read in a turn but the search."""
    for start in range(0, len(turns), BATCH):
        batch = turns[start : start + BATCH]
        vectors = embedder.embed_queries([turn.say for turn in batch]).tolist()
        for turn, vector in zip(batch, vectors, strict=True):
            began = time.perf_counter()
            screening.screen(turn.say)
            reason = ear.hears(turn.say, vector)
            spent = (time.perf_counter() - began) * 1000
            yield HeardTurn(turn=turn, reason=reason, milliseconds=round(spent, 3))


def _rung(data: Path, ear: Ear, embedder: Embedder) -> Estimate | None:
    lines = small_talk(data)
    left = sorted({*lines} - {*chosen(lines)})[:: max(1, len(lines) // PUBLIC // 2)][:PUBLIC]
    vectors = embedder.embed_queries(left).tolist()
    return estimate(
        [ear.hears(text, vector) is not None for text, vector in zip(left, vectors, strict=True)]
    )
