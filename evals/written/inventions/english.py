"""English sentences said otherwise: denied, without their condition, of everything, rudely."""

from __future__ import annotations

import re

from evals.written.inventions.wordings import Split

ANSWER = re.compile(r"^(Yes|No), ")
OTHER_ANSWER = {"Yes": "No, ", "No": "Yes, "}
DENIALS = (
    (r"\bcannot\b", "can"),
    (r"\bcan not\b", "can"),
    (r"\b(is|are|has|have|must|should|will|was|were) not\b", r"\1"),
    (r"\bDo not (\w)", r"\1"),
    (r"\bdo not\b", "do"),
    (r"\bdoes not\b", "does"),
    (r"\bnever\b", "always"),
    (r"\b(has|have) no\b", r"\1 a"),
    (r"\bneither (.+) nor\b", r"both \1 and"),
    (r"\bonly\b", "not only"),
    (r"\bcan\b", "cannot"),
    (r"\b(is|are|must|should|will|may)\b", r"\1 not"),
    (r"\b(has|have) (?=a|an|the|no|\d)", r"\1 never "),
    (
        r"\b(take|cost|get|expire|arrive|ship|earn|need|hold|appl(?=ie)|receive|work|weigh|boil)"
        r"(?:s|ies|es)?\b",
        r"never \g<0>",
    ),
)
"""The first that fits is taken."""
ORDERS = (
    r"^(?:Reset|Wash|Fill|Use|Let|Preheat|Write|Ask|Check|Please|Remove|Wipe|Keep|Contact|Call"
    r"|Return|Request|Rinse|Clean|Boil|Apply|Choose|Send|Turn|Place|Put|Open|Close|Dry|Store)\b"
)
CONDITIONS = (
    re.compile(r"^(?:If|When|Once)\b[^,.]*, (?=\w)"),
    re.compile(r"(?<!and)(?<![,;]) (?:if|unless|as long as|except|provided) [^.]+(?=\.$)"),
    re.compile(r"(?<= free) when [^.]+(?=\.$)"),
    re.compile(r"(?:(?<= mind)|(?<= returned)|(?<= item)|(?<=charge)) within [^,.]+(?=[,.])"),
    re.compile(r" (?:of|over) [\d,]+ (?:won or more|kg)\b"),
)
SPLIT = re.compile(
    r"((?!If|Until|When|Once|After|Before|Each|Every|All|Any|You)"
    r"(?:A|An|The|[A-Z][\w-]*)(?: [\w'-]+){0,5}?)"
    r" ((?:can|cannot|is|are|takes?|costs?|has|have|must|gets?|arrives?|expires?)\b .+)$"
)
"""Subject, and what is said of it."""
NARROW = re.compile(
    r"\b(?:Sale|Normal|FINAL|Large|Gold|Silver|Welcome|VIP|Jeju|Mainland|Corporate|Gift|Defective"
    r"|Small electric|sale|normal|large|corporate|gift|defective|damaged)"
    r" (items|goods|members|deliveries|orders|appliances)\b"
)


def denied(sentence: str) -> str | None:
    """The contrary; None where it has no verb that is known."""
    said, body = "", sentence
    if found := ANSWER.match(sentence):
        said, body = OTHER_ANSWER[found[1]], sentence[found.end() :]
    if re.match(ORDERS, body):
        return f"{said}Do not {_lower(body)}"
    for pattern, other in DENIALS:
        turned = re.sub(pattern, other, body, count=1)
        if turned != body:
            return f"{said}{_upper(turned) if not said else turned}"
    return None


def unconditional(sentence: str) -> str | None:
    """Without its first condition; None where it sets none."""
    plain = ANSWER.sub("", sentence)
    for condition in CONDITIONS:
        rest = condition.sub("", plain, count=1)
        if rest != plain:
            return _upper(rest)
    return None


def general(sentence: str) -> str:
    """Of all things, where it spoke of some."""
    wide = NARROW.sub(lambda found: f"all {found[1]}", sentence, count=1)
    if wide != sentence:
        return _upper(wide)
    return f"For everybody, always and without exception, {_lower(ANSWER.sub('', sentence))}"


def impolite(sentence: str) -> str | None:
    """The same, rudely."""
    return f"{sentence} Anyone with half a brain would know that."


def split(sentence: str) -> Split | None:
    """Subject and what is said of it; None where no verb is found that parts them."""
    plain = ANSWER.sub("", sentence)
    found = SPLIT.match(plain)
    return Split(found[1], found[2]) if found else None


def _lower(text: str) -> str:
    first = text.partition(" ")[0]
    return (
        text if first.isupper() or any(c.isdigit() for c in first) else text[:1].lower() + text[1:]
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
