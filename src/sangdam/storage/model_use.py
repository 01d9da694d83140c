"""How much the language model was used, day by day, by every process together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from sangdam.models import ModelCall, Value
from sangdam.storage.database import Database
from sangdam.storage.tables import ModelUseRow

Insert = sqlite.Insert | postgresql.Insert
INSERT: dict[str, Callable[[type[ModelUseRow]], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


class DayOfUse(Value):
    day: date
    """In the shop's zone."""
    calls: int = 0
    failures: int = 0
    """Those of the calls that gave no usable answer."""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    """Those of the prompt tokens that the server had read before."""
    completion_tokens: int = 0


COUNTS = tuple(name for name in DayOfUse.model_fields if name != "day")


class ModelUse:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, day: date, call: ModelCall) -> None:
        """Count the call; two at once lose nothing."""
        counted = {
            "calls": 1,
            "failures": int(call.failed),
            "prompt_tokens": call.usage.prompt_tokens,
            "cached_tokens": call.usage.cached_tokens,
            "completion_tokens": call.usage.completion_tokens,
        }
        with self._database.alone() as connection:
            connection.execute(_counted(connection.dialect.name), {"day": day, **counted})

    def since(self, day: date) -> tuple[DayOfUse, ...]:
        """That day and the later ones on which the model was used, oldest first."""
        later = select(ModelUseRow).where(ModelUseRow.day >= day).order_by(ModelUseRow.day)
        with self._database.session() as session:
            return tuple(_value(row) for row in session.scalars(later))

    def on(self, day: date) -> DayOfUse:
        with self._database.session() as session:
            row = session.get(ModelUseRow, day)
            return _value(row) if row else DayOfUse(day=day)


@cache
def _counted(dialect: str) -> Executable:
    new = INSERT[dialect](ModelUseRow).values({name: bindparam(name) for name in ("day", *COUNTS)})
    more = {name: getattr(ModelUseRow, name) + new.excluded[name] for name in COUNTS}
    return new.on_conflict_do_update(index_elements=["day"], set_=more)


def _value(row: ModelUseRow) -> DayOfUse:
    return DayOfUse(day=row.day, **{name: getattr(row, name) for name in COUNTS})
