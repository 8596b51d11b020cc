"""The fold (*trạng thái pháp lý theo thời gian*): from the facts of a subject to what stands when.

Pure functions over the lines of one subject's log. A subject has two timelines: its texts, whose
versions in legal time are *editions*, and its status. The rules are those of the design, section 2:

* A fact stands on a day when it is recorded, not taken back, and ``effective ≤ day ≤ until``.
* Of several on one timeline the last wins: statuses by (effective, on, seq), texts by (effective,
  seq); a text that takes effect inside a sunset stands beneath it unless it supersedes it.
* A sunset that passes lets the one before stand again; that needs no act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import NamedTuple

import attrs

from proccat.lifecycle import Guard, Lifecycle, SubjectKind, Transition

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


class _Claim(NamedTuple):
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


def known_from(lines: Sequence[LogLine]) -> date | None:
    """The first day on which the subject is known: the first ``on`` of a fact that isn't void."""
    gone = {line.voids for line in lines if line.voids is not None and line.effective is None}
    return min(
        (line.on for line in lines if line.kind != "voided" and line.seq not in gone),
        default=None,
    )


def editions(lines: Sequence[LogLine]) -> tuple[Span, ...]:
    """Which text stands when; a span's value is the edition number."""
    claims = _texts(lines)
    return tuple(_spans(claims, sunsets_prevail=any(claim.sunset for claim in claims)))


def statuses(lines: Sequence[LogLine]) -> tuple[Span, ...]:
    """Which status stands when."""
    return tuple(_spans(_statuses(lines)))


def at(spans: Sequence[Span], day: date) -> Span | None:
    """The span that holds a day, if any."""
    return next((span for span in spans if span.first <= day <= span.last), None)


def pending(lines: Sequence[LogLine], day: date) -> tuple[int, ...]:
    """Facts done and not yet effective on a day (*đã ban hành, chưa có hiệu lực*), by effect."""
    claims = (claim for timeline in (_texts(lines), _statuses(lines)) for claim in timeline)
    return tuple(
        claim.fact
        for claim in sorted(claims, key=lambda claim: (claim.effective, claim.fact))
        if claim.on <= day < claim.effective
    )


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


def lasting(lines: Sequence[LogLine], day: date) -> tuple[Lasting, ...]:
    """Facts done by a day that stand on it or may stand later, texts before statuses, in order."""
    texts, statuses = _texts(lines), _statuses(lines)
    standing_later = {span.fact for span in editions(lines) if span.last >= day}
    told = _told(texts, day, standing_later)
    held = _told(statuses, day, frozenset())
    if held and not told and texts:  # a status needs a text to be a status of
        told = [_as_told(texts[-1], {})]
    return (*told, *held)


def _told(claims: Sequence[_Claim], day: date, standing_later: Set[int]) -> list[Lasting]:
    """The claims of one timeline that stand on a day or may stand later.

    What comes in order before the last claim without an end never stands again, but for what a
    sunset keeps above it.
    """
    base = max(
        (i for i, c in enumerate(claims) if c.effective <= day and c.last == FOREVER), default=0
    )
    kept = [
        claim
        for place, claim in enumerate(claims)
        if claim.on <= day <= claim.last and (place >= base or claim.fact in standing_later)
    ]
    sunsets = {claim.root: (claim.effective, claim.last) for claim in kept if claim.sunset}
    return [_as_told(claim, sunsets) for claim in kept]


def _as_told(claim: _Claim, sunsets: Mapping[int, tuple[date, date]]) -> Lasting:
    until = None if claim.last == FOREVER else claim.last
    return Lasting(claim.fact, until, sunsets.get(claim.supersedes or 0))


def meanings(lines: Sequence[LogLine]) -> list[tuple[date, str | None]]:
    """What the texts say from which day on, whoever recorded it: equal means nothing changed."""
    digests = {line.seq: line.digest for line in lines}
    said: list[tuple[date, str | None]] = []
    last: date | None = None
    for span in editions(lines):
        if last is not None and (span.first - last).days > 1:
            said.append((last + _DAY, None))
        digest = digests[span.fact]
        if not said or said[-1][1] != digest:
            said.append((span.first, digest))
        last = span.last
    if last is not None and last != FOREVER:
        said.append((last + _DAY, None))
    return said


def root_of(lines: Sequence[LogLine], seq: int) -> int:
    """The text that a correction goes back to; a text that corrects nothing is its own."""
    corrects = {line.seq: line.corrects for line in lines}
    while (back := corrects.get(seq)) is not None:
        seq = back
    return seq


def refusal(
    lines: Sequence[LogLine], lifecycle: Lifecycle, kind: SubjectKind | None = None
) -> Refusal | None:
    """The first status fact that the lifecycle does not allow, or None if all are lawful.

    Args:
        lines: all facts of the subject.
        lifecycle: the table.
        kind: what kind of subject an item has, for rows that hold only for some.
    """
    claims = _statuses(lines)
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


def _holds(row: Transition, claims: Sequence[_Claim], place: int, beneath: int | None) -> bool:
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


def _came_from(claims: Sequence[_Claim], place: int) -> int | None:
    """What stood before a suspension, looking through its extensions; None if taken over."""
    before = _standing_before(claims, place)
    while before is not None and claims[before].value == claims[place].value:
        before = _standing_before(claims, before)
    return before


def _standing_before(claims: Sequence[_Claim], place: int) -> int | None:
    """Place of what stands on the first day of a claim by the claims before it in order."""
    day = claims[place].effective
    return next((i for i in range(place - 1, -1, -1) if claims[i].last >= day), None)


def _ends(lines: Sequence[LogLine]) -> dict[int, date]:
    """By seq of a voided fact, the last day it stood; ``date.min`` if it never did."""
    ends: dict[int, date] = {}
    for line in lines:
        if line.voids is not None:
            last = line.effective - _DAY if line.effective else date.min
            ends[line.voids] = min(last, ends.get(line.voids, FOREVER))
    return ends


def _statuses(lines: Sequence[LogLine]) -> list[_Claim]:
    ends = _ends(lines)
    claims = []
    for line in lines:
        if line.kind != "status" or line.effective is None or line.to is None:
            continue
        last = min(line.until or FOREVER, ends.get(line.seq, FOREVER))
        if last >= line.effective:
            claims.append(_Claim(line.effective, line.on, line.seq, last, line.until is not None,
                                 line.seq, line.to, None, line.taken_over))  # fmt: skip
    claims.sort()  # (effective, on, seq): the order in which the last wins
    return claims


def _texts(lines: Sequence[LogLine]) -> list[_Claim]:
    ends = _ends(lines)
    content: dict[int, int] = {}  # root → the text that holds its words: the last correction
    for line in lines:
        if line.corrects is not None and ends.get(line.seq) is None:
            content[root_of(lines, line.corrects)] = line.seq
    claims, number = [], 0
    for line in lines:
        if line.kind != "recorded" or line.corrects is not None or line.effective is None:
            continue
        number += 1
        last = min(line.until or FOREVER, ends.get(line.seq, FOREVER))
        if last >= line.effective:
            supersedes = None if line.supersedes is None else root_of(lines, line.supersedes)
            words = content.get(line.seq, line.seq)
            claims.append(_Claim(line.effective, line.on, line.seq, last, line.until is not None,
                                 words, number, supersedes, False))  # fmt: skip
    claims.sort(key=lambda claim: (claim.effective, claim.root))
    return claims


def _prevailing(claims: Sequence[_Claim], live: Sequence[int]) -> int:
    """The text that wins: the last, save that a sunset prevails over what does not supersede it."""
    winner = live[0]
    for place in live[1:]:
        if not claims[winner].sunset or claims[place].supersedes == claims[winner].root:
            winner = place
    return winner


def _spans(claims: Sequence[_Claim], *, sunsets_prevail: bool = False) -> Iterator[Span]:
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
