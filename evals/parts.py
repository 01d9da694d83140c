"""Exams of one part alone: the search, the confidence, the checks on drafts, the signals,
the guards, personal data, summaries."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals import gates, terminal
from evals.attacks import table as attack_table
from evals.attacks.examination import examine_attacks
from evals.attacks.measures import figures as attack_figures
from evals.cases import Half
from evals.confidence import table as confidence_table
from evals.confidence.examination import examine_confidence
from evals.confidence.measures import figures as confidence_figures
from evals.drafts import table as draft_table
from evals.drafts.examination import examine_drafts
from evals.drafts.measures import figures as draft_figures
from evals.drafts.reading import further_beside
from evals.examination import runs_folder
from evals.figures import Figure
from evals.gates import Exam, read_floors
from evals.options import (
    attacks,
    further_drafts,
    look_alikes,
    planted_drafts,
    said_turns,
    search_questions,
    talks,
)
from evals.personal_data import table as personal_table
from evals.personal_data.examination import examine_personal_data
from evals.personal_data.planted import examine_planted
from evals.personal_data.planted import figures as planted_figures
from evals.personal_data.planted import lines as planted_lines
from evals.retrieval import table as search_table
from evals.retrieval.examination import examine_search
from evals.retrieval.measures import figures as search_figures
from evals.signals import table as signal_table
from evals.signals.examination import examine_signals
from evals.signals.measures import figures as signal_figures
from evals.slices import FURTHER
from evals.summaries import table as summary_table
from evals.summaries.examination import examine_summaries
from evals.summaries.measures import figures as summary_figures
from evals.written import examination as written_exam
from evals.written import table as written_table
from evals.written.measures import figures as written_figures
from sangdam.command.progress import Bar
from sangdam.settings import Settings

BELOW_A_FLOOR = 1

Said = Iterator[str]
"""What a person reads, line by line."""
Examine = Callable[[argparse.Namespace, Settings, Path], tuple[Said, Sequence[Figure]]]
"""Holds the exam, keeps what came of it in the folder, and tells it with its figures."""


def examine_part(part: Exam, options: argparse.Namespace, settings: Settings, folder: Path) -> int:
    """The exit code after the part's floors, which are told; a piece of it is held to none."""
    said, found = PARTS[part](options, settings, folder)
    for line in said:
        print(line)
    whole = not (options.half or options.language)
    floors = read_floors(gates.beside(options.golden)) if whole else None
    broken = floors.broken(part, found) if floors else None
    for line in terminal.floors(broken):
        print(line)
    return BELOW_A_FLOOR if broken and not options.no_gate else 0


def folder_of_its_own(settings: Settings, part: Exam) -> Path:
    return runs_folder(settings) / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{part}"


def _search(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    exam = examine_search(settings, search_questions(options), data=options.data, progress=Bar())

    def said() -> Said:
        yield from search_table.lines(exam.rows)
        yield from search_table.bank_lines(exam.bank, options.data)
        yield f"Search: {exam.write(folder)}"

    return said(), search_figures(exam.rows)


def _confidence(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    exam = examine_confidence(settings, data=options.data, progress=Bar())

    def said() -> Said:
        yield from confidence_table.lines(exam.figures)
        yield from confidence_table.bank_lines(exam.bank)
        yield f"Confidence: {exam.write(folder)}"

    return said(), confidence_figures(exam.figures)


def _drafts(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    exam = examine_drafts(settings, planted_drafts(options))
    more = further_drafts(options)
    place = further_beside(options.golden)
    further = examine_drafts(settings, more, folder=place) if more else None

    def said() -> Said:
        yield from draft_table.lines(exam)
        if options.half is Half.OPEN:
            yield from draft_table.stories(exam)
        if further:
            yield "\nFurther drafts, read while the checks were tuned"
            yield from draft_table.lines(further)
            if options.half is Half.OPEN:
                yield from draft_table.stories(further)
        yield f"Drafts: {exam.write(folder)}"

    told = draft_figures(further.rows, of=FURTHER) if further else ()
    return said(), (*draft_figures(exam.rows), *told)


def _written(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    drafts = written_exam.check_written(
        settings, folder=written_exam.beside(options.golden), progress=Bar()
    )
    exam = written_exam.exam_of(drafts)

    def said() -> Said:
        yield from written_table.lines(exam.rows)
        yield from written_table.fault_lines(exam.faults)
        yield written_table.agreement_line(exam.agreement)
        yield f"Written drafts: {exam.write(folder)}"

    return said(), written_figures(drafts)


def _signals(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    exam = examine_signals(settings, said_turns(options), data=options.data)

    def said() -> Said:
        yield from signal_table.lines(exam.rows)
        yield from signal_table.public_lines(exam)
        if options.half is Half.OPEN:
            yield from signal_table.stories(exam.open)
        yield f"Signals: {exam.write(folder)}"

    return said(), signal_figures(exam.rows)


def _attacks(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    exam = examine_attacks(settings, attacks(options), look_alikes(options), progress=Bar())

    def said() -> Said:
        yield from attack_table.lines(exam)
        yield from attack_table.stories(exam)
        yield f"Attacks: {exam.write(folder)}"

    return said(), attack_figures(exam)


def _personal_data(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    ordinary = [turn for turn in said_turns(options) if turn.half is Half.SEALED]
    exam = examine_personal_data(settings, ordinary, data=options.data)
    planted = examine_planted(settings, progress=Bar())

    def said() -> Said:
        yield from personal_table.lines(exam)
        yield from planted_lines(planted)
        yield f"Personal data: {exam.write(folder)}"

    return said(), (*exam.figures, *planted_figures(planted))


def _summaries(
    options: argparse.Namespace, settings: Settings, folder: Path
) -> tuple[Said, Sequence[Figure]]:
    exam = examine_summaries(settings, talks(options), progress=Bar())

    def said() -> Said:
        yield from summary_table.lines(exam)
        yield from summary_table.stories(exam)
        yield f"Summaries: {exam.write(folder)}"

    return said(), summary_figures(exam)


PARTS: dict[Exam, Examine] = {
    Exam.SEARCH: _search,
    Exam.CONFIDENCE: _confidence,
    Exam.DRAFTS: _drafts,
    Exam.WRITTEN: _written,
    Exam.SIGNALS: _signals,
    Exam.ATTACKS: _attacks,
    Exam.PERSONAL_DATA: _personal_data,
    Exam.SUMMARIES: _summaries,
}
