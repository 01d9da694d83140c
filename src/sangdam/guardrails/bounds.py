"""The words that turn a number into a limit: 이상, 미만, 안에, at least, under, within."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from sangdam.guardrails.spans import Span


class Bound(StrEnum):
    NONE = "none"
    AT_LEAST = "at least"
    OVER = "over"
    UNDER = "under"
    AT_MOST = "at most"
    WITHIN = "within"
    AFTER = "after"
    BEFORE = "before"

    def means(self, other: Bound, alike: frozenset[Bound]) -> bool:
        """Whether both limit the same way, those in `alike` being one."""
        return self is other or {self, other} <= alike


UNTIL = frozenset({Bound.AT_MOST, Bound.BEFORE, Bound.WITHIN})
SINCE = frozenset({Bound.AT_LEAST, Bound.AFTER})
# "Takes 3 days" and "within 3 days" promise the same; "after 3 days" does not.
LASTING = frozenset({Bound.NONE, Bound.WITHIN, Bound.AT_MOST})
ORDER = frozenset({Bound.AFTER, Bound.BEFORE})


class Bounded(NamedTuple):
    bound: Bound
    span: Span
    """The number's span, widened over the words of its bound."""


AFTER_NUMBER = (
    (
        Bound.AT_LEAST,
        r"이상|부터|or more|or over|or above|or older|and over|and above|and up|\+|onwards?",
    ),
    (Bound.AT_LEAST, r"or longer|or heavier|minimum|at minimum"),
    (Bound.OVER, r"초과|(?:을|를)?\s?넘|보다\s?(?:많|크|무겁|비싸)"),
    (Bound.AT_LEAST, r"에 (?:문을 )?(?:열|시작)"),
    (Bound.AT_MOST, r"에 (?:문을 )?(?:닫|종료)"),
    (Bound.UNDER, r"(?:이|가)? ?(?:안 된|안 되는|되지 않은)"),
    (Bound.UNDER, r"미만|보다\s?(?:적|작|가볍|싸)|or under"),
    (Bound.AT_MOST, r"이하|or less|or fewer|maximum|at most|한도"),
    (Bound.WITHIN, r"이내|안(?=에|으로|\s|$)|내(?=에|로|\s|$)"),
    (Bound.AFTER, r"후|뒤|이후|(?:이|가)?\s?(?:지나|지난|경과)|after|later|from (?=now)"),
    (Bound.BEFORE, r"전(?![화체부용])|이전|before(?:hand)?|in advance|earlier|ahead|prior"),
    (Bound.AT_MOST, r"까지"),
)
BEFORE_NUMBER = (
    (Bound.AT_LEAST, r"at least|a minimum of|minimum|min\.?|from|starting (?:at|from)|최소|적어도"),
    (
        Bound.AT_MOST,
        r"up to (?:a (?:maximum|total) of)?|(?:is|are) limited to|at most"
        r"|a maximum of|maximum|no more than|not more than|max\.?|최대",
    ),
    (Bound.AT_MOST, r"한도(?:는|가|액은)?(?: (?:월|연|한 달에|매월|하루))?"),
    (Bound.AT_MOST, r"until|till|no later than"),
    (
        Bound.OVER,
        r"over|above|more than|exceed(?:s|ing)?"
        r"|(?:old|long|heavi|larg|bigg|deep|high|wid|tall|great)er than",
    ),
    (Bound.UNDER, r"under|below|less than|fewer than"),
    (Bound.WITHIN, r"within|inside|(?:(?:over|in|within|during|for) )?the (?:last|past)|최근"),
    (Bound.AFTER, r"after|past"),
    (Bound.BEFORE, r"before"),
)
AFTER_PATTERNS = tuple((b, re.compile(rf"\s*(?:{p})", re.IGNORECASE)) for b, p in AFTER_NUMBER)
BEFORE_PATTERNS = tuple(
    (b, re.compile(rf"(?:(?<![\w가-힣])(?:{p}))\s*(?:the |about )?$", re.IGNORECASE))
    for b, p in BEFORE_NUMBER
)
BY = re.compile(r"\bby (?:the )?$", re.IGNORECASE)
"""Before a moment "until"; before an amount ("reduced by 10%") no limit."""
EDGES = (
    (Bound.AT_LEAST, re.compile(r"\b(?:begin|start|open)s? (?:at|on) (?:the )?$", re.IGNORECASE)),
    (Bound.AT_MOST, re.compile(r"\b(?:end|close|finishe)s? (?:at|on) (?:the )?$", re.IGNORECASE)),
)
"""Verbs that open and close at a moment; they stay words of the sentence."""
FARTHEST_BEFORE = 24
# Between two times or dates a dash opens and closes like "from" and "until".
OPENS = re.compile(r"\s?(?:~|-|–|—|to|에서)\s?(?=\d|오|낮|저녁|밤)")
FOR = re.compile(r"\bfor\s*$", re.IGNORECASE)
CLOSES = re.compile(r"\d\s?(?:분|시|[ap]\.?m\.?)?\s?(?:~|-|–|—|to|에서)\s?$")


def bound_of(text: str, number: Span, *, point: bool, single: bool) -> Bounded:
    """The bound that stands right behind or before the number and unit at `number`.

    `point` is true for a time of day or a date, `single` for a duration that is no
    range: "7 days after delivery" is a moment, "3-5 days after delivery" a stretch.
    """
    if point and OPENS.match(text, number.end):
        return Bounded(Bound.AT_LEAST, number)
    if point and CLOSES.search(text[: number.start]):
        return Bounded(Bound.AT_MOST, number)
    ahead, behind = _ahead(text, number, point=point), _behind(text, number)
    # "180 degrees before use" and "for 10 minutes before use" limit nothing.
    timed = (point or single) and not FOR.search(text[: number.start])
    if (
        behind is not None
        and behind.bound in ORDER
        and not timed
        and text[behind.span.end - 1].isascii()
    ):
        behind = None
    # In "within 3 days after delivery" the delivery is a condition, not the bound.
    if ahead is not None and ahead.bound is Bound.WITHIN:
        return ahead
    if ahead is not None and behind is not None and _lasts(ahead, behind):
        return Bounded(Bound.WITHIN, ahead.span)
    return behind or ahead or Bounded(Bound.NONE, number)


def _lasts(ahead: Bounded, behind: Bounded) -> bool:
    """ "Up to 3 years after the event" is within those years."""
    return ahead.bound is Bound.AT_MOST and behind.bound is Bound.AFTER


def _behind(text: str, number: Span) -> Bounded | None:
    for bound, pattern in AFTER_PATTERNS:
        if match := pattern.match(text, number.end):
            return Bounded(bound, Span(number.start, match.end()))
    return None


def _ahead(text: str, number: Span, *, point: bool) -> Bounded | None:
    head = text[max(0, number.start - FARTHEST_BEFORE) : number.start]
    if point and (by := BY.search(head)):
        return Bounded(Bound.AT_MOST, Span(number.start - len(head) + by.start(), number.end))
    for bound, pattern in EDGES if point else ():
        if pattern.search(head):
            return Bounded(bound, number)
    for bound, pattern in BEFORE_PATTERNS:
        if match := pattern.search(head):
            return Bounded(bound, Span(number.start - len(head) + match.start(), number.end))
    return None
