"""Counting items (*đếm nội dung*): which count, which have come so far, which are late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from proccat.documents import DocumentRef, LegalDocument, Programme
from proccat.documents.legal import number_key
from proccat.errors import InvalidDocumentError
from proccat.lifecycle import SIMPLIFICATION
from proccat.standing import Span
from proccat.view import ItemLine, View

UNSAID = "–"
"""What stands where a text does not say."""

_RANKS = {key: status.rank for key, status in SIMPLIFICATION.statuses.items()}
_ENACTED = _RANKS["enacted"] or 0


class Counted(NamedTuple):
    """An item and what is counted of it (*nội dung được đếm*).

    Attributes:
        line: the item.
        lead: the row of its lead agency.
        counts: whether it is in the denominator.
        run: the statuses since it last came up to the stage; empty if it does not stand there.
        overdue: whether it is past its due day and not enacted.
    """

    line: ItemLine
    lead: str
    counts: bool
    run: tuple[Span, ...]
    overdue: bool


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


def runs(
    view: View, programme: str | None, goal: int, since: date | None
) -> dict[int, tuple[Span, ...]]:
    """By row of an item that stands so high: its statuses since it last came up to that height.

    Args:
        view: the view.
        programme: id of the programme; None for all.
        goal: the rank.
        since: leave out what came up before that day.
    """
    high = frozenset(key for key, rank in _RANKS.items() if rank is not None and rank >= goal)
    found: dict[int, tuple[Span, ...]] = {}
    for row, way in view.item_ways(sorted(high), programme):
        begin = len(way) - 1
        while begin and way[begin - 1].value in high and _touch(way[begin - 1], way[begin]):
            begin -= 1
        if since is None or way[begin].first >= since:
            found[row] = way[begin:]
    return found


def _touch(earlier: Span, later: Span) -> bool:
    return (later.first - earlier.last).days <= 1


def overdue(line: ItemLine, today: str) -> bool:
    """Whether an item is past its due day and not enacted; one that ended is not.

    Args:
        line: the item.
        today: the day, as ISO text.
    """
    return (
        line.due is not None
        and line.due < today
        and height(line.status) < _ENACTED
        and (line.status is None or _RANKS[line.status] is not None)
    )


def document_facts(run: Sequence[Span], reached: str) -> Iterator[int]:
    """The facts by whose documents an item came so far: the signed ones, else of that stage.

    A draft that was submitted counts once: as the document it became, when it was signed.
    """
    wanted = [span.fact for span in run if span.value == reached]
    if height(reached) < _ENACTED:
        wanted = [span.fact for span in run if span.value == "enacted"] or wanted
    yield from wanted or [run[0].fact]


def distinct(view: View, references: Sequence[DocumentRef]) -> tuple[int, int, int]:
    """Distinct documents, how many of them are normative, how many are not recorded."""
    recorded: dict[str, list[LegalDocument]] = {}
    if references:
        for record in view.records("document"):
            document = record.document
            if isinstance(document, LegalDocument) and document.comparable_number is not None:
                number = number_key(document.comparable_number)
                recorded.setdefault(number, []).append(document)
    kinds: dict[str, bool | None] = {}
    unresolved = 0
    for ref in references:
        known = [
            document
            for document in recorded.get(number_key(ref.number or ref.raw), ())
            if ref.matches(document)
        ]
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
