"""`make eval`: golden conversations through the real turn, then each part alone: the search, the
confidence, the checks on drafts; exit 1 where a floor does not hold."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from evals import baseline, gates, readme_table, report, store, subset, terminal
from evals.cases import Case
from evals.comparison import compare
from evals.customers.plays import Play, consistency, ends, play_all
from evals.customers.scenario import read_scenarios
from evals.examination import (
    cases_of,
    has_floors,
    must_be_known,
    plan,
    read_run,
    run_before,
    runs_folder,
    sit,
    usual_workers,
)
from evals.figures import Figure, figures
from evals.gates import Broken, Exam, read_floors
from evals.judge import Judge
from evals.observed import Target
from evals.opinions import judging_model, with_opinions
from evals.options import (
    NEWEST,
    exam_of,
    narrowed,
    parser,
    part_named,
    parts,
    read,
    settings_of,
)
from evals.parts import examine_part, folder_of_its_own
from evals.reading import read_cases
from evals.report.examined import Examined
from evals.runs import Run
from evals.store import Store
from evals.targets.behind_address import BehindAddress
from evals.targets.in_process import InProcess
from evals.targets.served import served
from sangdam.command.progress import Bar
from sangdam.errors import SangdamError, SetupError
from sangdam.settings import Settings

README = Path(__file__).parent.parent / "README.md"
BELOW_A_FLOOR = 1
NOT_SET_UP = 2
INTERRUPTED = 130


def main(given: Sequence[str] | None = None) -> int:
    """0; 1 under a floor; 2 where something has to be mended first; 130 after Ctrl-C."""
    options = read(parser(__doc__ or ""), given)
    try:
        if named := part_named(options):
            settings = settings_of(options)
            return examine_part(named, options, settings, folder_of_its_own(settings, named))
        cases = read_cases(options.golden)
        if options.write_subset:
            return write_subset(options, cases)
        settings = settings_of(options)
        cases = narrowed(options, chosen(options, cases))
        folder = store.find(runs_folder(settings), options.report) if options.report else None
        folder = folder or ask(options, settings, cases)
        codes = [tell(options, settings, folder, cases)]
        codes += [examine_part(part, options, settings, folder) for part in parts(options)]
        return max(codes)
    except SangdamError as error:
        print(error, file=sys.stderr)
        return NOT_SET_UP
    except KeyboardInterrupt:
        return INTERRUPTED


def chosen(options: argparse.Namespace, cases: Sequence[Case]) -> tuple[Case, ...]:
    return cases_of(options.subset or Exam.FULL, cases, subset.beside(options.golden))


def write_subset(options: argparse.Namespace, cases: Sequence[Case]) -> int:
    name = options.write_subset
    drawn = subset.choose(cases, name, options.size)
    path = subset.write(name, drawn, subset.beside(options.golden))
    print(f"{options.size} of {len(cases)} cases: {path}")
    return 0


def ask(options: argparse.Namespace, settings: Settings, cases: Sequence[Case]) -> Path:
    """Asks the target every case; the folder of the run."""
    target = target_of(options, settings)
    workers = options.workers or usual_workers(settings, distant=bool(options.url))
    try:
        if isinstance(target, InProcess):
            must_be_known(cases, target.documents)
        place = place_of(options, settings, cases, target)
        try:
            sit(cases, target, store=place, workers=workers, progress=Bar())
        except (KeyboardInterrupt, SetupError):
            print(go_on(place, len(cases)), file=sys.stderr)
            raise
        if options.customers:
            store.write_lines(place.folder / store.PLAYS, customers(target, workers))
    finally:
        target.close()
    return place.folder


def customers(target: Target, workers: int) -> tuple[Play, ...]:
    """Over HTTP, as real ones come: to the address, or to a server over the service in here."""
    if not isinstance(target, InProcess):
        return play_all(read_scenarios(), target, workers=workers, progress=Bar())
    with served(target.service) as address:
        there = BehindAddress(address, None)
        try:
            return play_all(read_scenarios(), there, workers=workers, progress=Bar())
        finally:
            there.close()


def target_of(options: argparse.Namespace, settings: Settings) -> Target:
    if options.url:
        return BehindAddress(options.url, settings.operator_key)
    return InProcess(settings, progress=Bar())


def place_of(
    options: argparse.Namespace, settings: Settings, cases: Sequence[Case], target: Target
) -> Store:
    """A new run, or the interrupted one that is to go on."""
    runs = runs_folder(settings)
    planned = plan(cases, target, exam=exam_of(options), name=options.name)
    if not options.resume:
        return Store.begin(runs, planned)
    wanted = (
        store.interrupted(runs) if options.resume == NEWEST else store.find(runs, options.resume)
    )
    return Store.resume(wanted, planned)


def go_on(place: Store, cases: int) -> str:
    command = shlex.join(part for part in sys.argv if not part.startswith("--resume"))
    return (
        f"\n{len(place.done)} of {cases} cases are done. Go on with:"
        f"\n  python {command} --resume={place.folder.name}"
    )


def judged(options: argparse.Namespace, settings: Settings, run: Run) -> Run:
    """With a model's opinion beside the scorers', where it is wanted."""
    if not options.judge:
        return run
    judge = Judge(judging_model(settings))
    print(f"Judge: {judge.name}")
    workers = options.workers or usual_workers(settings, distant=True)
    return with_opinions(run, judge, workers=workers, progress=Bar())


def tell(
    options: argparse.Namespace, settings: Settings, folder: Path, cases: Sequence[Case]
) -> int:
    """Judges the run, writes its report, prints what a person wants to know first."""
    run = judged(options, settings, read_run(folder, cases))
    found = figures(run.judged)
    examined = Examined(
        run=run,
        figures=found,
        broken=broken(options, run, found),
        comparisons={
            before.name: compare(before.judged, run.judged)
            for before in earlier(options, folder, cases)
        },
        plays=store.read_lines(folder / store.PLAYS, Play),
    )
    ended = ends(examined.plays)
    for line in terminal.lines(examined, stories=bool(options.case)):
        print(line)
    if options.save_baseline:
        folder_of_baselines = baseline.beside(options.golden)
        print(f"Baseline: {baseline.save(run, options.save_baseline, folder_of_baselines, ended)}")
    if options.readme:
        readme_table.write(README, readme_table.table(found, consistency(ended) if ended else None))
        print(f"Quality section: {README.name}")
    print(f"Report: {report.write(folder, examined)}")
    return BELOW_A_FLOOR if examined.broken and not options.no_gate else 0


def broken(
    options: argparse.Namespace, run: Run, found: Sequence[Figure]
) -> tuple[Broken, ...] | None:
    """None where the run is none that the floors mean."""
    if not has_floors(run):
        return None
    return read_floors(gates.beside(options.golden)).broken(run.exam, found)


def earlier(options: argparse.Namespace, folder: Path, cases: Sequence[Case]) -> Iterator[Run]:
    """What the run is compared with: the one before it, and the baseline that is named."""
    if before := run_before(folder, cases):
        yield before
    if options.baseline:
        yield baseline.load(options.baseline, baseline.beside(options.golden))


if __name__ == "__main__":
    sys.exit(main())
