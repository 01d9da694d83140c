"""Progress on a terminal, in bars."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm


class Bar:
    """Progress as a bar on stderr; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[Any]] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._bars:
            self._bars[what] = tqdm(total=total, desc=what, disable=None)
        self._bars[what].update(done - self._bars[what].n)
        if done >= total:
            self._bars.pop(what).close()


class Downloads:
    """Bytes as a bar on a terminal, as one line a model elsewhere."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[Any]] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        bar = self._bars.get(what) or self._bar(what, total)
        bar.update(done - bar.n)
        if done >= total:
            self._bars.pop(what).close()
            print(f"{what}: downloaded {total / 1e6:,.0f} MB", flush=True)

    def _bar(self, what: str, total: int) -> tqdm[Any]:
        bar = tqdm(total=total, desc=what, unit="B", unit_scale=True, disable=None, leave=False)
        self._bars[what] = bar
        return bar
