"""A customer's text made safe: normalised, cut, masked, judged. Before anything is stored."""

from __future__ import annotations

from sangdam.errors import Invalid
from sangdam.guardrails.identifiers import cut_identifiers
from sangdam.guardrails.injection import find_injection
from sangdam.guardrails.language import language_of
from sangdam.guardrails.normalising import normalise
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.models import Language, Screened
from sangdam.settings import Limits


class Screening:
    def __init__(self, limits: Limits) -> None:
        self._longest = limits.message_characters

    def screen(self, text: str, locale: Language | None = None) -> Screened:
        """Raises Invalid, in the reader's language, where the text is empty or too long."""
        self._check_length(text, locale)
        normalised = normalise(text)
        self._check_length(normalised.clean, locale)
        language = language_of(normalised.clean, locale)
        cut = cut_identifiers(normalised.clean, language)
        masked = mask_personal_data(cut.text, language)
        return Screened(
            text=masked.text,
            stored=cut.text,
            language=language,
            removed=cut.removed,
            masked=masked.originals,
            injection=find_injection(normalised),
        )

    def _check_length(self, text: str, locale: Language | None) -> None:
        if not text.strip():
            raise Invalid(EMPTY[locale or Language.KOREAN])
        if len(text) > self._longest:
            message = TOO_LONG[language_of(text[: self._longest], locale)]
            raise Invalid(message.format(length=len(text), limit=self._longest))


EMPTY = {
    Language.KOREAN: "메시지가 비어 있습니다. 내용을 적어 주세요.",
    Language.ENGLISH: "The message is empty. Write what you would like to ask.",
}
TOO_LONG = {
    Language.KOREAN: "메시지가 {length:,}자입니다. {limit:,}자 이하로 줄여 주세요.",
    Language.ENGLISH: "The message has {length:,} characters. Shorten it to {limit:,} or fewer.",
}
