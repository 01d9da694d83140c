"""The master key: from the settings, or made at the first start in a file of its own."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from sangdam.errors import SetupError

KEY_BYTES = 32
FILE = "master.key"
READABLE_BY_OTHERS = 0o077


def new_master() -> SecretStr:
    """32 random bytes in base64."""
    return SecretStr(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def bytes_of(master: SecretStr) -> bytes:
    """Raises SetupError where it is not 32 bytes in base64."""
    try:
        key = base64.b64decode(master.get_secret_value().strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SetupError(
            f"a master key is {KEY_BYTES} random bytes in base64; make one with:"
            f" openssl rand -base64 {KEY_BYTES}"
        )
    return key


def master_key(given: SecretStr | None, folder: Path) -> SecretStr:
    """The given one; else the one in the folder's file, made where there is none.

    Raises SetupError where the file can't be made or read, or others may read it.
    """
    if given is not None:
        return given
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        if path.stat().st_mode & READABLE_BY_OTHERS:
            raise SetupError(f"others may read the master key {path}; run: chmod 600 {path}")
        return SecretStr(path.read_text("ascii"))
    except (OSError, UnicodeError) as error:
        raise SetupError(
            f"the master key {path} can't be made or read: {error}; mend the folder's rights, or"
            " set SANGDAM_MASTER_KEY"
        ) from None


def _make(path: Path) -> None:
    """Whole or not at all, and once: of processes that start together the first one's stays."""
    draft = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(new_master().get_secret_value())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
