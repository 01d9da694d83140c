"""What the guards and signals do with hostile texts: nothing may break, nothing may take long.

    python -m evals.hostile --count 200000

CPU time of the thread is counted, so that other work on the machine is not.
"""

from __future__ import annotations

import argparse

from evals.hostile.examination import LONGEST_MS, SEED, examine_hostile
from sangdam.command.progress import Bar


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    options = parser.parse_args()
    exam = examine_hostile(options.count, seed=options.seed, progress=Bar())
    print(
        f"{exam.n:,} hostile texts: {len(exam.broken)} broke, {exam.slow:,} over {LONGEST_MS} ms; "
        f"p50 {exam.p50_ms:.2f}, p95 {exam.p95_ms:.1f}, p99.9 {exam.p999_ms:.1f}, "
        f"longest {exam.slowest[0].ms:.1f} ms"
    )
    for one in exam.slowest:
        print(f"  {one.ms:6.1f} ms  {one.step}  {one.kind}, {len(one.text):,}: {one.text[:60]!r}")
    for broken in exam.broken[:20]:
        print(f"  {broken.error}  {broken.kind}: {broken.text[:200]!r}")
    return 1 if exam.broken or exam.slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
