"""The command line of the exam, and what follows from it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.attacks.reading import (
    Attack,
    LookAlike,
    own_attacks,
    own_look_alikes,
    public_attacks,
    public_look_alikes,
)
from evals.cases import Case, Half, Kind
from evals.drafts.reading import WrittenDraft, further_beside, read_drafts
from evals.drafts.reading import beside as drafts_beside
from evals.gates import Exam
from evals.reading import GOLDEN
from evals.retrieval.reading import SearchQuestion, beside, read_questions
from evals.signals.reading import SaidTurn, read_turns
from evals.signals.reading import beside as signals_beside
from evals.slices import file_language
from evals.summaries.reading import Talk, read_talks
from evals.written.examination import beside as written_beside
from sangdam.errors import Invalid
from sangdam.models import Language
from sangdam.settings import LLM, Settings

NEWEST = "newest"
OF_CONVERSATIONS = (
    *("url", "report", "resume", "subset", "kind", "case", "customers", "judge"),
    *("baseline", "save_baseline", "readme", "write_subset"),
)
"""Options that mean nothing to the exams of one part alone."""
OF_QUESTIONS = ("half", "language", "data")
"""Options that mean nothing to the exam of written drafts either."""
ALONE = tuple(exam for exam in Exam if exam not in (Exam.FULL, Exam.FAST, Exam.EMBEDDED))
"""Options that name an exam of one part alone."""
PART = "part"
"""The exam's name where somebody narrowed it by hand: nothing is held against floors then."""


def parser(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    what = parser.add_argument_group("what is asked")
    what.add_argument("--subset", metavar="NAME", help="a list of evals/subsets/")
    what.add_argument("--half", type=Half, choices=list(Half))
    what.add_argument("--kind", type=Kind, choices=list(Kind), action="append", default=[])
    what.add_argument("--language", type=Language, choices=list(Language))
    what.add_argument(
        "--case", metavar="ID", action="append", default=[], help="its whole story; repeatable"
    )
    what.add_argument("--golden", type=Path, metavar="DIR", default=GOLDEN)
    what.add_argument(
        "--search", action="store_true", help="the search alone: does the right document come first"
    )
    what.add_argument(
        "--confidence", action="store_true", help="the confidence alone: does it mean what it says"
    )
    what.add_argument(
        "--drafts", action="store_true", help="the checks alone: do they refuse what is made up"
    )
    what.add_argument(
        "--written", action="store_true", help="written drafts alone: what the checks let through"
    )
    what.add_argument(
        "--signals", action="store_true", help="messages alone: is heard what calls for a person"
    )
    what.add_argument(
        "--attacks", action="store_true", help="attacks alone: does any reach the customer"
    )
    what.add_argument(
        "--personal-data",
        action="store_true",
        help="personal data alone: is it hidden, and little else",
    )
    what.add_argument(
        "--summaries",
        action="store_true",
        help="what agents read of a conversation alone; with --llm local the model's version too",
    )
    what.add_argument(
        "--data", type=Path, metavar="DIR", help="holds public sets, which are asked too"
    )
    whom = parser.add_argument_group("who is asked")
    whom.add_argument(
        "--llm", type=LLM, choices=[LLM.NONE, LLM.LOCAL, LLM.OPENAI], default=LLM.NONE
    )
    whom.add_argument("--prose", action="store_true", help="the local model may write sentences")
    whom.add_argument("--knowledge", type=Path, metavar="DIR", help="default: the setting")
    whom.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="any setting; repeatable"
    )
    whom.add_argument(
        "--url", help="a running service; SANGDAM_OPERATOR_KEY, where set, opens its traces"
    )
    how = parser.add_argument_group("how it goes")
    how.add_argument("--workers", type=int, metavar="N", help="conversations at a time")
    how.add_argument("--name", default="", help="of the run; default: its time")
    how.add_argument(
        "--resume", nargs="?", const=NEWEST, metavar="RUN", help="go on with an interrupted run"
    )
    how.add_argument("--customers", action="store_true", help="simulated customers come too")
    after = parser.add_argument_group("what comes of it")
    after.add_argument("--report", metavar="RUN", help="ask nothing: judge this run anew")
    after.add_argument("--baseline", metavar="NAME", help="compare with this one too")
    after.add_argument("--save-baseline", metavar="NAME")
    after.add_argument(
        "--judge", action="store_true", help="the configured model's opinion of every answer"
    )
    after.add_argument(
        "--readme", action="store_true", help="write the figures into the README's quality section"
    )
    after.add_argument("--no-gate", action="store_true", help="exit 0 under a floor too")
    lists = parser.add_argument_group("lists")
    lists.add_argument("--write-subset", metavar="NAME", help="draw a subset by lot and end")
    lists.add_argument("--size", type=int, metavar="N", default=0)
    return parser


def read(parser: argparse.ArgumentParser, given: Sequence[str] | None) -> argparse.Namespace:
    """The options; what can't go together ends the program with exit code 2."""
    options = parser.parse_args(given)
    own = (options.llm is not LLM.NONE, options.prose, options.knowledge, options.set)
    if options.url and any(own):
        parser.error("--url examines a service as it runs; it takes no settings, model, knowledge")
    if options.report and (options.resume or options.url):
        parser.error("--report asks nothing; it takes neither --resume nor --url")
    chosen = [f"--{name.replace('_', '-')}" for name in ALONE if getattr(options, name)]
    alone = " and ".join(chosen)
    if alone and any(getattr(options, name) for name in OF_CONVERSATIONS):
        parser.error(f"{alone} asks no conversations; of them it takes --half and --language only")
    if len(chosen) > 1:
        parser.error(f"{alone} are exams of their own: one at a time")
    if options.written and any(getattr(options, name) for name in OF_QUESTIONS):
        parser.error("--written asks nobody anything; it goes with no choice of questions")
    if options.workers is not None and options.workers < 1:
        parser.error("--workers is at least 1")
    return options


def settings_of(options: argparse.Namespace) -> Settings:
    """Raises SetupError that names the setting."""
    given = overrides(options.set)
    if options.knowledge:
        given["knowledge_dir"] = options.knowledge
    if options.prose:
        given["local_prose"] = True
    return Settings.load(**{"llm": options.llm} | given)


def overrides(pairs: Iterable[str]) -> dict[str, Any]:
    """`decision.threshold=0.5` as the tree {decision: {threshold: "0.5"}}; a list or a table is
    written as JSON. Raises Invalid."""
    tree: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Invalid(f"--set {pair}: write name=value, such as decision.threshold=0.5")
        *groups, last = name.lower().replace("__", ".").split(".")
        place = tree
        for group in groups:
            place = place.setdefault(group, {})
            if not isinstance(place, dict):
                raise Invalid(f"--set {pair}: {group} was given a value before")
        place[last] = _value(pair, value)
    return tree


def _value(pair: str, text: str) -> object:
    if not text.startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise Invalid(f"--set {pair}: the value is no JSON") from None


def part_named(options: argparse.Namespace) -> Exam | None:
    """The exam of one part alone that the options name."""
    return next((part for part in ALONE if getattr(options, part)), None)


def parts(options: argparse.Namespace) -> tuple[Exam, ...]:
    """Exams of one part that follow the conversations: where the whole exam of the product in
    this process is wanted, those whose questions lie beside its cases."""
    if options.url or options.report or exam_of(options) != Exam.FULL:
        return ()
    return tuple(part for part, there in THERE.items() if there(options.golden))


THERE: Mapping[Exam, Callable[[Path], bool]] = {
    Exam.SEARCH: lambda golden: beside(golden).is_dir(),
    Exam.CONFIDENCE: lambda golden: golden == GOLDEN,
    Exam.DRAFTS: lambda golden: drafts_beside(golden).is_dir(),
    Exam.WRITTEN: lambda golden: written_beside(golden).is_dir(),
    Exam.SIGNALS: lambda golden: signals_beside(golden).is_dir(),
    Exam.ATTACKS: lambda golden: golden == GOLDEN,
    Exam.PERSONAL_DATA: lambda golden: golden == GOLDEN,
    Exam.SUMMARIES: lambda golden: golden == GOLDEN,
}


def search_questions(options: argparse.Namespace) -> tuple[SearchQuestion, ...]:
    """Those that the options leave. Raises KnowledgeError, and Invalid where none is left."""
    halves = [options.half] if options.half else [*Half]
    known = read_questions(beside(options.golden), halves=halves)
    left = tuple(one for one in known if options.language in (None, one.language))
    if not left:
        raise Invalid("no question is left: loosen --half or --language")
    return left


def planted_drafts(options: argparse.Namespace) -> tuple[WrittenDraft, ...]:
    """Those that the options leave. Raises KnowledgeError, and Invalid where none is left."""
    left = _drafts_in(drafts_beside(options.golden), options)
    if not left:
        raise Invalid("no draft is left: loosen --half or --language")
    return left


def further_drafts(options: argparse.Namespace) -> tuple[WrittenDraft, ...]:
    """Those of the second set that the options leave; none where there is no such set."""
    folder = further_beside(options.golden)
    return _drafts_in(folder, options) if folder.is_dir() else ()


def _drafts_in(folder: Path, options: argparse.Namespace) -> tuple[WrittenDraft, ...]:
    return tuple(
        one
        for one in read_drafts(folder)
        if options.half in (None, one.half) and options.language in (None, one.language)
    )


def talks(options: argparse.Namespace) -> tuple[Talk, ...]:
    """Those that the options leave. Raises KnowledgeError, and Invalid where none is left."""
    halves = [options.half] if options.half else [*Half]
    known = read_talks(halves=halves)
    left = tuple(one for one in known if options.language in (None, one.language))
    if not left:
        raise Invalid("no conversation is left: loosen --half or --language")
    return left


def said_turns(options: argparse.Namespace) -> tuple[SaidTurn, ...]:
    """Those that the options leave. Raises KnowledgeError, and Invalid where none is left."""
    halves = [options.half] if options.half else [*Half]
    known = read_turns(signals_beside(options.golden), halves=halves)
    left = tuple(one for one in known if options.language in (None, one.language))
    if not left:
        raise Invalid("no message is left: loosen --half or --language")
    return left


def attacks(options: argparse.Namespace) -> tuple[Attack, ...]:
    """Those that the options leave. Raises KnowledgeError."""
    public = public_attacks(options.data) if options.data else ()
    return tuple(one for one in (*own_attacks(), *public) if _left(options, one))


def look_alikes(options: argparse.Namespace) -> tuple[LookAlike, ...]:
    """Those that the options leave. Raises KnowledgeError."""
    public = public_look_alikes(options.data) if options.data else ()
    return tuple(one for one in (*own_look_alikes(), *public) if _left(options, one))


def _left(options: argparse.Namespace, one: Attack | LookAlike) -> bool:
    return options.half in (None, one.half) and options.language in (None, one.language)


def exam_of(options: argparse.Namespace) -> str:
    narrowed = options.half or options.kind or options.language or options.case
    return PART if narrowed else options.subset or Exam.FULL


def narrowed(options: argparse.Namespace, cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases that the options leave. Raises Invalid where none is left."""
    cases = tuple(cases)
    known = {case.id for case in cases}
    if unknown := [name for name in options.case if name not in known]:
        raise Invalid(f"there is no case {', '.join(unknown)}")
    left = tuple(case for case in cases if _fits(options, case))
    if not left:
        raise Invalid("no case is left: loosen --half, --kind, --language or --case")
    return left


def _fits(options: argparse.Namespace, case: Case) -> bool:
    return (
        options.half in (None, case.half)
        and (not options.kind or case.kind in options.kind)
        and options.language in (None, file_language(case))
        and (not options.case or case.id in options.case)
    )
