"""Fits the tagger of names that ships with the package.

    python -m evals.personal_data.fit --data FOLDER

On the open messages, their slots filled at random; on half the templates of the public set; and,
as texts that name nobody, on the open messages of the signals and on public questions and talk.
`python -m evals.personal_data` tells how good it is.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np

from evals.cases import Half
from evals.confidence.questions import customers
from evals.personal_data import public
from evals.personal_data.fitting import fitted
from evals.personal_data.slots import filled, placed
from evals.personal_data.tagged import Tagged
from evals.signals.fit import chosen, small_talk
from evals.signals.reading import read_turns
from sangdam import guardrails
from sangdam.guardrails.name_tagger import WEIGHTS, NameWeights
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Language

TARGET = Path(guardrails.__path__[0]) / WEIGHTS
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TIMES = {Language.KOREAN: 40, Language.ENGLISH: 12}
"""How often each open message is filled. Korean names have more to learn: no capital tells them."""
SEED = 20261122


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of public data")
    texts = [*texts_to_fit(parser.parse_args().data)]
    TARGET.write_bytes(content(fitted(texts)))
    print(f"{TARGET.name}: {len(texts):,} texts, {TARGET.stat().st_size:,} bytes")


def texts_to_fit(data: Path) -> Iterator[Tagged]:
    for language in Language:
        yield from filled(Half.OPEN, language, times=TIMES[language], seed=SEED)
        yield from placed(language, seed=SEED)
    yield from public.to_fit(data)
    for turn in read_turns(halves=(Half.OPEN,)):
        yield Tagged(text=turn.say, language=turn.language)
    for asked in customers():
        if asked.half is Half.OPEN:
            yield Tagged(text=asked.text, language=asked.language)
    for document in read_knowledge(KNOWLEDGE).documents:
        yield Tagged(text=document.title, language=document.language)
    for text in chosen(small_talk(data)):
        yield Tagged(text=text, language=Language.KOREAN)
    with (data / "banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Tagged(text=row["text"], language=Language.ENGLISH)


def content(weights: NameWeights) -> bytes:
    """Readable by `shipped_name_weights`."""
    file = BytesIO()
    np.savez_compressed(
        file,
        common=np.array(sorted(weights.common), np.uint32),
        intercepts=weights.intercepts,
        weights=weights.weights.astype(np.float16),
    )
    return file.getvalue()


if __name__ == "__main__":
    main()
