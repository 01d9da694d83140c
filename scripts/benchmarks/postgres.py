"""A throw-away PostgreSQL server, for tests and benchmarks, behind a socket in its own folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, text

UNPRIVILEGED = ("postgres", "nobody")
"""initdb refuses root: the first of these users that exists runs the server then."""


class Server:
    """One server, whose one database is emptied for every test."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="sangdam-pg-"))
        self._user = _user()
        self._url = URL.create(
            "postgresql",
            username="sangdam",
            database="postgres",
            query={"host": str(self._folder)},
        ).render_as_string()
        if self._user is not None:
            shutil.chown(self._folder, self._user, pwd.getpwnam(self._user).pw_gid)

    def start(self) -> None:
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "sangdam", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-c listen_addresses='' -c fsync=off -k {self._folder}"
        log = self._folder / "log"
        self._run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder)

    @property
    def process(self) -> int:
        """Id of the process that all others of the server descend from."""
        return int((self._folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])

    @property
    def url(self) -> str:
        """Of the one database, as it is."""
        return self._url

    def empty_database(self) -> str:
        """URL of the one database, without anything in it."""
        engine = create_engine(self._url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        return self._url

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, Debian's newest or the one on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    found = shutil.which("initdb")
    folders = [*reversed(debian), *([Path(found).parent] if found else [])]
    return next((folder for folder in folders if _complete(folder)), None)


def missing() -> str | None:
    """What is not installed here for a throw-away PostgreSQL, or None."""
    if find_spec("psycopg") is None:
        return "no PostgreSQL here: psycopg is not installed"
    if programs() is None:
        return "no PostgreSQL here: initdb and pg_ctl are not installed"
    return None


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _complete(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in names)
