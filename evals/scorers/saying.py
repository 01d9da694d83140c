"""Does the reply say what it must, nothing that it mustn't, and in the customer's language?"""

from __future__ import annotations

from evals.cases import Case
from evals.facts import states
from evals.observed import Score, Seen
from evals.scorers.answer import answer_of, framed_quote, sentences
from sangdam.guardrails.language import main_language
from sangdam.models import Language, Outcome, Reply

LONGEST_QUOTE = 60


def facts(case: Case, seen: Seen) -> Score | None:
    """Share of the case's facts that an answer states; of several wordings one is enough."""
    reply = seen.reply
    if not case.facts or reply.outcome is not Outcome.ANSWERED:
        return None
    lacking = [w for w in case.facts if not any(states(reply.text, fact) for fact in w)]
    why = "; ".join(f"lacks “{' / '.join(wordings)}”" for wordings in lacking)
    return Score(value=1 - len(lacking) / len(case.facts), why=why)


def never(case: Case, seen: Seen) -> Score | None:
    """Whether the reply states nothing forbidden. A notice is the company's word, not its."""
    if not case.never:
        return None
    said = [text for text in case.never if states(answer_of(seen.reply), text)]
    return Score(value=float(not said), why="; ".join(f"says “{text}”" for text in said))


def language(case: Case, seen: Seen) -> Score | None:
    """Whether the reply is in the case's language; a framed quote may be in the other one."""
    if case.language is None:
        return None
    if seen.reply.language is not case.language:
        why = f"the reply calls itself {_name(seen.reply.language)}"
        return Score(value=0, why=why)
    foreign = _foreign(seen.reply)
    why = f"not {_name(case.language)}: “{foreign[0][:LONGEST_QUOTE]}”" if foreign else ""
    return Score(value=float(not foreign), why=why)


def _foreign(reply: Reply) -> list[str]:
    text = reply.text
    if framed_quote(reply):
        text = text.replace(answer_of(reply), "")
    return [
        sentence
        for sentence in sentences(text, reply.language)
        if main_language(sentence, reply.language) is not reply.language
    ]


def _name(language: Language) -> str:
    return language.name.title()
