"""Accounts, from the command line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest

from sangdam.access import Access
from sangdam.bootstrap_access import doors
from sangdam.bootstrap_index import now
from sangdam.command.kept_data import opened
from sangdam.command.main import main
from sangdam.errors import TooOften
from sangdam.models import Act, Role
from sangdam.signing_in import NotSignedIn, SigningIn
from sangdam.storage.agents import Agents
from sangdam.storage.audit import Audit
from sangdam.storage.sessions import Sessions
from tests.command.terminal import at_terminal

PASSWORD = "붉은 사과와 푸른 배 한 상자"
HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password comes through a pipe."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 2))


@contextmanager
def service() -> Iterator[tuple[Access, SigningIn, Audit, Agents]]:
    with opened() as (settings, database):
        there = doors(settings, database, now)
        agents = Agents(database, now, capacity=settings.desk.capacity)
        yield there.access, there.signing_in, Audit(database, now), agents


def signs_in(login: str, password: str) -> bool:
    with service() as (_, signing_in, _, _):
        try:
            return signing_in.sign_in(login, password, None, address=HERE).session is not None
        except NotSignedIn:
            return False


def add(login: str = "haru@shop.example", role: str = "agent", name: str = "김하루") -> int:
    return main(["users", "add", login, "--role", role, "--name", name])


@pytest.mark.usefixtures("typed")
def test_who_was_added_signs_in_and_is_an_agent(capsys: pytest.CaptureFixture[str]) -> None:
    assert add() == 0
    said = capsys.readouterr().out
    assert "haru@shop.example  agent  김하루" in said
    assert PASSWORD not in said
    assert signs_in("haru@shop.example", PASSWORD)
    with service() as (access, _, audit, agents):
        account = access.named("Haru@shop.example ")
        assert [agent.id for agent in agents.list()] == [account.agent_id]
        made = audit.last(Act.ACCOUNT_MADE)
    assert made is not None
    assert (made.actor, made.subject) == ("command", account.id)


def test_a_password_made_here_is_printed_once_and_opens(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["--role", "operator", "--name", "Operator", "--generate"]
    assert main(["users", "add", "op", *asked]) == 0
    first = capsys.readouterr().out.split("(shown once): ")[1].strip()
    assert signs_in("op", first)
    assert main(["users", "password", "op", "--generate"]) == 0
    second = capsys.readouterr().out.split("(shown once): ")[1].strip()
    assert (signs_in("op", first), signs_in("op", second)) == (False, True)
    assert main(["users", "list"]) == 0
    listed = capsys.readouterr().out
    assert second not in listed
    assert "no second factor" in listed


@pytest.mark.usefixtures("typed")
def test_who_is_disabled_is_out_at_once_until_enabled(capsys: pytest.CaptureFixture[str]) -> None:
    add(role="lead")
    with service() as (_, signing_in, _, _):
        session = signing_in.sign_in("haru@shop.example", PASSWORD, None, address=HERE).session
    assert session is not None
    assert main(["users", "disable", "haru@shop.example"]) == 0
    assert "DISABLED" in capsys.readouterr().out
    with opened() as (settings, database):
        life = doors(settings, database, now).sessions
        assert isinstance(life, Sessions)
        assert life.account(session.get_secret_value()) is None
    assert not signs_in("haru@shop.example", PASSWORD)
    assert main(["users", "enable", "haru@shop.example"]) == 0
    assert "DISABLED" not in capsys.readouterr().out
    assert signs_in("haru@shop.example", PASSWORD)


def with_second_factor(login: str = "haru@shop.example") -> str:
    """An account that is signed in, and then has a second factor; its session."""
    with service() as (access, signing_in, _, _):
        account = access.create_account(login, name="김하루", role=Role.LEAD, password=PASSWORD)
        session = signing_in.begin(account).session
        offered, _ = signing_in.offer_second_factor(account)
        signing_in.begin_second_factor(account, pyotp.TOTP(offered.secret).now())
    assert session is not None
    assert not signs_in(login, PASSWORD), "a code is asked for"
    return session.get_secret_value()


def has_second_factor(login: str = "haru@shop.example") -> bool:
    with service() as (access, _, _, _):
        return access.named(login).second_factor


@pytest.mark.parametrize(
    ("language", "ask", "yes", "told", "next_step"),
    [
        (
            "C.UTF-8",
            "End the second factor? Write yes: ",
            "yes",
            "has no second factor any more and is signed out everywhere",
            "set up a new second factor at /desk/me",
        ),
        (
            "ko_KR.UTF-8",
            "2단계 인증을 해제할까요? '예'라고 적어 주세요: ",
            "예",
            "2단계 인증을 해제했습니다. 모든 곳에서 로그아웃됩니다",
            "/desk/me에서 바로 2단계 인증을 새로 설정",
        ),
    ],
)
def test_a_lost_second_factor_is_reset_after_a_question(
    language: str, ask: str, yes: str, told: str, next_step: str
) -> None:
    session = with_second_factor()
    asked = ("users", "reset-second-factor", "haru@shop.example")
    code, _ = at_terminal(*asked, answers=[(ask, "n")], LC_ALL=language)
    assert (code, has_second_factor()) == (0, True)
    with service() as (_, signing_in, audit, _):
        assert signing_in.account(session) is not None
        assert audit.last(Act.ACCOUNT_CHANGED) is None
    code, shown = at_terminal(*asked, answers=[(ask, yes)], LC_ALL=language)
    assert (code, told in shown, next_step in shown) == (0, True, True), shown
    assert not has_second_factor()
    with service() as (access, signing_in, audit, _):
        assert signing_in.account(session) is None
        changed = audit.last(Act.ACCOUNT_CHANGED)
        account = access.named("haru@shop.example")
        assert changed is not None
        assert (changed.actor, changed.subject) == ("command", account.id)
        assert signs_in("haru@shop.example", PASSWORD)
        offered, _ = signing_in.offer_second_factor(account)
        signing_in.begin_second_factor(account, pyotp.TOTP(offered.secret).now())
    assert has_second_factor(), "set up anew"


def test_where_nobody_is_asked_a_second_factor_goes_by_yes_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_second_factor()
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    asked = ["users", "reset-second-factor", "haru@shop.example"]
    for language, told in (("C", "give --yes"), ("ko_KR.UTF-8", "--yes를 주세요")):
        monkeypatch.setenv("LC_ALL", language)
        assert main(asked) == 1
        assert told in capsys.readouterr().err
    assert has_second_factor()
    assert main([*asked, "--yes"]) == 0
    assert not has_second_factor()
    for language, told in (("C", "nothing was changed"), ("ko_KR.UTF-8", "바뀐 것은 없습니다")):
        monkeypatch.setenv("LC_ALL", language)
        assert main(asked) == 0
        assert told in capsys.readouterr().out


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize(
    ("language", "told", "disabled"),
    [
        ("C", "may try again at once", "But the account is disabled"),
        ("ko_KR.UTF-8", "바로 다시 로그인할 수 있습니다", "사용이 중지된 계정"),
    ],
)
def test_who_failed_too_often_is_unlocked_and_signs_in_at_once(
    language: str,
    told: str,
    disabled: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add()
    with opened() as (settings, _):
        for _ in range(settings.rates.sign_in.times):
            assert not signs_in("haru@shop.example", "not the password")
    with pytest.raises(TooOften):
        signs_in("haru@shop.example", PASSWORD)
    monkeypatch.setenv("LC_ALL", language)
    capsys.readouterr()
    assert main(["users", "unlock", "Haru@shop.example"]) == 0
    said = capsys.readouterr().out
    assert (told in said, disabled in said) == (True, False)
    assert signs_in("haru@shop.example", PASSWORD)
    with service() as (access, _, audit, _):
        changed = audit.last(Act.ACCOUNT_CHANGED)
        assert changed is not None
        account_id = access.named("haru@shop.example").id
        assert (changed.actor, changed.subject) == ("command", account_id)
    assert main(["users", "disable", "haru@shop.example"]) == 0
    assert main(["users", "unlock", "haru@shop.example"]) == 0
    assert disabled in capsys.readouterr().out


@pytest.mark.usefixtures("typed")
def test_another_role_holds_and_is_noted() -> None:
    add(role="agent")
    assert main(["users", "role", "haru@shop.example", "lead"]) == 0
    with service() as (access, _, audit, _):
        assert access.named("haru@shop.example").role is Role.LEAD
        changed = audit.last(Act.ACCOUNT_CHANGED)
    assert changed is not None
    assert changed.actor == "command"


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["disable", "nobody"], "there is no account nobody"),
        (["reset-second-factor", "nobody"], "there is no account nobody"),
        (["unlock", "nobody"], "there is no account nobody"),
        (["add", "x y", "--role", "agent", "--name", "A"], "2 to 64 of the letters"),
        (["add", "haru@shop.example", "--role", "agent", "--name", " "], "--name is empty"),
        (["add", "haru@shop.example", "--role", "agent", "--name", "B"], "already"),
    ],
)
def test_bad_input_is_told_in_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add()
    capsys.readouterr()
    assert main(["users", *arguments]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_a_short_password_and_a_wrong_role_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert add() == 1
    assert "a password has 12 to 200 characters" in capsys.readouterr().err
    assert add(role="king") == 2
    assert "'king' is not one of" in capsys.readouterr().err


def test_nobody_yet_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["users", "list"]) == 0
    assert "Nobody has an account yet" in capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert main(["users", "list"]) == 0
    assert "아직 계정이 없습니다" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "ask", "again", "unlike"),
    [
        ("C.UTF-8", "Password: ", "The same again: ", "are not the same"),
        ("ko_KR.UTF-8", "비밀번호: ", "한 번 더: ", "두 비밀번호가 다릅니다"),
    ],
)
def test_a_password_is_asked_for_hidden_and_twice(
    language: str, ask: str, again: str, unlike: str
) -> None:
    asked = ("users", "add", "haru@shop.example", "--role", "owner", "--name", "김하루")
    told = [(ask, PASSWORD), (again, "something else")]
    code, shown = at_terminal(*asked, answers=told, LC_ALL=language)
    assert (code, unlike in shown) == (1, True)
    code, shown = at_terminal(*asked, answers=[(ask, PASSWORD), (again, PASSWORD)], LC_ALL=language)
    assert (code, PASSWORD in shown) == (0, False)
    assert signs_in("haru@shop.example", PASSWORD)
