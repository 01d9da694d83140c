"""`make eval`: golden conversations through the real turn; exit 1 where one goes wrong.

python scripts/evaluate.py [--llm none|local|openai]
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent.parent))

from evals.exam import Result, read_cases, run
from sangdam.errors import SangdamError
from sangdam.settings import LLM, Settings


def main() -> int:
    parser = argparse.ArgumentParser(description="Golden conversations through the real turn")
    parser.add_argument("--llm", type=LLM, default=LLM.NONE, choices=list(LLM))
    arguments = parser.parse_args()
    try:
        cases = read_cases()
        settings = Settings.load(llm=arguments.llm)
        results = list(tqdm(run(settings, cases), total=len(cases), disable=None))
    except SangdamError as error:
        sys.exit(str(error))
    for result in results:
        if result.faults:
            show(result)
    right = sum(not result.faults for result in results)
    times = [result.reply.timings_ms["total"] for result in results]
    print(f"{right} of {len(results)} right, median {statistics.median(times):.0f} ms a turn")
    return 0 if right == len(results) else 1


def show(result: Result) -> None:
    reply = result.reply
    confidence = f"{reply.confidence.value:.2f}" if reply.confidence else "-"
    print(f"\n✗ {' / '.join(result.case.say)}\n  {'; '.join(result.faults)}")
    print(f"  {reply.outcome}, {reply.route}, confidence {confidence}: {reply.text[:160]!r}")


if __name__ == "__main__":
    sys.exit(main())
