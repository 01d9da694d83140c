"""Numbers that stay with their own things: "Silver 1, Gold 3" is not to be told as "Gold 1"."""

from __future__ import annotations

from collections.abc import Iterable

from sangdam.guardrails.claims import Claim, Piece
from sangdam.guardrails.quantity import Quantity


def mispaired(pieces: Iterable[Piece], said: Claim, source: Claim) -> tuple[str, ...]:
    """What numbers those pieces of `said` give to something that has another number there."""
    return tuple(
        f"number given to something else: {quantity.text}"
        for piece in pieces
        for quantity in piece.quantities
        if _belongs_elsewhere(quantity, piece, said, source)
    )


def _belongs_elsewhere(quantity: Quantity, piece: Piece, said: Claim, source: Claim) -> bool:
    matches = [p for p in source.pieces if any(quantity.equals(q) for q in p.quantities)]
    rivals = [p for p in source.pieces if any(quantity.competes_with(q) for q in p.quantities)]
    fitting = (m for m in matches if not any(_robs(r, m, quantity, piece, said) for r in rivals))
    return bool(matches) and next(fitting, None) is None


def _robs(rival: Piece, match: Piece, quantity: Quantity, piece: Piece, said: Claim) -> bool:
    """Whether `piece` tells the number of `match` of what belongs to `rival`."""
    if rival is match:
        return False
    if _told_apart(rival, match, quantity):
        return _takes_number(rival, match, piece)
    borrowed = (rival.words - match.words) & piece.words
    own = match.words - rival.words
    forgotten = own - said.words or (own and not own & piece.words)
    return bool(borrowed and forgotten) or _named_without_number(rival, match, quantity, said)


def _told_apart(rival: Piece, match: Piece, quantity: Quantity) -> bool:
    """Whether a number of another unit says which is which: "per day 50, per transfer 10"."""
    others = [q for q in match.quantities if q.unit != quantity.unit]
    return any(
        q.competes_with(other) or q not in rival.quantities
        for q in others
        for other in rival.quantities
    )


def _takes_number(rival: Piece, match: Piece, piece: Piece) -> bool:
    return any(
        any(q.equals(r) for r in rival.quantities)
        and not any(q.equals(m) for m in match.quantities)
        for q in piece.quantities
    )


def _named_without_number(rival: Piece, match: Piece, quantity: Quantity, said: Claim) -> bool:
    nearest = next((w for w in reversed(rival.leading) if w not in match.words), None)
    numbers = [q for q in rival.quantities if quantity.competes_with(q)]
    told = any(number.equals(q) for number in numbers for q in said.quantities)
    return nearest in said.words and not told
