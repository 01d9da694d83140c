"""`sangdam chat`, from a checkout."""

from __future__ import annotations

import sys

from sangdam.command.main import main

if __name__ == "__main__":
    sys.exit(main(["chat", *sys.argv[1:]]))
