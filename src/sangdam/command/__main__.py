"""`python -m sangdam.command`: the same as `sangdam`, from a folder without the script."""

from __future__ import annotations

import sys

from sangdam.command.main import main

if __name__ == "__main__":
    sys.exit(main())
