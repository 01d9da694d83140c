"""What a person reads of the confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.confidence.bank import Draw
from evals.confidence.measures import ConfidenceFigures
from evals.retrieval.table import LANGUAGES
from evals.shares import share, shares

NAME, CELL = 44, 26


def lines(found: ConfidenceFigures) -> Iterator[str]:
    yield f"\nConfidence, {found.fit}, {found.questions:,} questions that the weights had not seen"
    yield _line("AUROC: has an answer, or not", "confidence", "raw top score", "first hit right")
    for ranking in found.rankings:
        name = f"{LANGUAGES[ranking.language]}, {ranking.negatives} negatives"
        yield _line(name, *map(shares, (ranking.confidence, ranking.score, ranking.right)))
    yield _line("\nMeans what it says, on the stated mix", " calibration error", "Brier")
    for honesty in found.honesty:
        yield _line(LANGUAGES[honesty.language], shares(honesty.ece), shares(honesty.brier))
    yield _line("\nAnswered of the stated mix", " share")
    for coverage in found.coverage:
        name = f"{LANGUAGES[coverage.language]}, {coverage.wrong:.0%} of the answers wrong"
        yield _line(name, shares(coverage.answered))
    yield "\nSaid and kept, in ten bins of equal count"
    yield "  ".join(f"{point.confidence:.2f}:{point.right:.2f}" for point in found.curve)


def bank_lines(draws: Sequence[Draw]) -> Iterator[str]:
    """Of the questions to a bank; nothing where none were asked."""
    if draws:
        yield _line(
            "\nBank, 20 of 77 intents held out, AUROC", " own fit", "base fit", "raw top score"
        )
        for draw in draws:
            yield _line(f"draw of seed {draw.seed}", *map(share, (draw.own, draw.base, draw.score)))
        yield _line("mean", *(share(_mean(draws, name)) for name in ("own", "base", "score")))
        yield _line("calibration error of the own fit, mean", share(_mean(draws, "ece")))


def _mean(draws: Sequence[Draw], name: str) -> float:
    values = [float(getattr(draw, name)) for draw in draws]
    return sum(values) / len(values)


def _line(name: str, *cells: str) -> str:
    return f"{name:{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells)
