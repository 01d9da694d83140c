"""A throw-away PostgreSQL server, for tests and benchmarks, behind a socket in its own folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
from sqlalchemy import URL, NullPool, create_engine, text

UNPRIVILEGED = ("postgres", "nobody")
"""initdb refuses root: the first of these users that exists runs the server then."""


class Server:
    """One server, whose one database is emptied for every test.

    Its files lie in a folder of their own `within` another one. What it said it kept outlives the
    machine only if it is `durable`, which takes time.
    """

    def __init__(
        self, programs: Path, *, within: Path | None = None, durable: bool = False
    ) -> None:
        self._programs = programs
        self._fsync = "on" if durable else "off"
        self._folder = Path(tempfile.mkdtemp(prefix="sangdam-pg-", dir=within))
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
        self._run("initdb", "-D", self._data, "-U", "sangdam", "-A", "trust", "-E", "UTF8", "-N")
        self.start_again()

    def start_again(self) -> None:
        """On the files that are there. Raises CalledProcessError where it does not come up."""
        options = f"-c listen_addresses='' -c fsync={self._fsync} -k {self._folder}"
        log = self._folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-o", options, "-w", "start")

    def kill(self) -> None:
        """kill -9 of the server and all that it has started."""
        if (server := self.process) is None:
            return
        every = [server, *server.children(recursive=True)]
        for process in every:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(every)

    @property
    def runs(self) -> bool:
        return self.process is not None

    @property
    def files(self) -> Path:
        """Where it keeps everything."""
        return self._data

    def stop(self) -> None:
        if self.runs:
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder)

    @property
    def folder(self) -> Path:
        """All its files."""
        return self._folder

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self._folder / ".s.PGSQL.5432"

    @property
    def url(self) -> str:
        """Of the one database, as it is."""
        return self._url

    @property
    def process(self) -> psutil.Process | None:
        """The server itself, which all its others descend from, while it runs."""
        try:
            number = (self._data / "postmaster.pid").read_text("utf-8").splitlines()[0]
            process = psutil.Process(int(number))
        except (OSError, IndexError, ValueError, psutil.NoSuchProcess):
            return None
        return process if process.status() != psutil.STATUS_ZOMBIE else None

    @property
    def _data(self) -> Path:
        return self._folder / "data"

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
            stderr=subprocess.DEVNULL,
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
