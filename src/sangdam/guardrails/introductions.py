"""Names that the words around them give away: "제 이름은 ...", "my name is ...", a signature.

The tagger knows names by their looks and misses rare ones; here it is the sentence that tells.
"""

from __future__ import annotations

import re
from itertools import chain

from sangdam.guardrails.name_tagger import hash_of, shipped_name_weights
from sangdam.guardrails.spans import Span

FAMILIES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추"
    "도소석선설마길연위표명기반왕금옥육인맹제모은라류국어편용예봉경태목피빈사탁탄"
)
IS = r"(?:이?라고|입니다|이에요|예요|이예요|이고|이며|인데|이요)"
OWN = re.compile(
    r"(?<![가-힣])(?:제|내|저의|본인|우리\s?(?:아이|딸|아들)|남편|아내|어머니|아버지)\s?(?:이름|성함|성명)"
    rf"(?:은|이|:)?\s*(?P<name>[가-힣]{{2,4}}?)(?={IS})"
)
BEARER = re.compile(
    r"(?<![가-힣])(?:예금주|받는\s?(?:분|사람)|받으(?:시는|실)\s?분|수령인|수령자|수취인|주문자명?|예약자명?|명의자"
    r"|신청인|가입자|입금자명?|환자명?|고객명|성함|성명)(?:은|는|이|가)?\s?:?\s"
    rf"(?P<name>[{FAMILIES}][가-힣]{{1,3}}?)(?=\s?(?:{IS}|으로\s|로\s|님|씨|[,.\n]|$))"
)
ADDRESSED = re.compile(
    rf"(?<![가-힣])(?P<name>[{FAMILIES}][가-힣]{{2}})(?=\s?(?:고객|회원)님(?:께|으로|이신|\s?앞|\s?맞))"
)
LATIN = r"[^\W\d_]+(?:['’-][^\W\d_]+)?"
NEVER = (
    r"(?:and|but|i|on|in|not|no|the|a|an|spelt|spelled|wrong|wrongly|missing|written|still|showing|misspelled"
    r"|different|too|also|at|from|for|with|to|is|was|my|so|because|as|it|what|incorrect|under|already|never)"
)
SAID = re.compile(
    rf"(?<!\bin\s)(?<!under\s)(?<!\bon\s)\b(?:my|his|her|their)\s(?:full\s|sur|first\s|last\s)?name(?:\sis|['’]s|:)\s"
    rf"(?P<name>(?!{NEVER}\b){LATIN}(?:\s(?!{NEVER}\b){LATIN}){{0,2}})(?=\s{NEVER}\b|\s?[,.!?;:()\n]|\s*$)",
    re.IGNORECASE,
)
SPEAKING = re.compile(
    rf"\bthis\sis\s(?P<name>(?!{NEVER}\b){LATIN}(?:\s{LATIN})?)(?=\s(?:speaking|calling|writing)\b)",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?i:regards|sincerely|faithfully|thanks|thank you|cheers|best wishes|best)[,.!]?\s*\n\s*"
    r"(?P<name>[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]*\.?){0,2})[ .]*(?=\n|$)|"
    rf"\n\s*(?P<korean>[{FAMILIES}][가-힣]{{1,2}})\s(?:드림|올림|배상)(?![가-힣])"
)
KOREAN = (OWN, BEARER, ADDRESSED)
ENGLISH = (SAID, SPEAKING)


def introduced_names(clean: str) -> tuple[Span, ...]:
    """In no order. Of Korean ones no common word."""
    common = shipped_name_weights().common
    korean = (match.span("name") for one in KOREAN for match in one.finditer(clean))
    sure = (span for span in korean if hash_of(clean[slice(*span)]) not in common)
    english = (match.span("name") for one in ENGLISH for match in one.finditer(clean))
    signed = (match.span(match.lastgroup or 0) for match in SIGNED.finditer(clean))
    return tuple(Span(*span) for span in chain(sure, english, signed))
