"""What a person reads of a run where they began it. Of sealed cases only numbers are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from evals.cases import Half
from evals.comparison import Comparison, Difference
from evals.customers.plays import Play, consistency, ends
from evals.figures import HEADLINE, Figure, Unit
from evals.gates import Broken
from evals.judged import Judged
from evals.observed import Seen
from evals.opinions import agreement
from evals.report.examined import Examined
from evals.runs import Run
from evals.slices import ALL

COLUMNS = (ALL, Half.OPEN, Half.SEALED)
BEGINNING = 110
"""Characters of a reply that a list shows."""
TEXT = 300
"""Characters of a passage that a story shows."""
SHOWN = 12
"""Ids of a list."""


def lines(examined: Examined, *, stories: bool = False) -> Iterator[str]:
    """All of it, or the whole stories of the cases."""
    run = examined.run
    yield ""
    if stories:
        for one in run.judged:
            yield from story(one)
    else:
        yield from failures(run.judged)
        yield ""
        yield from headline(examined.figures)
    passed = sum(one.passed for one in run.judged)
    yield f"\n{passed} of {len(run.judged)} passed{_unscored(run)}"
    for before, comparison in examined.comparisons.items():
        yield from changes(comparison, before, run)
    yield from judge(run)
    yield from customers(examined.plays)
    yield from floors(examined.broken)


def floors(broken: Sequence[Broken] | None) -> Iterator[str]:
    if broken is None:
        yield "Not held against the floors: this is a part of the exam, or another model's."
    elif not broken:
        yield "Every floor holds."
    else:
        yield from (f"BROKEN FLOOR {one}" for one in broken)


def judge(run: Run) -> Iterator[str]:
    """How far the model that judged beside the scorers is at one with them."""
    if found := agreement(run.judged):
        yield (
            f"The judge finds {found.right} of {found.n} answers right;"
            f" it and the scorer differ on {len(found.disagree)}"
        )
        if found.disagree:
            yield f"  {_listed(found.disagree, _open(run))}"


def customers(plays: Sequence[Play]) -> Iterator[str]:
    if plays:
        told = ", ".join(f"{end} {n}" for end, n in Counter(p.end for p in plays).most_common())
        found = consistency(ends(plays))
        yield f"Customers: {told}; pass^{found.k} {found.value:.2f} of {found.scenarios} scenarios"


def headline(figures: Iterable[Figure]) -> Iterator[str]:
    """A table: the figures that are looked at first, for all, open and sealed cases."""
    known = {(figure.slice, figure.name): figure for figure in figures}
    slices = [name for name in COLUMNS if any(key[0] == name for key in known)]
    yield f"{'':24}" + "".join(f"{name:>28}" for name in slices)
    for name in HEADLINE:
        cells = [_cell(known.get((part, name))) for part in slices]
        yield f"{name:24}" + "".join(f"{cell:>28}" for cell in cells)


def failures(judged: Sequence[Judged]) -> Iterator[str]:
    """Every failed open case in three lines; of the sealed ones their number."""
    failed = [one for one in judged if not one.passed]
    for one in failed:
        if one.case.half is Half.OPEN:
            yield from _failure(one)
    sealed = [one for one in failed if one.case.half is Half.SEALED]
    if sealed:
        kinds = Counter(one.case.kind for one in sealed)
        told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        yield f"{len(sealed)} sealed cases failed: {told}"


def changes(comparison: Comparison, before: str, run: Run) -> Iterator[str]:
    """What got better and what broke since the run of that name."""
    open_ones = _open(run)
    yield f"Against {before}: {len(comparison.mended)} mended, {len(comparison.broke)} broken"
    for word, ids in (("broken", comparison.broke), ("mended", comparison.mended)):
        if ids:
            yield f"  {word}: {_listed(ids, open_ones)}"
    counted = {"new": comparison.new, "gone": comparison.gone, "edited": comparison.edited}
    if told := ", ".join(f"{len(ids)} {word}" for word, ids in counted.items() if ids):
        yield f"  cases: {told}"
    yield from (f"  {_difference(one)}" for one in comparison.differences if one.beyond_chance)


def story(judged: Judged) -> Iterator[str]:
    """All that came of one case, turn by turn."""
    case = judged.case
    mark = "✓" if judged.passed else "✗"
    yield f"{mark} {case.id} ({case.kind}, {case.half}, {case.place})"
    if case.half is Half.SEALED:
        yield "  sealed: its story is not told, so that nobody improves the product by it"
        return
    yield f"  why: {case.why}"
    yield f"  wanted: {', '.join(case.outcome)}"
    for turn in judged.observed.turns:
        yield from _turn(turn)
    yield from (f"  ✗ {fault}" for fault in judged.faults)
    scores = ", ".join(f"{name} {score.value:g}" for name, score in judged.scores.items())
    yield f"  scores: {scores or 'none'}"


def _open(run: Run) -> frozenset[str]:
    return frozenset(one.case.id for one in run.judged if one.case.half is Half.OPEN)


def _unscored(run: Run) -> str:
    not_asked = f"; {len(run.not_asked)} not scored, as they need another time than now"
    interrupted = "" if run.ended else "; the run was interrupted"
    return (not_asked if run.not_asked else "") + interrupted


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "-"
    low, high = _number(figure.low, figure.unit), _number(figure.high, figure.unit)
    return f"{_number(figure.value, figure.unit)} ({low} to {high}, n {figure.n})"


def _number(value: float | None, unit: Unit) -> str:
    if value is None:
        return "?"
    if unit in (Unit.SHARE, Unit.SCORE):
        return f"{value:.3f}".removeprefix("0") if value < 1 else "1"
    return f"{value:.4f}" if unit is Unit.COST else f"{value:.0f}"


def _failure(judged: Judged) -> Iterator[str]:
    case, last = judged.case, judged.observed.last
    yield f"✗ {case.id}: {' / '.join(case.say)}"
    yield f"    {'; '.join(judged.faults)}"
    if last:
        yield f"    {_ending(last)}: {_one_line(last.reply.text, BEGINNING)}"


def _ending(seen: Seen) -> str:
    """Outcome, reason, route and confidence of a turn."""
    reply = seen.reply
    confidence = reply.confidence
    parts = (
        f"{reply.outcome} ({reply.handoff.reason_code})" if reply.handoff else reply.outcome,
        reply.route,
        f"confidence {confidence.value:.2f} of {confidence.threshold:.2f}" if confidence else None,
    )
    return ", ".join(part for part in parts if part)


def _turn(seen: Seen) -> Iterator[str]:
    trace = seen.trace
    yield f"  › {seen.said}"
    if trace:
        if trace.question and trace.question != seen.said:
            yield f"    read as: {trace.question}"
        for found in seen.found:
            yield f"    {found.score:6.2f}  {found.passage_id}  {found.title}"
            yield f"            {_one_line(found.text, TEXT)}"
        yield from (f"    draft: {draft}" for draft in trace.drafts)
        for verdict in trace.verdicts:
            yield f"    {verdict.check}: {verdict.state} {verdict.detail}".rstrip()
        yield from (f"    failed: {failure}" for failure in trace.failures)
    yield f"    {_ending(seen)}, {seen.milliseconds:.0f} ms"
    yield from (f"  ‹ {line}" for line in seen.reply.text.splitlines() if line)


def _difference(one: Difference) -> str:
    word = "better" if one.improved else "worse"
    before, after = (_number(value, one.unit) for value in (one.before, one.after))
    return f"{one.name} is {word}, beyond chance: {before} before, {after} now (n {one.n})"


def _listed(ids: Sequence[str], shown: frozenset[str]) -> str:
    """The ids that may be shown, and how many there are besides."""
    told = [name for name in ids if name in shown]
    more = f"{len(told) - SHOWN} more" if len(told) > SHOWN else ""
    sealed = f"{len(ids) - len(told)} sealed" if len(ids) > len(told) else ""
    return ", ".join(part for part in (*told[:SHOWN], more, sealed) if part)


def _one_line(text: str, length: int) -> str:
    line = " ".join(text.split())
    return f"{line[:length]}…" if len(line) > length else line
