"""The words of an English question that decide what it asks."""

from __future__ import annotations

from sangdam.indexing.health.phrases import rewriting
from sangdam.indexing.health.word_lists import first_of_line, listed

_ASKS_COST = r"(?:is|are|was|does|do|did|will|would|for)\b(?! (?:i|we|you)\b)"
_rewrite = rewriting(
    {
        rf"how much (?={_ASKS_COST})|how expensive\b": "cost",
        r"how much\b": "how_much",
        r"how (?:long|many (?:days|weeks))\b": "how_long",
        r"how (?:do|can|could|should|would|to)(?: i| we| you| one)?\b": "how",
        r"what (?:should|can|do) (?:i|we) do\b": "",
        r"what (?:is|are)\b|what (?:does|do|will|would) (?=.*\bcost\b)": "",
        r"not (?:possible|able|allowed)(?: to)?\b": "cannot",
        r"(?:possible|able|allowed) to\b": "",
        r"(?:have|has|had|need|needs|required|obliged|ought) to\b|should\b": "must",
        r"log(?:ging)? ?in\b|sign(?:ing)? in\b": "login",
        r"log(?:ging)? ?out\b|sign(?:ing)? out\b": "logout",
        r"sign(?:ing)? ?up\b|registration\b": "register",
        r"e ?mail(?: address)?\b": "email",
        r"money back\b": "refund",
        r"(?:mobile|cell) ?phone\b": "mobile",
        r"(?<!not )want to\b|would like to\b|looking to\b": "how",
    },
    begins=r"\b(?=[acehlmnoprsw])",
)
_EMPTY = frozenset(
    listed(
        """a an the do does did is are am was were be been being will would shall can could may
        might i you we me my your our it its this that these those there here any some of for on
        at by in and or if as so just also too please tell know want like have has
        had having hi hello about regarding much offer available provide"""
    )
)
_GETTING = frozenset({"get", "got", "getting"})
"""Where my card is, is not where I get it; otherwise it is the thing that counts."""
_SAME = first_of_line(
    """parcel package
    change update edit modify
    buy purchase
    cost price fee
    how process procedure step
    color colour
    center centre
    canceled cancelled
    installment instalment
    accept accepted
    what which
    catalog catalogue
    gray grey"""
)


def english_gist(plain: str) -> tuple[str, ...]:
    """In the order of the text, each once; "from" keeps its "to"."""
    words = [_singular(word) for word in _rewrite(plain).split() if word not in _EMPTY]
    if "where" not in words:
        words = [word for word in words if word not in _GETTING]
    if "how_long" in words:
        # How long it takes is one thing, and how long one may do it another.
        kind = "duration" if "take" in words else "period"
        words = [kind if word == "how_long" else word for word in words if word != "take"]
    kept = [_SAME.get(word, word) for word in words if word != "to" or "from" in words]
    return tuple(dict.fromkeys(kept))


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s":
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word if word[-2] in "sui" else word[:-1]
