"""Accounts, sessions and API keys, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from sangdam.errors import Conflict, NotFound
from sangdam.models import Account, Role
from sangdam.storage.accounts import Accounts
from sangdam.storage.api_keys import HINT, PREFIX, ApiKeys
from sangdam.storage.database import Database
from sangdam.storage.sessions import Sessions
from tests.storage.talk import HandClock, Talk
from tests.storage.test_races import at_once


@pytest.fixture
def accounts(database: Database, clock: HandClock) -> Accounts:
    return Accounts(database, clock)


@pytest.fixture
def sessions(database: Database, clock: HandClock) -> Sessions:
    return Sessions(database, clock, idle=timedelta(hours=1), life=timedelta(hours=12))


@pytest.fixture
def keys(database: Database, clock: HandClock) -> ApiKeys:
    return ApiKeys(database, clock)


@pytest.fixture
def haru(accounts: Accounts) -> Account:
    return accounts.add("haru", name="김하루", role=Role.OWNER, password="hash")


def test_an_account_is_found_by_its_login(accounts: Accounts, haru: Account) -> None:
    proofs = accounts.named("haru")
    assert proofs is not None
    assert (proofs.account, proofs.password, proofs.totp) == (haru, "hash", None)
    assert accounts.named("nobody") is None
    assert accounts.list() == (haru,)


def test_a_login_and_an_agent_belong_to_one_account(
    accounts: Accounts, haru: Account, talk: Talk
) -> None:
    agent = talk.agent()
    accounts.add("one", name="하나", role=Role.AGENT, password="h", agent_id=agent)
    for login, agent_id in ((haru.login, None), ("two", agent)):
        with pytest.raises(Conflict):
            accounts.add(login, name="둘", role=Role.AGENT, password="h", agent_id=agent_id)
    with pytest.raises(NotFound):
        accounts.add("three", name="셋", role=Role.AGENT, password="h", agent_id="agent_x")
    assert [account.login for account in accounts.list()] == ["haru", "one"]


def test_whoever_is_disabled_is_signed_out_and_not_found(
    accounts: Accounts, sessions: Sessions, haru: Account
) -> None:
    session = sessions.begin(haru.id)
    assert accounts.change(haru.id, disabled=True).disabled
    assert accounts.named("haru") is None
    assert sessions.account(session) is None
    assert not accounts.change(haru.id, disabled=False).disabled
    assert sessions.account(session) is None, "the old session does not come back"
    assert accounts.named("haru") is not None


def test_a_new_password_ends_every_session_and_a_new_hash_of_the_old_one_none(
    accounts: Accounts, sessions: Sessions, haru: Account
) -> None:
    session = sessions.begin(haru.id)
    accounts.renew_hash(haru.id, "hash2")
    assert sessions.account(session) is not None
    accounts.set_password(haru.id, "hash3")
    assert sessions.account(session) is None
    assert accounts.proofs(haru.id).password == "hash3"


def test_a_session_knows_the_account_as_it_is_now(
    accounts: Accounts, sessions: Sessions, haru: Account
) -> None:
    session = sessions.begin(haru.id)
    accounts.change(haru.id, role=Role.LEAD, name="김나루")
    account = sessions.account(session)
    assert account is not None
    assert (account.role, account.name) == (Role.LEAD, "김나루")
    assert sessions.account(session + "a") is None
    assert sessions.account("\ud800") is None


def test_a_session_ends_when_nobody_uses_it_and_at_the_latest_after_its_hours(
    sessions: Sessions, haru: Account, clock: HandClock
) -> None:
    unused, used = sessions.begin(haru.id), sessions.begin(haru.id)
    for _ in range(12):
        assert sessions.account(used) is not None
        clock.forward(seconds=3599)
    assert sessions.account(unused) is None
    assert sessions.account(used) is not None
    clock.forward(seconds=12)
    assert sessions.account(used) is None


def test_what_the_browser_holds_is_stored_nowhere(
    database: Database, sessions: Sessions, keys: ApiKeys, haru: Account
) -> None:
    session = sessions.begin(haru.id)
    _, key = keys.add("bridge", Role.INTEGRATOR, None)
    with database.session() as reading:
        stored = [
            str(reading.execute(text(f"SELECT * FROM {table}")).all())
            for table in ("sessions", "api_keys")
        ]
    assert all(len(rows) > 100 for rows in stored)
    assert session not in str(stored)
    assert key.get_secret_value() not in str(stored)
    assert key.get_secret_value() not in repr(key)


def test_sweeping_takes_what_is_over_and_nothing_else(
    database: Database, sessions: Sessions, haru: Account, clock: HandClock
) -> None:
    sessions.begin(haru.id)
    clock.forward(hours=0.9)
    fresh = sessions.begin(haru.id)
    clock.forward(hours=0.2)
    sessions.sweep()
    with database.session() as reading:
        assert reading.execute(text("SELECT count(*) FROM sessions")).scalar_one() == 1
    assert sessions.account(fresh) is not None


def test_signing_out_ends_this_session_only(sessions: Sessions, haru: Account) -> None:
    here, there = sessions.begin(haru.id), sessions.begin(haru.id)
    sessions.end(here)
    assert sessions.account(here) is None
    assert sessions.account(there) is not None


def test_a_key_opens_until_it_expires(keys: ApiKeys, clock: HandClock) -> None:
    made, secret = keys.add("bridge", Role.INTEGRATOR, clock.now + timedelta(days=1))
    clear = secret.get_secret_value()
    assert made.hint == clear[:HINT]
    assert clear.startswith(PREFIX)
    found = keys.find(clear)
    assert found is not None
    assert (found.id, found.role) == (made.id, Role.INTEGRATOR)
    assert keys.list()[0].used_at == clock.now
    assert keys.find(clear[:-1]) is None
    clock.forward(hours=24)
    assert keys.find(clear) is None


def test_a_revoked_key_opens_nothing_and_stays_in_the_list(keys: ApiKeys) -> None:
    made, secret = keys.add("bridge", Role.OPERATOR, None)
    first = keys.revoke(made.id).revoked_at
    assert keys.revoke(made.id).revoked_at == first
    assert keys.find(secret.get_secret_value()) is None
    assert [key.id for key in keys.list()] == [made.id]
    with pytest.raises(NotFound):
        keys.revoke("key_x")


def test_no_code_of_the_second_factor_is_good_twice(
    accounts: Accounts, haru: Account, url: str, database: Database, clock: HandClock
) -> None:
    accounts.offer_second_factor(haru.id, "SECRET")
    assert accounts.offered_second_factor(haru.id) == "SECRET"
    assert not accounts.get(haru.id).second_factor
    with pytest.raises(Conflict):
        accounts.begin_second_factor(haru.id, "OTHER", 5, ["a"])
    accounts.begin_second_factor(haru.id, "SECRET", 5, ["a", "b"])
    assert accounts.get(haru.id).second_factor
    assert [accounts.use_step(haru.id, step) for step in (4, 5, 6, 6)] == [0, 0, 1, 0]
    assert [accounts.use_recovery_code(haru.id, code) for code in "acab"] == [1, 0, 0, 1]
    other = Database(url)
    acts = [partial(Accounts(each, clock).use_step, haru.id, 7) for each in (database, other) * 3]
    assert at_once(acts).count(True) == 1
    other.close()
    accounts.end_second_factor(haru.id)
    assert accounts.proofs(haru.id).totp is None
