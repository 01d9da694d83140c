"""A command that somebody sits at: on a real terminal, answered as its questions come."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ON_A_TERMINAL = "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
WITHIN_S = 60


def at_terminal(
    *arguments: str, answers: list[tuple[str, str]], **environment: str
) -> tuple[int, str]:
    """Exit code and all that was shown. `answers`: wait for this, then type that."""
    command = [sys.executable, "-m", "sangdam.command", *arguments]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    process = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths, "LC_ALL": "C.UTF-8"} | environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    shown = b""
    with process, selectors.DefaultSelector() as said:
        said.register(process.stdout, selectors.EVENT_READ)
        for question, answer in answers:
            while not shown.endswith(question.encode()):
                more = os.read(process.stdout.fileno(), 4096) if said.select(WITHIN_S) else b""
                assert more, f"never asked {question!r}: {shown.decode()}"
                shown += more
            process.stdin.write(f"{answer}\n".encode())
            process.stdin.flush()
        rest, _ = process.communicate(timeout=WITHIN_S)
    return process.returncode, (shown + rest).decode()
