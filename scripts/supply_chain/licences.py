"""Which licences packages and models have, and whether each is on the list of allowed ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, get_spdx_licensing

LIST = Path(__file__).with_name("licences.toml")


class Licences:
    def __init__(self, listed: dict[str, dict[str, str]] | None = None) -> None:
        told = listed if listed is not None else tomllib.loads(LIST.read_text("utf-8"))
        self._allowed, self._said, self._known = (
            told[part] for part in ("allowed", "said", "known")
        )
        self._spdx = get_spdx_licensing()

    def expression(self, name: str, said: str) -> str:
        """In SPDX; what was said, where it can't be read so."""
        return self._known.get(name) or self._said.get(said, said)

    def refused(self, expression: str) -> str:
        """Why it may not be taken; empty where it may. Of an OR one side is enough."""
        try:
            parsed = self._spdx.parse(expression, validate=True)
        except ExpressionError:
            parsed = None
        if parsed is None:
            return f"{expression or 'nothing'!r} is no SPDX expression: name it in {LIST.name}"
        bad = self._not_allowed(parsed)
        return f"{', '.join(sorted(bad))} is not allowed in {LIST.name}" if bad else ""

    def _not_allowed(self, parsed: Any) -> set[str]:
        if parsed.render() in self._allowed:
            return set()
        if isinstance(parsed, self._spdx.OR):
            sides = [self._not_allowed(side) for side in parsed.args]
            return set() if not all(sides) else set().union(*sides)
        if isinstance(parsed, self._spdx.AND):
            return set().union(*map(self._not_allowed, parsed.args))
        return {parsed.render()}
