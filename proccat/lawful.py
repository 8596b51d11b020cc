"""What is lawful (*hợp lệ*): each status of a subject against what stands on its first day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from proccat.lifecycle import Guard, Lifecycle, SubjectKind, Transition
from proccat.standing import Claim, Fold


@attrs.frozen
class Refusal:
    """Why a sequence of statuses is not lawful (*không hợp lệ*).

    Attributes:
        seq: the fact that fails.
        to: its status.
        day: its first day.
        current: what stands then by the facts before it.
        allowed: what may follow that.
        hint: a further condition that was not met.
    """

    seq: int
    to: str
    day: date
    current: str | None
    allowed: tuple[str, ...]
    hint: str = ""


def refusal(fold: Fold, lifecycle: Lifecycle, kind: SubjectKind | None = None) -> Refusal | None:
    """The first status fact that the lifecycle does not allow, or None if all are lawful.

    Args:
        fold: all facts of the subject.
        lifecycle: the table.
        kind: what kind of subject an item has, for rows that hold only for some.
    """
    claims = fold.claims
    for place, claim in enumerate(claims):
        if claim.taken_over:
            continue
        beneath = _standing_before(claims, place)
        current = None if beneath is None else claims[beneath]
        source = None if current is None else str(current.value)
        rows = lifecycle.rows(source, kind)
        if not any(row.to == claim.value and _holds(row, claims, place, beneath) for row in rows):
            hint = _HINTS.get(next((r.guard for r in rows if r.to == claim.value), Guard.ALWAYS))
            allowed = dict.fromkeys(
                row.to for row in rows if _holds(row, claims, place, beneath)
            )  # fmt: skip
            return Refusal(
                claim.fact, str(claim.value), claim.effective, source, tuple(allowed), hint or ""
            )
    return None


_HINTS = {
    Guard.BACK: "a suspension ends by going back to the status it came from",
    Guard.RENEWED: "what takes effect inside a suspension needs the suspension recorded again "
    "from the same day",
    Guard.SUNSET: "only what has a last day can be extended or superseded",
}


def _holds(row: Transition, claims: Sequence[Claim], place: int, beneath: int | None) -> bool:
    if row.guard is Guard.ALWAYS or beneath is None:
        return row.guard is Guard.ALWAYS
    if row.guard is Guard.SUNSET:
        return claims[beneath].sunset
    if row.guard is Guard.RENEWED:
        after = claims[place + 1] if place + 1 < len(claims) else None
        return (
            after is not None
            and after.value == claims[beneath].value
            and after.effective == claims[place].effective
        )
    came_from = _came_from(claims, beneath)
    return came_from is None or claims[came_from].value == row.to


def _came_from(claims: Sequence[Claim], place: int) -> int | None:
    """What stood before a suspension, looking through its extensions; None if taken over."""
    before = _standing_before(claims, place)
    while before is not None and claims[before].value == claims[place].value:
        before = _standing_before(claims, before)
    return before


def _standing_before(claims: Sequence[Claim], place: int) -> int | None:
    """Place of what stands on the first day of a claim by the claims before it in order."""
    day = claims[place].effective
    return next((i for i in range(place - 1, -1, -1) if claims[i].last >= day), None)
