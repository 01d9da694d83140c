"""Collects what the exam of written drafts is held on. Needs the models, and hours.

    python -m evals.written.collect --questions      # choose them anew, search the knowledge
    python -m evals.written.collect [--until 18:30]  # let the embedded model write; goes on
                                                     # where it was interrupted

Who chooses questions or lets the model write anew has to read and label anew.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from evals.reading import read_cases
from evals.retrieval.reading import read_questions
from evals.retrieval.shelves import Shelving
from evals.store import read_lines
from evals.targets.shop_clock import MONDAY_MORNING
from evals.written.asked import FOLDER, evidence, read_asked, read_passages, write_asked
from evals.written.choosing import PARAPHRASES, Chosen, Paraphrase, for_inventing, for_prose
from evals.written.drafts import PROSE, add_draft, drafted, read_drafts
from evals.written.forced import Forced
from evals.written.writing import writer
from sangdam import bootstrap_index, bootstrap_llama, bootstrap_model
from sangdam.answering.generated import PASSAGES
from sangdam.answering.tokens import Cl100kCounter
from sangdam.errors import ModelUnavailable, SetupError
from sangdam.model_files.location import locate
from sangdam.models import Passage, stem
from sangdam.ports import LanguageModel
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.retriever import Retriever
from sangdam.settings import LLM, Limits, Settings

DAY = MONDAY_MORNING.date()
FOUND = 24
"""Subjects looked at, so that enough are left where some are held back."""
LIMITS = Limits(turn_seconds=900, answer_tokens=160)
"""Nobody waits for the answer, but three sentences are enough."""
PAUSE_S = 0.2


def main() -> None:
    given = _arguments()
    settings = Settings.load(llm=LLM.LOCAL, local_prose=True, limits=LIMITS)
    if given.questions:
        questions(settings)
    else:
        prose(settings, until=given.until)


def questions(settings: Settings, folder: Path = FOLDER) -> None:
    """Chooses the questions, and stores them with the passages that the search finds for each."""
    cases = read_cases()
    first = for_prose(cases)
    more = for_inventing(cases, read_questions(), read_lines(PARAPHRASES, Paraphrase), first)
    with tempfile.TemporaryDirectory() as index:
        retriever = _retriever(settings, Path(index))
        found = [_found(one, retriever) for one in (*first, *more)]
    asked = [
        chosen.asked.model_copy(update={"passages": tuple(p.id for p in passages)})
        for chosen, passages in zip((*first, *more), found, strict=True)
    ]
    write_asked(asked, (passage for passages in found for passage in passages), folder)
    print(f"{len(first)} questions to the embedded model, {len(asked)} to the inventing one")


def prose(settings: Settings, *, until: str | None, folder: Path = FOLDER) -> None:
    """Lets the embedded model write what it has not written yet; each draft is stored at once."""
    known = {stored.question for stored in read_drafts(PROSE, folder)}
    asked = [one for one in read_asked(folder) if one.embedded and one.id not in known]
    llama = bootstrap_llama.start_llama(settings)
    if llama is None:
        raise SetupError("there is no language model; fetch it with `sangdam models`")
    try:
        count = Cl100kCounter(locate(settings.models_dir).tokens)
        model = bootstrap_model.language_model(settings, llama, count)
        assert model, "its server was started"
        generated = writer(Forced(model), settings, KiwiMorphology())
        passages = read_passages(folder)
        _wait(model)
        for number, one in enumerate(asked, start=1):
            if until and f"{datetime.now():%H:%M}" >= until:
                break
            try:
                draft = generated.draft(evidence(one, passages))
            except ModelUnavailable as error:
                print(f"{one.id}: {error}", flush=True)
                continue
            add_draft(drafted(one, model.name, draft), folder / PROSE)
            print(f"{datetime.now():%H:%M:%S} {number} of {len(asked)}: {one.id}", flush=True)
    finally:
        llama.stop()


def _found(chosen: Chosen, retriever: Retriever) -> tuple[Passage, ...]:
    return tuple(_left(chosen, retriever))[:PASSAGES]


def _left(chosen: Chosen, retriever: Retriever) -> Iterator[Passage]:
    for hit in retriever.search(chosen.asked.question, day=DAY, k=FOUND).hits:
        if stem(hit.passage.document_id) not in chosen.held_back:
            yield hit.passage


def _retriever(settings: Settings, folder: Path) -> Retriever:
    embedder = bootstrap_index.load_embedder(settings)
    shelving = Shelving(settings, folder, embedder, KiwiMorphology(), _silent, DAY)
    generation = shelving.indexed(settings.knowledge_dir, name="index")
    return Retriever(embedder=embedder, current=lambda: generation)


def _wait(model: LanguageModel) -> None:
    while not model.ready:
        time.sleep(PAUSE_S)


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", action="store_true", help="choose and search them anew")
    parser.add_argument("--until", metavar="HH:MM", help="begin no draft at this time or later")
    return parser.parse_args()


if __name__ == "__main__":
    main()
