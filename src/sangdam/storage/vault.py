"""Where texts become unreadable and readable again: AES-256-GCM, a key for each customer.

A customer's data key is stored wrapped by the master key, which no database holds. Without its
data key a sealed text is noise: to destroy the key is to destroy every copy of the text.
"""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from sangdam.errors import SetupError
from sangdam.storage.master import bytes_of

KEY_ID_BYTES = 16
NONCE_BYTES = 12
HOUSE = "0" * 32
"""Id of the one data key that belongs to no customer: it makes indexes and signs the audit log."""
INDEX, AUDIT = b"index", b"audit"
OTHER_MASTER = (
    "the master key is not the one that this database was written with: give that one as"
    " SANGDAM_MASTER_KEY (or put master.key back into the data folder); to change it, give the"
    " old one as SANGDAM_FORMER_MASTER_KEY for one start"
)


class DataKey:
    """Seals and opens the texts of one customer, or of one conversation."""

    def __init__(self, key_id: str, key: bytes) -> None:
        self.id = key_id
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, place: str) -> bytes:
        """The key's id, a nonce, and the text unreadable. It opens in this place only, so that
        nobody can pass one row's text off as another's. An empty text stays empty."""
        if not plain:
            return b""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return bytes.fromhex(self.id) + nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, kept: bytes, place: str) -> bytes:
        """Raises SetupError where it was changed or moved: somebody wrote to the database."""
        if not kept:
            return b""
        nonce, sealed = kept[KEY_ID_BYTES:][:NONCE_BYTES], kept[KEY_ID_BYTES + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, sealed, place.encode())
        except InvalidTag:
            raise SetupError(f"what is stored in {place} was changed from outside") from None


def key_of(kept: bytes) -> str:
    """Id of the data key that a sealed text, not an empty one, needs."""
    return kept[:KEY_ID_BYTES].hex()


def new_key_id() -> str:
    return secrets.token_hex(KEY_ID_BYTES)


class Vault:
    """The master key at work. It wraps data keys, and is used for nothing else."""

    def __init__(self, master: SecretStr) -> None:
        """Raises SetupError where the master key is none."""
        self._master = AESGCM(bytes_of(master))
        self._house: bytes | None = None

    def new_wrapped(self, key_id: str) -> bytes:
        """A new data key, as it is stored."""
        return self._wrap(AESGCM.generate_key(256), key_id)

    def unwrap(self, key_id: str, wrapped: bytes) -> DataKey:
        """Raises SetupError where another master key wrapped it."""
        return DataKey(key_id, self._unwrapped(key_id, wrapped))

    def rewrap(self, key_id: str, wrapped: bytes, successor: Vault) -> bytes:
        """The same data key under another master key."""
        return successor._wrap(self._unwrapped(key_id, wrapped), key_id)

    def wraps(self, key_id: str, wrapped: bytes) -> bool:
        """Whether this is the master key that wrapped it."""
        try:
            self._unwrapped(key_id, wrapped)
        except SetupError:
            return False
        return True

    @property
    def settled(self) -> bool:
        """Whether it knows the database's house key."""
        return self._house is not None

    def move_in(self, wrapped: bytes) -> None:
        """Learn the database's house key. Raises SetupError as `unwrap` does."""
        self._house = self._unwrapped(HOUSE, wrapped)

    def index(self, customer: str) -> str:
        """What finds a customer without naming them: the same for the same customer in this
        database only."""
        return self.signature(INDEX, customer)[:32]

    def signature(self, purpose: bytes, text: str) -> str:
        """HMAC-SHA256 in hex that nobody without the master key can make."""
        assert self._house is not None, "the vault has not moved in"
        key = hmac.digest(self._house, purpose, "sha256")
        return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _wrap(self, key: bytes, key_id: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._master.encrypt(nonce, key, key_id.encode())

    def _unwrapped(self, key_id: str, wrapped: bytes) -> bytes:
        try:
            return self._master.decrypt(
                wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], key_id.encode()
            )
        except InvalidTag:
            raise SetupError(OTHER_MASTER) from None
