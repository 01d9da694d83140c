"""The language in which a caller reads."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from sangdam.models import Language


def language_of(request: HTTPConnection) -> Language:
    """The language that the address asks for, else the reader's first of ours, else Korean."""
    asked = request.query_params.get("lang")
    if asked in set(Language):
        return Language(asked)
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Language:
    """The best of ours in an Accept-Language header; Korean where it names none of ours.

    >>> preferred("fr, en;q=0.8, ko;q=0.5").value
    'en'
    """
    weighed = [_weighed(part) for part in accepted.split(",")]
    ours = [(weight, tag) for weight, tag in weighed if tag in set(Language) and weight > 0]
    return Language(max(ours, key=lambda found: found[0])[1]) if ours else Language.KOREAN


def _weighed(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";q=")
    try:
        return float(quality or 1), tag.lower().split("-")[0]
    except ValueError:
        return 0.0, ""
