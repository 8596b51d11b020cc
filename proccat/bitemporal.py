"""Periods on both clocks (*khoảng thời gian có hiệu lực*): what stood on which days, known when.

A period carries its first and last day in law, and from which fact on to which fact it was so. Any
(day, seq) is one look-up and nothing goes stale at midnight.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from proccat.standing import FOREVER, Fold, LogLine, Span

_LAST_DAY = FOREVER.isoformat()
OPEN_SEQ = 2**62
"""The ``to_seq`` of a period that nothing has ended yet."""


class Period(NamedTuple):
    """A stretch of legal time that was known for a stretch of the log.

    Attributes:
        first: first day, as text.
        last: last day, as text.
        from_seq: the first fact of the transaction since which it is so.
        to_seq: the first fact of the transaction since which it no longer is.
        value: the status, or the edition number of a text.
        fact: the fact whose content stands.
        until: the last day of the fact, an annulment's effect included; None if it has none.
    """

    first: str
    last: str
    from_seq: int
    to_seq: int
    value: str | int
    fact: int
    until: str | None


Shown = tuple[str, str, str | int, int, str | None]
"""First day, last day, value, fact and until: what a period shows whoever looks at it."""


def shown(spans: Iterable[Span]) -> set[Shown]:
    """The spans as they are stored."""
    return {
        (
            s.first.isoformat(),
            s.last.isoformat(),
            s.value,
            s.fact,
            s.until.isoformat() if s.until else None,
        )
        for s in spans
    }


def touched(before: Fold, after: Fold) -> tuple[bool, bool]:
    """Whether what came behind may have moved the texts, and the statuses, of a subject.

    A status moves no text, and a text no status.
    """
    kinds = {line.kind for line in after.lines[len(before.lines) :]}
    return kinds != {"status"}, kinds != {"recorded"}


def periods(lines: Iterable[tuple[int, LogLine]]) -> tuple[list[Period], list[Period]]:
    """The periods of the texts and of the statuses of one subject.

    Args:
        lines: its facts in order, each with the number of its transaction's first fact.
    """
    editions, statuses = _Timeline(), _Timeline()
    before = Fold(())
    for first_seq, group in groupby(lines, key=itemgetter(0)):
        after = Fold((*before.lines, *(line for _, line in group)))
        texts_moved, statuses_moved = touched(before, after)
        if texts_moved:
            editions.becomes(after.editions, first_seq)
        if statuses_moved:
            statuses.becomes(after.statuses, first_seq)
        before = after
    return editions.periods(), statuses.periods()


def is_endless(period: Period) -> bool:
    """Whether a period stands with no end in sight, as is known now."""
    return period.to_seq == OPEN_SEQ and period.last == _LAST_DAY


class _Timeline:
    """One timeline of a subject, from transaction to transaction."""

    def __init__(self) -> None:
        self._open: dict[Shown, int] = {}
        self._ended: list[Period] = []

    def becomes(self, spans: Iterable[Span], first_seq: int) -> None:
        """Take in what stands when from a transaction on."""
        now = shown(spans)
        for gone in self._open.keys() - now:
            self._ended.append(_period(gone, self._open.pop(gone), first_seq))
        for new in now - self._open.keys():
            self._open[new] = first_seq

    def periods(self) -> list[Period]:
        """All periods, those that nothing ended yet among them."""
        return [
            *self._ended,
            *(_period(each, since, OPEN_SEQ) for each, since in self._open.items()),
        ]


def _period(of: Shown, from_seq: int, to_seq: int) -> Period:
    first, last, value, fact, until = of
    return Period(first, last, from_seq, to_seq, value, fact, until)
