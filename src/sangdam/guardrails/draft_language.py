"""The draft speaks the customer's language; a quotation in the other one has a frame."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.language import main_language


def draft_language(case: Case) -> str:
    language = case.draft.language
    foreign = {part for part in case.parts if main_language(part, language) is not language}
    # A copied row of sizes and materials has no language of its own.
    quotes_own = any(passage.language is language for passage in case.cited)
    if not foreign or (not foreign & set(case.own_words) and (case.draft.frame or quotes_own)):
        return ""
    return f"not in {language.name.title()}"
