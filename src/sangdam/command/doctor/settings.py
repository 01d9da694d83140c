"""What is set otherwise than by default. Secrets are not shown."""

from __future__ import annotations

from collections.abc import Iterator

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import PREFIX, SECRET, Settings

HIDDEN = "(hidden)"


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    if not settings.model_fields_set:
        yield tell.ok("settings_default")
    for name in sorted(settings.model_fields_set):
        secret = any(word in name for word in SECRET)
        value = HIDDEN if secret else getattr(settings, name)
        yield tell.ok("setting", name=f"{PREFIX}{name.upper()}", value=value)
