"""Every wording that tries to take the assistant over. One that gets by still meets the draft
checks: nothing leaves that does not stand in a passage.
"""

from __future__ import annotations

from sangdam.guardrails.injection_english import ENGLISH
from sangdam.guardrails.injection_korean import KOREAN
from sangdam.guardrails.injection_wording import Pattern, pattern

# The commonest wordings in other languages; customers write Korean and English.
OTHERS = (
    pattern(
        "override_other",
        r"""
            \b(?:ignora|ignorez|ignorier\w*|olvida|oublie[zr]?|vergiss|dimentica
            |descarta)\b[^.?!\n]{0,40}\b(?:instruc\w+|instruzion\w+|anweisung\w*|richtlinien
            |regeln|regles|reglas|regole|consignes|directrices|directives)
        """,
        r"""
            \b(?:sin\srestricciones|sans\s(?:aucune\s)?restrictions?|ohne\s(?:einschr\w+
            |regeln)|senza\s(?:restrizioni|limiti))\b
        """,
    ),
    pattern(
        "prompt_theft_other",
        r"""
            \b(?:prompt\s(?:de\ssistema|systeme|di\ssistema)|systemanweisung\w*
            |system-?prompt\w*|instruc\w+\s(?:de\s|del\s)?(?:sistema|systeme)
            |instruzioni\sdi\ssistema|prompt-?systeme)\b
        """,
    ),
)

PATTERNS: tuple[Pattern, ...] = (*KOREAN, *ENGLISH, *OTHERS)
