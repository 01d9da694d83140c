"""No link, e-mail or telephone number of the model's own, and no markup."""

from __future__ import annotations

import re

from sangdam.guardrails.case import Case
from sangdam.guardrails.normalising import normalise
from sangdam.guardrails.phone_numbers import phone_digits

PATH = r"[\w./?=&%#~+:@-]*"
ENDING = (
    r"(?:com|net|org|kr|io|me|ly|co|example|shop|site|app|dev|info|biz|xyz|link|page|gg|to|cc|ai)"
)
# ASCII only: a Korean particle ("…/faq에") is no part of the address.
URL = re.compile(
    rf"(?:https?://|www\.){PATH}|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.{ENDING}\b(?:/{PATH})?",
    re.IGNORECASE | re.ASCII,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
MARKUP = re.compile(
    r"```|~~~|!?\[[^\]]*\]\(|<\s*/?\s*[a-z!][^>]*>|^\s*#{1,6}\s|^\s*\|.*\|\s*$|\*\*\S|__\S|`\S"
    r"|javascript:|data:\w+/",
    re.IGNORECASE | re.MULTILINE,
)


def links(case: Case) -> str:
    known = " ".join(f"{p.text} {p.url or ''}" for p in case.cited)
    foreign = sorted(_addresses(case.sentence.text) - _addresses(known))
    foreign += sorted(phone_digits(case.sentence.text) - phone_digits(known))
    if foreign:
        return f"not in the source: {', '.join(foreign)}"
    copied = case.parts and not case.own_words
    return "holds markup" if not copied and MARKUP.search(case.sentence.text) else ""


def _addresses(text: str) -> set[str]:
    clean = normalise(text).clean.lower()
    found = {*URL.findall(clean), *EMAIL.findall(clean)}
    return {address.rstrip(".,;:!?)'\"") for address in found}
