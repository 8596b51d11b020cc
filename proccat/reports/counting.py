"""Counting items (*đếm nội dung*): which count, which have come so far, which are late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from proccat.documents import DocumentRef, Programme
from proccat.errors import InvalidDocumentError
from proccat.lifecycle import SIMPLIFICATION
from proccat.reports.register import Register
from proccat.view import ItemGroup, Stretch, View

UNSAID = "–"
"""What stands where a text does not say."""

_RANKS = {key: status.rank for key, status in SIMPLIFICATION.statuses.items()}
_ENACTED = _RANKS["enacted"] or 0


class Counted(NamedTuple):
    """Items that are alike, and what is counted of them (*nội dung được đếm*).

    Attributes:
        group: the items.
        lead: the row of their lead agency.
        counts: how many are in the denominator: all or none.
        reached: how many have come so far.
        overdue: how many are past their due day and not enacted.
    """

    group: ItemGroup
    lead: str
    counts: int
    reached: int
    overdue: int


def rank_of(argument: str, stage: str) -> int:
    """The rank of a stage on the main line (*thứ bậc của giai đoạn*).

    Raises:
        InvalidDocumentError: it is none; the message lists those there are.
    """
    rank = _RANKS.get(stage)
    if rank is None:
        on_line = [key for key, known in _RANKS.items() if known is not None]
        raise InvalidDocumentError(
            f"{argument}: {stage!r} is no stage on the main line; there are {', '.join(on_line)}"
        )
    return rank


def percentage(part: int, whole: int) -> Decimal | None:
    """A share in per cent with two digits, rounded half up; None of nothing."""
    if whole == 0:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def height(status: str | int | None) -> int:
    """How far up a status is; -1 for none and for ended ones."""
    rank = _RANKS.get(str(status))
    return -1 if rank is None else rank


LOW = tuple(key for key, rank in _RANKS.items() if rank is not None and rank < _ENACTED)
"""The stages before enactment: who stands in one of them behind the due day is late."""


def high(goal: int) -> tuple[str, ...]:
    """The statuses of a rank or a higher one."""
    return tuple(key for key, rank in _RANKS.items() if rank is not None and rank >= goal)


def run(way: Sequence[Stretch]) -> Sequence[Stretch]:
    """The periods since an item last came up so high: what came before a gap is left out."""
    begin = len(way) - 1
    while begin and _touch(way[begin - 1][1], way[begin][0]):
        begin -= 1
    return way[begin:]


def _touch(last: str, first: str) -> bool:
    return (date.fromisoformat(first) - date.fromisoformat(last)).days <= 1


def overdue(group: ItemGroup) -> bool:
    """Whether items are past their due day and not enacted; those that ended are not."""
    return bool(group.past) and (group.status is None or group.status in LOW)


def document_facts(run: Sequence[Stretch], reached: str) -> Sequence[int]:
    """The facts by whose documents an item came so far: the signed ones, else of that stage.

    A draft that was submitted counts once: as the document it became, when it was signed.
    """
    if len(run) > 1:
        wanted = [fact for _, _, fact, status in run if status == reached]
        if height(reached) < _ENACTED:
            wanted = [fact for _, _, fact, status in run if status == "enacted"] or wanted
        if wanted:
            return wanted
    return (run[0][2],)


def distinct(view: View, references: Sequence[DocumentRef]) -> tuple[int, int, int]:
    """Distinct documents, how many of them are normative, how many are not recorded."""
    register = Register(view) if references else None
    kinds: dict[str, bool | None] = {}
    unresolved = 0
    for ref in references:
        known = register.meant(ref) if register else []
        if len(known) == 1:
            kinds[known[0].key] = known[0].is_normative
        else:
            unresolved += ref.identity not in kinds
            kinds[ref.identity] = ref.normative
    return len(kinds), sum(kind is True for kind in kinds.values()), unresolved


def frozen(programme: Programme, day: date) -> int | None:
    """The denominator that a programme froze at its baseline (*mốc đánh giá*), if it did by then.

    It is of all its items together.
    """
    baseline = programme.baseline
    return baseline.items if baseline is not None and baseline.on <= day else None
