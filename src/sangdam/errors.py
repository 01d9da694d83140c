"""The error tree. Each class says what its catcher does."""

from __future__ import annotations


class SangdamError(Exception):
    """Base of everything raised on purpose."""


class SetupError(SangdamError):
    """Something the owner must mend before the service can run; the message says how."""


class IndexUnavailable(SetupError):
    """The server that holds the index gave no answer, or an error; what it holds may be whole.
    Never take it for damage: try again, or hand the question over."""


class KnowledgeError(SangdamError):
    """Bad input in the knowledge folder; lists every problem as `file:line: what`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FetchError(SangdamError):
    """A model file could not be had; nothing half-written is left. Try again or mend."""


class ModelUnavailable(SangdamError):
    """The language model gave no usable answer; go on without it."""

    def __init__(
        self,
        reason: str,
        *,
        kind: str = "unusable",
        wait_s: float | None = None,
        prompt_tokens: int = 0,
        completion_tokens: int = 0,
    ) -> None:
        super().__init__(reason)
        self.kind = kind
        """One of models.ModelFailure."""
        self.wait_s = wait_s
        """How long it asked to be left alone, in seconds."""
        self.prompt_tokens = prompt_tokens
        """What it is likely to have read all the same, and to charge for."""
        self.completion_tokens = completion_tokens


class Unavailable(SangdamError):
    """The database can't be reached, or can keep nothing now; nothing was half kept. Come back in
    a moment, with the same ids."""


class NotDelivered(SangdamError):
    """Another system did not take what it was sent; try again later."""

    def __init__(self, reason: str, *, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s
        """How long it asked to be left alone, in seconds."""


class Refused(SangdamError):
    """Another system will never take this as it is; a person must look."""


class NotFound(SangdamError):
    """No such conversation, ticket or document, or it is not the caller's to see."""


class Forbidden(SangdamError):
    """The caller has no right to this; the message never says what exists."""


class NotIdentified(Forbidden):
    """What should prove who the customer is does not; never take them for nobody."""


class IdentityExpired(NotIdentified):
    """It did once; a new one is needed."""


class Invalid(SangdamError):
    """The caller's input can't be used; the message says what is wrong and how to mend it."""


class Conflict(SangdamError):
    """Somebody else was first; read again and decide anew."""


class TooOften(SangdamError):
    """More than the caller may do in a given time; do it again after `wait_s`."""

    def __init__(self, reason: str, *, wait_s: int) -> None:
        super().__init__(reason)
        self.wait_s = wait_s
        """Whole seconds."""
