"""Makes `.venv` and installs the package; looks at torch before it takes it.

Needs only a Python's standard library. PyTorch's ordinary Linux wheel brings several gigabytes
of GPU libraries that nothing here uses, so the wheel that pip would choose is looked at first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TORCH = "torch==2.13.0"
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3")
TEST_PROGRAMS = {
    "chromium": ("chromium", "fonts-noto-cjk"),
    "initdb": ("postgresql",),
}
"""Program -> Debian packages that bring it."""
GPU_BUILD = f"""
pip would install the GPU build of {TORCH} (several GB) for {{python}}.
Sangdam needs the CPU build only. Put it first, then run `make serve` again:
  - download the CPU wheel of {TORCH} for your Python from PyTorch's own site, and
  - export PIP_FIND_LINKS=<the folder you saved it to>
or, to take the GPU build all the same: export SANGDAM_SETUP_ANY_TORCH=1
"""


def main(goal: str) -> int:
    goals = {"environment": environment, "service": service, "test-programs": test_programs}
    return goals[goal]()


def service() -> int:
    """As `environment`, without what only developers need."""
    return environment(extras="")


def environment(extras: str = "[dev]") -> int:
    """Creates `.venv` with the package in it; leaves the file `ready` when all is done."""
    python = find_python()
    if python is None:
        return say("Sangdam needs Python 3.11 or newer; install it and run this again.")
    if not (VENV / "bin" / "python").exists():
        say(f"Making .venv with {python}")
        run(python, "-m", "venv", str(VENV))
    if not torch_is_small() and not os.environ.get("SANGDAM_SETUP_ANY_TORCH"):
        return say(GPU_BUILD.format(python=python))
    say("Installing packages (about 500 MB to download, 2 to 6 minutes)")
    pip("install", "--constraint", str(ROOT / "constraints.txt"), "--editable", f"{ROOT}{extras}")
    (VENV / "ready").touch()
    return 0


def find_python() -> str | None:
    ask = "import sys; sys.exit(sys.version_info < (3, 11))"
    found = filter(None, map(shutil.which, PYTHONS))
    return next(
        (p for p in found if subprocess.run([p, "-c", ask], check=False).returncode == 0), None
    )


def torch_is_small() -> bool:
    """Whether the torch wheel that pip would take is a CPU build."""
    report = json.loads(
        pip(
            "install",
            "--quiet",
            "--dry-run",
            "--no-deps",
            "--ignore-installed",
            "--report",
            "-",
            TORCH,
        )
    )
    metadata = report["install"][0]["metadata"]
    return not any("nvidia" in need or "cuda" in need for need in metadata.get("requires_dist", []))


def test_programs() -> int:
    """Installs what the tests start: a browser and a PostgreSQL server, by apt where it may."""
    packages = [
        name for program, names in TEST_PROGRAMS.items() if not found(program) for name in names
    ]
    if not packages:
        return 0
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return say(
            f"The tests need these Debian packages: {' '.join(packages)}; please install them."
        )
    run("apt-get", "update", "-q")
    run("apt-get", "install", "-q", "-y", "--no-install-recommends", *packages)
    return 0


def found(program: str) -> bool:
    return bool(shutil.which(program) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def pip(*arguments: str) -> str:
    """Runs pip in `.venv`; its progress goes to the terminal, its report comes back."""
    quiet = "--report" in arguments
    command = [str(VENV / "bin" / "python"), "-m", "pip", *arguments]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE if quiet else None)
    return done.stdout or ""


def run(*command: str) -> None:
    subprocess.run(command, check=True)


def say(text: str) -> int:
    """Prints to the terminal and returns an exit code for 'not done'."""
    print(text, flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"`{' '.join(error.cmd[:4])} …` failed; see above.")
