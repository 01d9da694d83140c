"""Who may speak, cell by cell."""

from __future__ import annotations

import pytest

from sangdam.desk.ownership import speaks
from sangdam.models import Owner
from sangdam.settings import Ownership, Speaks


@pytest.mark.parametrize(
    ("owner", "open_now", "expected"),
    [
        (Owner.BOT, True, Speaks.FULLY),
        (Owner.BOT, False, Speaks.FULLY),
        (Owner.QUEUE, True, Speaks.WAITING_NOTE),
        (Owner.QUEUE, False, Speaks.WITHOUT_MODEL),
        (Owner.HUMAN, True, Speaks.SILENT),
        (Owner.HUMAN, False, Speaks.SILENT),
    ],
)
def test_the_table_as_it_ships(owner: Owner, open_now: bool, expected: Speaks) -> None:
    assert speaks(owner, lambda: open_now, Ownership()) is expected


@pytest.mark.parametrize(
    ("owner", "open_now", "cell"),
    [
        (Owner.BOT, True, "bot"),
        (Owner.BOT, False, "bot"),
        (Owner.QUEUE, True, "queue_open"),
        (Owner.QUEUE, False, "queue_closed"),
        (Owner.HUMAN, True, "human"),
        (Owner.HUMAN, False, "human"),
    ],
)
@pytest.mark.parametrize("setting", Speaks)
def test_every_cell_is_settable_alone(
    owner: Owner, open_now: bool, cell: str, setting: Speaks
) -> None:
    table = Ownership.model_validate({cell: setting})
    assert speaks(owner, lambda: open_now, table) is setting


def never_asked() -> bool:
    raise AssertionError("whether people answer costs a look at the database")


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.HUMAN])
def test_whether_people_answer_is_asked_only_while_it_is_queued(owner: Owner) -> None:
    speaks(owner, never_asked, Ownership())


@pytest.mark.parametrize("setting", Speaks)
def test_a_spent_budget_takes_the_model_and_nothing_else(setting: Speaks) -> None:
    told = speaks(Owner.BOT, never_asked, Ownership(bot=setting), model_budget_spent=True)
    assert told is (Speaks.WITHOUT_MODEL if setting is Speaks.FULLY else setting)
