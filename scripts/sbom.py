"""What is installed and fetched, in one file; its licences and its known holes: `make sbom`.

    python scripts/sbom.py [--to FILE] [--advisories FILE …] [--offline]

Exit 1 where a licence is not allowed or a hole is known. The package index is asked for holes
unless `--offline`; `--advisories` takes what was downloaded elsewhere (OSV, .json or .zip).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sangdam.errors import SangdamError
from sangdam.model_files.catalogue import ALL
from scripts.supply_chain import advisories, holes
from scripts.supply_chain.bill import bill
from scripts.supply_chain.holes import Hole
from scripts.supply_chain.installed import Package, packages
from scripts.supply_chain.licences import Licences

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    there, licences = packages(), Licences()
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(bill(there, ALL, licences), "utf-8")
    print(f"{options.to}: {len(there)} packages and {len(ALL)} models")
    bad = _licences(there, licences)
    try:
        found = list(_holes(there, options.advisories, offline=options.offline))
    except SangdamError as error:
        print(error, file=sys.stderr)
        return 1
    for hole in found:
        fixed = f", mended in {' or '.join(hole.fixed)}" if hole.fixed else ""
        print(f"KNOWN HOLE {hole.advisory}: {hole.package} {hole.version}{fixed}")
    return int(bool(bad or found))


def _licences(there: Sequence[Package], licences: Licences) -> list[str]:
    named = {p.name: licences.expression(p.name, p.said) for p in there}
    named |= {model.name: model.licence for model in ALL}
    for licence in sorted(set(named.values())):
        having = [name for name, each in named.items() if each == licence]
        print(f"  {licence}: {' '.join(having)}")
    bad = [f"{name}: {why}" for name, each in named.items() if (why := licences.refused(each))]
    for line in bad:
        print(f"REFUSED LICENCE {line}")
    return bad


def _holes(there: Sequence[Package], files: Sequence[Path], *, offline: bool) -> list[Hole]:
    found: list[Hole] = []
    for file in files:
        read = advisories.read(file)
        found += advisories.compared(there, read)
        print(f"compared with {len(read)} advisories of {file}")
    if offline:
        return found
    answer = holes.asked(there)
    unknown = len(answer.unknown)
    print(f"compared with the package index: {len(there) - unknown} of {len(there)} packages")
    if unknown:
        why = answer.reason or "it tells nothing of their holes"
        print(
            f"NOT COMPARED: {unknown} packages, {why}. That is no sign of soundness: download"
            " advisories elsewhere and give them as --advisories FILE"
        )
    return [*found, *answer.holes]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "sbom.json")
    parser.add_argument("--advisories", type=Path, nargs="+", default=[])
    parser.add_argument("--offline", action="store_true", help="do not ask the package index")
    return parser


if __name__ == "__main__":
    sys.exit(main())
