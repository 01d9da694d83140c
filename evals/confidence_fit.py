"""Fits the confidence that ships with the package, and prints how good it is.

    python -m evals.confidence_fit [--data FOLDER] [--write]

Questions are `fitting/paraphrases.jsonl` and the open half of the golden cases: what customers
write, with the documents that answer. The sealed half is never fitted on: it tells how good the
fit is.
Each is asked of the whole knowledge (answerable: right where such a document comes first), and
again in the one of several folds that leaves all its documents out (hard: nothing answers, but
the neighbours stay in). In two more folds one language is left out, so that questions have to be
answered across languages. `--data` adds small talk and questions to a bank (easy: nothing here
is about them). Kinds are weighted to a stated mix (`MIX`), since how often questions have an
answer decides what a probability means.
All figures are on entries that the weights have not seen (five groups of entries in turn).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from evals.cases import Half
from evals.knowledge_folder import write_knowledge
from evals.reading import read_cases
from evals.remembering import RememberingEmbedder
from sangdam import bootstrap_index, routing
from sangdam.indexing.current import CurrentGeneration
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Document, Language, Question, stem
from sangdam.ports import Embedder, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.routing.confidence import signals
from sangdam.settings import Settings

FOLDS = 4
SEED = 20261121
MIX = {"answerable": 0.8, "hard": 0.1, "easy": 0.1}
"""What customers ask: with an answer here, near to one, far from all."""
EASY = 400
BINS = 10
PARAPHRASES = Path(__file__).parent / "fitting" / "paraphrases.jsonl"


class Asked(NamedTuple):
    text: str
    language: Language
    documents: frozenset[str]
    """Stems of the documents that answer; empty where none does."""
    kind: str
    """answerable, hard or easy."""
    group: str
    """Questions of one group are never split between fitting and measuring."""


class Example(NamedTuple):
    signals: dict[str, float]
    right: bool
    group: str
    language: Language
    kind: str


Fold = tuple[list[Document], list[Asked]]


def main() -> None:
    arguments = _arguments()
    settings = Settings.load()
    questions = [*_paraphrases(), *_golden()]
    easy = _easy(arguments.data, random.Random(SEED)) if arguments.data else []
    if not easy:
        print("no --data folder: fitted without easy negatives")
    embedder = RememberingEmbedder(bootstrap_index.load_embedder(settings))
    morphology = KiwiMorphology()
    documents = [
        d for d in read_knowledge(settings.knowledge_dir).documents if d.in_effect(date.today())
    ]
    folds = [(documents, [*questions, *easy]), *_folds(documents, questions)]
    examples = [
        example
        for kept, asked in tqdm(folds, desc="folds")
        for example in _examples(settings, kept, asked, embedder, morphology)
    ]
    fit = _fit_and_report(examples)
    if arguments.write:
        target = Path(routing.__path__[0]) / "confidence.json"
        target.write_text(json.dumps(fit, indent=2) + "\n", "utf-8")
        print(f"written: {target.name}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder with banking77/ and small_talk_ko/")
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    return parser.parse_args()


def _paraphrases() -> list[Asked]:
    rows = [json.loads(line) for line in PARAPHRASES.read_text("utf-8").splitlines() if line]
    return [
        Asked(
            row["question"],
            Language(row["language"]),
            frozenset(row["documents"]),
            "answerable",
            row["documents"][0],
        )
        for row in rows
    ]


def _golden() -> list[Asked]:
    """Single questions of the open half that want an answer from named documents."""
    return [
        Asked(
            case.say[0],
            case.language or Language.KOREAN,
            frozenset(case.documents),
            "answerable",
            case.documents[0],
        )
        for case in read_cases()
        if case.half is Half.OPEN and case.wants_answer and case.documents and len(case.say) == 1
    ]


def _easy(data: Path, chance: random.Random) -> list[Asked]:
    sets = (
        ("banking77", data / "banking77" / "test.csv", "text", Language.ENGLISH),
        ("small_talk_ko", data / "small_talk_ko" / "ChatbotData.csv", "Q", Language.KOREAN),
    )
    asked = []
    for name, path, column, language in sets:
        with path.open(encoding="utf-8", newline="") as file:
            texts = [row[column] for row in csv.DictReader(file)]
        for number, text in enumerate(chance.sample(texts, EASY)):
            asked.append(Asked(text, language, frozenset(), "easy", f"{name}-{number}"))
    return asked


def _folds(documents: list[Document], questions: list[Asked]) -> Iterator[Fold]:
    """Folds without the answers of every fourth group, then folds of one language."""
    groups = sorted({question.group for question in questions})
    for number in range(FOLDS):
        chosen = set(groups[number::FOLDS])
        asked = [q for q in questions if q.group in chosen]
        gone = frozenset().union(*(q.documents for q in asked))
        kept = [d for d in documents if stem(d.id) not in gone]
        yield kept, [q._replace(kind="hard", documents=frozenset()) for q in asked]
    for language in Language:
        kept = [d for d in documents if d.language is not language]
        stems = {stem(d.id) for d in kept}
        yield kept, [q for q in questions if q.language is language and q.documents & stems]


def _examples(
    settings: Settings,
    documents: Iterable[Document],
    asked: Iterable[Asked],
    embedder: Embedder,
    morphology: Morphology,
) -> Iterator[Example]:
    with tempfile.TemporaryDirectory() as folder:
        retriever = _retriever(settings, documents, embedder, morphology, Path(folder))
        for question in asked:
            evidence = retriever.search(
                Question(text=question.text, language=question.language), day=date.today()
            )
            first = stem(evidence.hits[0].passage.document_id)
            yield Example(
                signals(evidence, morphology),
                first in question.documents,
                question.group,
                question.language,
                question.kind,
            )


def _retriever(
    settings: Settings,
    documents: Iterable[Document],
    embedder: Embedder,
    morphology: Morphology,
    folder: Path,
) -> Retriever:
    knowledge, index = folder / "knowledge", folder / "index"
    write_knowledge(documents, read_from=settings.knowledge_dir, folder=knowledge)
    bootstrap_index.reindex(
        settings, knowledge=knowledge, index=index, progress=_silent, embedder=embedder
    )
    current = CurrentGeneration(
        index,
        vectors=FaissIndexes(),
        lexical=KiwiBm25Indexes(morphology),
        embedding_model=embedder.name,
    )
    return Retriever(embedder=embedder, current=current)


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def _fit_and_report(examples: list[Example]) -> dict[str, object]:
    names = list(examples[0].signals)
    x = np.array([[e.signals[name] for name in names] for e in examples])
    y = np.array([e.right for e in examples])
    weights = _weights(examples)
    unseen = np.empty(len(y))
    for seen, held in GroupKFold(5).split(x, y, [e.group for e in examples]):
        unseen[held] = _fitted(x[seen], y[seen], weights[seen]).predict_proba(x[held])[:, 1]
    _report(examples, unseen, x[:, names.index("dense")], x[:, names.index("drop")])
    scaler, regression = _fitted(x, y, weights)
    return {
        "fitted": f"evals/confidence_fit.py, seed {SEED}, {len(examples)} questions, mix {MIX}",
        "intercept": float(regression.intercept_[0]),
        "weights": dict(zip(names, regression.coef_[0].tolist(), strict=True)),
        "means": dict(zip(names, scaler.mean_.tolist(), strict=True)),
        "scales": dict(zip(names, scaler.scale_.tolist(), strict=True)),
    }


def _fitted(x: Numbers, y: Flags, weights: Numbers) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=10, max_iter=1000))
    return model.fit(x, y, logisticregression__sample_weight=weights)


def _weights(examples: list[Example]) -> Numbers:
    """One weight an example, so that kinds stand in the stated mix; mean 1."""
    count = Counter(e.kind for e in examples)
    whole = sum(MIX[kind] for kind in count)
    return np.array([MIX[e.kind] / whole * len(examples) / count[e.kind] for e in examples])


def _report(examples: list[Example], p: Numbers, dense: Numbers, drop: Numbers) -> None:
    y, weights = np.array([e.right for e in examples]), _weights(examples)
    columns = ("right", "AUROC", "dense", "drop", "ECE", "Brier")
    print(f"{'slice':28} {'n':>5} " + " ".join(f"{column:>6}" for column in columns))
    for name, rows in _slices(examples):
        if 0 < y[rows].sum() < rows.sum():
            w = weights[rows]
            figures = (
                np.average(y[rows], weights=w),
                *(roc_auc_score(y[rows], s[rows], sample_weight=w) for s in (p, dense, drop)),
                _calibration_error(y[rows], p[rows], w),
                brier_score_loss(y[rows], p[rows], sample_weight=w),
            )
            print(f"{name:28} {rows.sum():5} " + " ".join(f"{f:6.3f}" for f in figures))
    for line in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        sent = p >= line
        wrong = 1 - np.average(y[sent], weights=weights[sent]) if sent.any() else float("nan")
        print(
            f"line {line:.1f}: answers {np.average(sent, weights=weights):.3f} of all, "
            f"wrong among them {wrong:.3f}"
        )


def _slices(examples: list[Example]) -> Iterator[tuple[str, Flags]]:
    yield "all", np.ones(len(examples), bool)
    yield "answerable against hard", ~_of(examples, "easy")
    yield "answerable against easy", ~_of(examples, "hard")
    for language in Language:
        yield f"all, {language}", np.array([e.language is language for e in examples])


def _of(examples: list[Example], kind: str) -> Flags:
    return np.array([e.kind == kind for e in examples])


def _calibration_error(y: Flags, p: Numbers, weights: Numbers) -> float:
    """Expected calibration error over ten bins of equal count (Naeini et al., 2015)."""
    bins = np.array_split(np.argsort(p), BINS)
    gaps = [
        weights[b].sum() * abs(np.average(y[b].astype(float) - p[b], weights=weights[b]))
        for b in bins
    ]
    return float(sum(gaps) / weights.sum())


if __name__ == "__main__":
    main()
