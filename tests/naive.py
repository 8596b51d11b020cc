"""The fold of DESIGN 2 told a second time, day by day, as slowly and plainly as can be.

The tests compare proccat's fold and its projections with this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from proccat.facts import AnyFact
from proccat.standing import LogLine


class Stands(NamedTuple):
    """What stands on a day: the fact that holds its words, and the edition number or status."""

    fact: int
    value: int | str


def lines_of(facts: Sequence[AnyFact]) -> tuple[LogLine, ...]:
    """What the fold may read of the facts of a subject."""
    return tuple(
        LogLine(
            f.seq,
            f.kind,
            f.on,
            f.effective,
            f.until,
            f.to,
            f.voids,
            f.corrects,
            f.supersedes,
            f.taken_over,
            f.digest,
        )
        for f in facts
    )


def holds(line: LogLine, lines: Sequence[LogLine], day: date) -> bool:
    """Recorded, not taken back, effective ≤ day ≤ until."""
    for void in lines:
        if void.voids == line.seq and (void.effective is None or day >= void.effective):
            return False
    assert line.effective is not None
    return line.effective <= day and (line.until is None or day <= line.until)


def root(line: LogLine, lines: Sequence[LogLine]) -> LogLine:
    """The text that a correction corrects in the end."""
    while line.corrects is not None:
        line = next(each for each in lines if each.seq == line.corrects)
    return line


def text(lines: Sequence[LogLine], day: date) -> Stands | None:
    """Which text stands on a day."""
    editions = [line for line in lines if line.kind == "recorded" and line.corrects is None]
    standing = [line for line in editions if holds(line, lines, day)]
    standing.sort(key=lambda line: (line.effective, line.seq))
    winner = _winner(standing, lines)
    if winner is None:
        return None
    return Stands(_words(winner, lines), editions.index(winner) + 1)


def _winner(standing: list[LogLine], lines: Sequence[LogLine]) -> LogLine | None:
    """The last wins, but beneath a sunset that wins without it, unless it supersedes that one."""
    if not standing:
        return None
    *others, last = standing
    so_far = _winner(others, lines)
    if so_far is None or so_far.until is None:
        return last
    if last.supersedes is not None:
        ended = next(line for line in lines if line.seq == last.supersedes)
        if root(ended, lines).seq == so_far.seq:
            return last
    return so_far


def _words(of: LogLine, lines: Sequence[LogLine]) -> int:
    """The last correction of a text that was not taken back, else the text itself."""
    gone = {line.voids for line in lines}
    corrections = [
        line.seq
        for line in lines
        if line.corrects is not None and line.seq not in gone and root(line, lines).seq == of.seq
    ]
    return max(corrections, default=of.seq)


def status(lines: Sequence[LogLine], day: date) -> Stands | None:
    """Which status stands on a day."""
    standing = [line for line in lines if line.kind == "status" and holds(line, lines, day)]
    if not standing:
        return None
    last = max(standing, key=lambda line: (line.effective, line.on, line.seq))
    assert last.to is not None
    return Stands(last.seq, last.to)


def known_from(lines: Sequence[LogLine]) -> date | None:
    """The first `on` of a fact that is not void; an annulled one did stand."""
    gone = {line.voids for line in lines if line.kind == "voided" and line.effective is None}
    days = [line.on for line in lines if line.kind != "voided" and line.seq not in gone]
    return min(days, default=None)


def pending(lines: Sequence[LogLine], day: date) -> set[int]:
    """Facts done by a day that take effect after it."""
    found = set()
    for line in lines:
        if line.kind == "voided" or line.corrects is not None or line.effective is None:
            continue
        if line.on <= day < line.effective and holds(line, lines, line.effective):
            found.add(_words(line, lines) if line.kind == "recorded" else line.seq)
    return found
