"""The master key's file: made once, for its owner's eyes."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from sangdam.errors import SetupError
from sangdam.storage.master import bytes_of, master_key, new_master

PRINT_KEY = """
import sys
from pathlib import Path
from sangdam.storage.master import master_key
sys.stdin.readline()
print(master_key(None, Path(sys.argv[1])).get_secret_value())
"""


def test_it_is_made_at_the_first_start_and_read_at_the_next(tmp_path: Path) -> None:
    made = master_key(None, tmp_path / "data")
    assert master_key(None, tmp_path / "data") == made
    assert len(bytes_of(made)) == 32
    (file,) = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_given_one_is_written_nowhere(tmp_path: Path) -> None:
    given = new_master()
    assert master_key(given, tmp_path) == given
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_KEY, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    keys = {process.communicate("go\n")[0] for process in started}
    assert keys == {master_key(None, tmp_path).get_secret_value() + "\n"}
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


def test_one_that_others_may_read_is_refused_with_the_command_that_mends_it(
    tmp_path: Path,
) -> None:
    master_key(None, tmp_path)
    (tmp_path / "master.key").chmod(0o640)
    with pytest.raises(SetupError, match="chmod 600"):
        master_key(None, tmp_path)


def test_it_is_never_shown() -> None:
    key = new_master()
    assert key.get_secret_value() not in f"{key} {key!r}"
    with pytest.raises(SetupError) as refused:
        bytes_of(SecretStr("c2VjcmV0LXRoaW5n"))
    assert "c2VjcmV0LXRoaW5n" not in str(refused.value)
