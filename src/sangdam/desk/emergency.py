"""Whom somebody in danger should call, in the shop's country."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from sangdam import prompts
from sangdam.models import Language, Value
from sangdam.prompts import say

FILE = "emergency.yaml"


class EmergencyNumbers(Value):
    """As they are said in one language."""

    emergency: str
    police: str
    help: str
    """For whoever thinks of suicide."""


def emergency_numbers(country: str, language: Language) -> EmergencyNumbers:
    """Those of the country (an ISO 3166 code); general words for one that is not listed."""
    file: dict[str, Any] = yaml.safe_load((files(prompts) / FILE).read_text("utf-8"))
    if not (known := file["countries"].get(country.upper())):
        general = {kind: said[language] for kind, said in file["elsewhere"].items()}
        return EmergencyNumbers(**general, help=general["emergency"])
    where = "" if known.get("language") == language else WHERE[language] % known["name"][language]
    emergency = known["emergency"] + where
    crisis = known.get("crisis")
    return EmergencyNumbers(
        emergency=emergency,
        police=POLICE[language] + known["police"] + where,
        help=say("crisis_line", language, crisis=crisis, emergency=emergency)
        if crisis
        else emergency,
    )


WHERE = {Language.KOREAN: "(%s)", Language.ENGLISH: " (in %s)"}
POLICE = {Language.KOREAN: "경찰 ", Language.ENGLISH: "the police on "}
