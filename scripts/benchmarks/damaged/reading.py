"""`python -m scripts.benchmarks.damaged.reading FOLDER`: the folder read as a reindex reads it,
within bounds, and in one line of JSON what came of it."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from sangdam.errors import KnowledgeError
from sangdam.indexing.readers import read_knowledge

ADDRESS_SPACE = 2 * 2**30
"""Of the process that reads; the one that it starts to convert has a limit of its own."""
KIB = 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    before, began = _peak(), time.monotonic()
    try:
        found = read_knowledge(Path(sys.argv[1]))
    except KnowledgeError as error:
        read, told = [], error.problems
    else:
        read = sorted({document.source for document in found.documents})
        told = [f"{each.source}:{each.line}: {each.what}" for each in found.skipped]
    said = {
        "read": read,
        "told": told,
        "seconds": time.monotonic() - began,
        "grew": _peak() - before,
        "converter": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * KIB,
    }
    json.dump(said, sys.stdout)


def _peak() -> int:
    """Most memory of this process that was resident at once, in bytes. What getrusage tells of it
    may be what the process had that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * KIB


if __name__ == "__main__":
    main()
