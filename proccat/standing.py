"""The fold (*trạng thái pháp lý theo thời gian*): from the facts of a subject to what stands when.

Pure, over the lines of one subject's log. A subject has two timelines: its texts, whose versions in
legal time are *editions*, and its status. The rules are those of the design, section 2:

* A fact stands on a day when it is recorded, not taken back, and ``effective ≤ day ≤ until``.
* Of several on one timeline the last wins: statuses by (effective, on, seq), texts by (effective,
  seq); a text that takes effect inside a sunset stands beneath it unless it supersedes it.
* A sunset that passes lets the one before stand again; that needs no act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

FOREVER = date.max
"""The last day of what has no last day."""

_DAY = timedelta(days=1)


class LogLine(NamedTuple):
    """What the fold reads of a fact (*một dòng của nhật ký*)."""

    seq: int
    kind: str
    on: date
    effective: date | None
    until: date | None = None
    to: str | None = None
    voids: int | None = None
    corrects: int | None = None
    supersedes: int | None = None
    taken_over: bool = False
    digest: str | None = None


class Span(NamedTuple):
    """A stretch of legal time in which one fact stands (*khoảng thời gian có hiệu lực*).

    Attributes:
        first: first day.
        last: last day, :data:`FOREVER` if open.
        fact: seq of the fact whose content stands.
        value: the status, or the edition number of a text.
        until: the last day of the fact, an annulment's effect included; None if it has none. A
            later fact may end the stretch before, or cut it in two.
    """

    first: date
    last: date
    fact: int
    value: str | int
    until: date | None = None


class Claim(NamedTuple):
    """A fact that claims a timeline from a day on, after voids and corrections."""

    effective: date
    on: date
    root: int
    last: date
    sunset: bool
    fact: int
    value: str | int
    supersedes: int | None
    taken_over: bool


class Lasting(NamedTuple):
    """A fact that stands or may stand later, as another catalogue would have to be told it.

    Attributes:
        fact: its seq; of a corrected text, that of the last correction.
        until: its last day, an annulment's effect included; None if it has none.
        ends: first and last day of the sunset it ends, if that one is told, too.
    """

    fact: int
    until: date | None
    ends: tuple[date, date] | None


def at(spans: Sequence[Span], day: date) -> Span | None:
    """The span that holds a day, if any."""
    return next((span for span in spans if span.first <= day <= span.last), None)


class Fold:
    """What the facts of one subject come to (*diễn biến hiệu lực*), each part when first asked for.

    Args:
        lines: the facts, in order of recording.
    """

    def __init__(self, lines: Iterable[LogLine]) -> None:
        self.lines = tuple(lines)

    def and_(self, line: LogLine) -> Fold:
        """The fold with one fact more."""
        return Fold((*self.lines, line))

    @cached_property
    def known_from(self) -> date | None:
        """The first day on which it is known: the first ``on`` of a fact that isn't void."""
        gone = {each.voids for each in self.lines if each.voids and each.effective is None}
        return min(
            (each.on for each in self.lines if each.kind != "voided" and each.seq not in gone),
            default=None,
        )

    @cached_property
    def voided(self) -> frozenset[int]:
        """The facts that were taken back, wholly or from a day on."""
        return frozenset(line.voids for line in self.lines if line.voids is not None)

    @cached_property
    def editions(self) -> tuple[Span, ...]:
        """Which text stands when; a span's value is the edition number."""
        claims = self.texts
        return tuple(_spans(claims, sunsets_prevail=any(claim.sunset for claim in claims)))

    @cached_property
    def statuses(self) -> tuple[Span, ...]:
        """Which status stands when."""
        return tuple(_spans(self.claims))

    @cached_property
    def texts(self) -> Sequence[Claim]:
        """The claims of texts, in the order in which the last wins."""
        return _texts(self.lines, self.root_of)

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """The claims of statuses, in the order in which the last wins."""
        return _statuses(self.lines)

    def pending(self, day: date) -> tuple[int, ...]:
        """Facts done and not effective yet (*đã ban hành, chưa có hiệu lực*), by effect."""
        coming = [
            (claim.effective, claim.fact)
            for claim in (*self.texts, *self.claims)
            if claim.on <= day < claim.effective
        ]
        return tuple(fact for _, fact in sorted(coming))

    def lasting(self, day: date) -> tuple[Lasting, ...]:
        """Facts that stand on a day, or were done by then and may stand later; texts first."""
        standing_later = {span.fact for span in self.editions if span.last >= day}
        told = _told(self.texts, day, standing_later)
        held = _told(self.claims, day, None)
        if held and not told and self.texts:  # a status needs a text to be a status of
            told = [_as_told(self.texts[-1], {})]
        return (*told, *held)

    @cached_property
    def meanings(self) -> Sequence[tuple[date, str | None]]:
        """What the texts say from which day on, whoever said it: equal means nothing changed."""
        digests = {line.seq: line.digest for line in self.lines}
        said: list[tuple[date, str | None]] = []
        last: date | None = None
        for span in self.editions:
            if last is not None and (span.first - last).days > 1:
                said.append((last + _DAY, None))
            digest = digests[span.fact]
            if not said or said[-1][1] != digest:
                said.append((span.first, digest))
            last = span.last
        if last is not None and last != FOREVER:
            said.append((last + _DAY, None))
        return said

    def root_of(self, seq: int) -> int:
        """The text that a correction goes back to; a text that corrects nothing is its own."""
        while (back := self._corrects.get(seq)) is not None:
            seq = back
        return seq

    @cached_property
    def _corrects(self) -> Mapping[int, int]:
        return {line.seq: line.corrects for line in self.lines if line.corrects is not None}


def _told(claims: Sequence[Claim], day: date, standing_later: Set[int] | None) -> list[Lasting]:
    """The claims of one timeline that stand on a day, or were made by then and may stand later.

    What comes in order before the last claim without an end never stands again, but for what a
    sunset keeps above it. Of texts it is known which stand later: one that another replaced before
    its first day is not told; of statuses each is, as one leads to the next.
    """
    base = max(
        (i for i, c in enumerate(claims) if c.effective <= day and c.last == FOREVER), default=0
    )
    kept = [
        claim
        for place, claim in enumerate(claims)
        if min(claim.on, claim.effective) <= day <= claim.last
        and (place >= base or claim.fact in (standing_later or ()))
        and (
            standing_later is None
            or claim.fact in standing_later
            or not any(
                other.effective == claim.effective and other.last == FOREVER
                for other in claims[place + 1 :]
            )
        )
    ]
    sunsets = {claim.root: (claim.effective, claim.last) for claim in kept if claim.sunset}
    return [_as_told(claim, sunsets) for claim in kept]


def _as_told(claim: Claim, sunsets: Mapping[int, tuple[date, date]]) -> Lasting:
    until = None if claim.last == FOREVER else claim.last
    return Lasting(claim.fact, until, sunsets.get(claim.supersedes or 0))


def _ends(lines: Sequence[LogLine]) -> dict[int, date]:
    """By seq of a voided fact, the last day it stood; ``date.min`` if it never did."""
    ends: dict[int, date] = {}
    for line in lines:
        if line.voids is not None:
            last = line.effective - _DAY if line.effective else date.min
            ends[line.voids] = min(last, ends.get(line.voids, FOREVER))
    return ends


def _statuses(lines: Sequence[LogLine]) -> list[Claim]:
    ends = _ends(lines)
    claims = []
    for line in lines:
        if line.kind != "status" or line.effective is None or line.to is None:
            continue
        last = min(line.until or FOREVER, ends.get(line.seq, FOREVER))
        if last >= line.effective:
            claims.append(Claim(line.effective, line.on, line.seq, last, line.until is not None,
                                 line.seq, line.to, None, line.taken_over))  # fmt: skip
    claims.sort()  # (effective, on, seq): the order in which the last wins
    return claims


def _texts(lines: Sequence[LogLine], root_of: Callable[[int], int]) -> list[Claim]:
    ends = _ends(lines)
    content: dict[int, int] = {}  # root → the text that holds its words: the last correction
    for line in lines:
        if line.corrects is not None and ends.get(line.seq) is None:
            content[root_of(line.corrects)] = line.seq
    claims, number = [], 0
    for line in lines:
        if line.kind != "recorded" or line.corrects is not None or line.effective is None:
            continue
        number += 1
        last = min(line.until or FOREVER, ends.get(line.seq, FOREVER))
        if last >= line.effective:
            supersedes = None if line.supersedes is None else root_of(line.supersedes)
            words = content.get(line.seq, line.seq)
            claims.append(Claim(line.effective, line.on, line.seq, last, line.until is not None,
                                 words, number, supersedes, False))  # fmt: skip
    claims.sort(key=lambda claim: (claim.effective, claim.root))
    return claims


def _prevailing(claims: Sequence[Claim], live: Sequence[int]) -> int:
    """The text that wins: the last, save that a sunset prevails over what does not supersede it."""
    winner = live[0]
    for place in live[1:]:
        if not claims[winner].sunset or claims[place].supersedes == claims[winner].root:
            winner = place
    return winner


def _spans(claims: Sequence[Claim], *, sunsets_prevail: bool = False) -> Iterator[Span]:
    """Sweep over the days on which something begins or lapses; one fact's neighbours are joined."""
    days = {claim.effective for claim in claims}
    days |= {claim.last + _DAY for claim in claims if claim.last != FOREVER}
    live: list[int] = []  # places in order; the last wins
    begun, stands = 0, None
    for day in sorted(days):
        live = [place for place in live if claims[place].last >= day]
        while begun < len(claims) and claims[begun].effective <= day:
            while live and not sunsets_prevail and claims[live[-1]].last <= claims[begun].last:
                live.pop()  # it can never win again
            live.append(begun)
            begun += 1
        claim = None
        if live:
            claim = claims[_prevailing(claims, live) if sunsets_prevail else live[-1]]
        if stands is not None and (claim is None or claim.fact != stands.fact):
            yield stands._replace(last=day - _DAY)
            stands = None
        if claim is not None and stands is None:
            until = None if claim.last == FOREVER else claim.last
            stands = Span(day, FOREVER, claim.fact, claim.value, until)
    if stands is not None:
        yield stands
