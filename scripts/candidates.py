"""Real questions without a good answer become golden cases, by way of a person.

python scripts/candidates.py list
python scripts/candidates.py make GAP_ID...
python scripts/candidates.py accept FILE --kind KIND --language ko|en --id NAME
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from evals.candidates import IN_WORDS, accept, make
from evals.cases import Kind
from evals.reading import GOLDEN
from sangdam import bootstrap_index, bootstrap_stores
from sangdam.bootstrap_database import open_database
from sangdam.desk.found_gaps import MOST, Gaps
from sangdam.desk.gaps import Gap, gap_id
from sangdam.errors import SangdamError
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Language, stem
from sangdam.ports import Embedder
from sangdam.settings import Settings
from sangdam.storage.gaps import Ended, UnansweredQuestions


def main(
    arguments: Sequence[str] | None = None,
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    golden: Path = GOLDEN,
) -> int:
    """Exit code 0, or 1 with what is wrong on stderr."""
    options = _parser().parse_args(arguments)
    try:
        settings = settings or Settings.load()
        match options.command:
            case "list":
                show(settings, embedder, options.limit)
            case "make":
                with asked(settings) as questions:
                    made = make(options.ids, questions.newest(MOST), golden)
                print("\n".join(f"made {path}" for path in made))
            case "accept":
                documents = read_knowledge(settings.knowledge_dir).documents
                target = accept(
                    options.file,
                    kind=options.kind,
                    language=options.language,
                    case_id=options.id,
                    known=frozenset(stem(document.id) for document in documents),
                    golden=golden,
                )
                print(f"{options.id} is in {target}")
    except SangdamError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def show(settings: Settings, embedder: Embedder | None, limit: int) -> None:
    """The newest gaps; every wording with the id that makes a candidate of it."""
    with asked(settings) as questions:
        embedder = embedder or bootstrap_index.load_embedder(settings)
        gaps = Gaps(
            embedder=embedder, unanswered=questions.newest, dismissed=questions.dismissed
        ).newest()
    print("\n".join(line for gap in gaps[:limit] for line in in_words(gap)) or "No gap so far.")
    if len(gaps) > limit:
        print(f"and {len(gaps) - limit} more; --limit {len(gaps)} shows them")


def in_words(gap: Gap) -> Iterator[str]:
    ended = "; ".join(f"{IN_WORDS[Ended(name)]} (×{times})" for name, times in gap.ended.items())
    yield f"{gap.id}  {gap.language}  {_line(gap.question)}"
    yield f"{'':10}asked ×{gap.times} by {gap.askers}: {ended}"
    for wording in gap.wordings:
        if gap_id(wording.text) != gap.id:
            yield f"  {gap_id(wording.text)}    {_line(wording.text)}"


def _line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def asked(settings: Settings) -> Iterator[UnansweredQuestions]:
    """What customers asked in vain, out of the settings' database."""
    database = open_database(settings)
    try:
        database.migrate()
        yield bootstrap_stores.unanswered(database)
    finally:
        database.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listed = commands.add_parser("list", help="the newest gaps and their ids")
    listed.add_argument("--limit", type=int, default=30)
    made = commands.add_parser("make", help="a candidate of each question named")
    made.add_argument("ids", nargs="+", metavar="GAP_ID")
    accepted = commands.add_parser("accept", help="move a candidate to golden/open")
    accepted.add_argument("file", type=Path, metavar="FILE")
    accepted.add_argument("--kind", type=Kind, required=True, choices=list(Kind))
    accepted.add_argument("--language", type=Language, required=True, choices=list(Language))
    accepted.add_argument("--id", required=True, metavar="NAME")
    return parser


if __name__ == "__main__":
    sys.exit(main())
