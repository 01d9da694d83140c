"""Fits the confidence that ships with the package.

    python -m evals.confidence.fit --data FOLDER

Fitted on the open half only, kinds weighted to a stated mix: how often questions have an answer
decides what a probability means. `scripts/evaluate.py --confidence` tells how good it is.
"""

from __future__ import annotations

import argparse
from hashlib import blake2s
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.cases import Half
from evals.confidence.asking import ask_knowledge
from evals.confidence.outcomes import MIX, Outcome, examples, mixed, of_half
from evals.confidence.questions import customers, easy
from evals.remembering import RememberingEmbedder
from evals.retrieval.examination import DAY
from sangdam import bootstrap_index, routing
from sangdam.command.progress import Bar
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.routing.fit import Fit, fitted, lines, reliability, unseen
from sangdam.settings import Settings

TARGET = Path(routing.__path__[0]) / "confidence.json"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="holds banking77/, small_talk_ko/")
    data = parser.parse_args().data
    settings = Settings.load()
    with TemporaryDirectory(prefix="sangdam-confidence-") as folder:
        outcomes = ask_knowledge(
            settings,
            [*customers(), *easy(data)],
            Path(folder),
            embedder=RememberingEmbedder(bootstrap_index.load_embedder(settings)),
            morphology=KiwiMorphology(),
            day=DAY,
            progress=Bar(),
        )
    fit = base_fit(of_half(outcomes, Half.OPEN))
    TARGET.write_text(fit.model_dump_json(indent=1) + "\n", "utf-8")
    print(f"{TARGET.name}: {fit.fitted}, on unseen ones {fit.reliability}")


def base_fit(outcomes: list[Outcome]) -> Fit:
    found = examples(outcomes)
    p = unseen(found)
    chosen = mixed(outcomes)
    mix = ", ".join(f"{kind} {share}" for kind, share in MIX.items())
    fit = fitted(found, name="", on=f"{len(outcomes)} questions of the open half, mix {mix}")
    return fit.model_copy(
        update={
            "name": name_of(fit),
            "reliability": reliability(p, found.right, found.weights),
            "lines": lines(p[chosen], found.right[chosen]),
        }
    )


def name_of(fit: Fit) -> str:
    """Another one for other weights: a knowledge's own fit is kept only beside its base fit."""
    return f"base-{blake2s(fit.model_dump_json().encode(), digest_size=4).hexdigest()}"


if __name__ == "__main__":
    main()
