"""Speed and memory of what is shipped: `make bench`.

    python scripts/benchmark.py [--only PART,PART] [--without-model] [--rivals]

Every part is a process of its own and prints one line a figure. Figures depend on the machine and
on what else runs there; compare figures of one run only.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "serving": "the service over HTTP",
    "indexing": "knowledge to index",
    "retrieval": "question to evidence at 10,000 passages",
    "cache": "answers from the cache: how often, how fast, any wrong",
    "growth": "what an index costs, 1,000 to 150,000 passages",
    "crashes": "kill -9 and switches under load",
    "day": "a day at the desk: 300 conversations, with and without kills",
    "faults": "30 faults while customers ask",
    "delivery": "an agent's words to one of 200 open pages",
    "load": "two workers on PostgreSQL under load, and twenty minutes of it",
    "milvus": "Milvus beside FAISS: the same answers, and switches under load",
    "rivals": "beside LangChain, LlamaIndex and Haystack",
}
ON_DEMAND = {"rivals"}
"""Parts that install packages of their own: only by name or by --rivals."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Speed and memory of what is shipped")
    parser.add_argument("--only", metavar="PARTS", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--without-model", action="store_true", help="skip the embedded model")
    parser.add_argument("--rivals", action="store_true", help=PARTS["rivals"])
    options = parser.parse_args()
    wanted = options.only.split(",") if options.only else [p for p in PARTS if p not in ON_DEMAND]
    if options.rivals and "rivals" not in wanted:
        wanted.append("rivals")
    if unknown := set(wanted) - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    failed = [part for part in wanted if run(part, options.without_model)]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def run(part: str, without_model: bool) -> int:
    """The part's exit code."""
    print(f"\n{part}: {PARTS[part]}", flush=True)
    flags = ["--without-model"] if without_model and part == "serving" else []
    command = [sys.executable, "-m", f"scripts.benchmarks.{part}", *flags]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": paths}
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
