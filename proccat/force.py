"""In force on a date (*hiệu lực thi hành*), with the reason; derived, never stored.

A procedure is in force on a day when it stands announced or public, a text of it stands, and not
all of its legal bases have ended. A legal document is in force from its first day of effect until
it expires or another replaces or repeals it (:mod:`proccat.ends`).

Whatever is asked, the answer is a reason for each day, which changes only on certain days. So
``since`` and ``until`` are the ends of the run of days, around the one asked for, that have the
same reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

import attrs

from proccat.documents import DocumentRef
from proccat.ends import (
    LABELS,
    Dated,
    Ended,
    Ender,
    Enders,
    Reason,
    end_of,
    enders,
)
from proccat.lifecycle import Publication
from proccat.standing import FOREVER, Claim, Fold, Span, at

__all__ = [
    "IN_FORCE",
    "LABELS",
    "OF_STATUS",
    "Basis",
    "Dated",
    "Ended",
    "Ender",
    "Enders",
    "Force",
    "Life",
    "Reason",
    "end_of",
    "enders",
    "of_document",
    "of_procedure",
]

_DAY = timedelta(days=1)

IN_FORCE: Mapping[Reason, bool | None] = MappingProxyType(
    dict.fromkeys(Reason, False) | {Reason.EFFECTIVE: True, Reason.UNKNOWN: None}
)
"""What each reason answers: yes, no, or None where nothing tells."""

OF_STATUS: Mapping[str, Reason] = MappingProxyType(
    {
        Publication.DRAFTED: Reason.NOT_ANNOUNCED,
        Publication.ISSUED: Reason.NOT_ANNOUNCED,
        Publication.ANNOUNCED: Reason.EFFECTIVE,
        Publication.PUBLIC: Reason.EFFECTIVE,
        Publication.SUSPENDED: Reason.SUSPENDED,
        Publication.REPLACED: Reason.REPLACED,
        Publication.ABOLISHED: Reason.ABOLISHED,
    }
)
"""What each status of a procedure says, text and legal bases aside."""


@attrs.frozen
class Force:
    """Whether something is in force on a day (*tình trạng hiệu lực*), and why.

    Attributes:
        subject: ``kind:key``.
        day: the day.
        in_force: yes or no; None where nothing tells.
        reason: why.
        since: the first day, of those on which the subject is known, from which the reason has
            been the same.
        until: the last day on which it is the same, as known so far; None if there is none.
        ended: the legal bases that have ended by the day, whatever follows from it; of a legal
            document, how it ended itself.
    """

    subject: str
    day: date
    in_force: bool | None
    reason: Reason
    since: date
    until: date | None = None
    ended: tuple[Ended, ...] = ()

    @property
    def label(self) -> str:
        """The official Vietnamese words for the reason."""
        return LABELS[self.reason]


@attrs.frozen
class Answer:
    """What holds on one day (*trả lời cho một ngày*): a reason, and what has ended by then."""

    reason: Reason
    ended: tuple[Ended, ...] = ()


@attrs.define(slots=False)
class Life:
    """A legal document over all days (*quá trình hiệu lực của văn bản*).

    Attributes:
        name: what it is called where no text tells.
        fold: its facts.
        texts: its texts that ever stand and how each of them ends, by fact.
    """

    name: str
    fold: Fold
    texts: Mapping[int, tuple[Dated, Ended | None]]

    def on(self, day: date) -> Answer:
        """Whether it is in force on a day; of a text that stands, by the days it says."""
        span = at(self.fold.editions, day)
        if span is None:
            return self._gone(day)
        text, end = self.texts.get(span.fact, (None, None))
        if end is not None and end.last < day:
            return Answer(end.how, (end,))
        if text is None or text.first is None:
            return Answer(Reason.UNKNOWN)
        return Answer(Reason.EFFECTIVE if text.first <= day else Reason.ANNOUNCED)

    def _gone(self, day: date) -> Answer:
        """Where no text stands; what ended before its record lapsed stays so."""
        if (reason := _absent(self.fold, self.fold.editions, self.fold.texts, day)) is None:
            return Answer(Reason.UNKNOWN)
        if reason is Reason.ANNOUNCED:
            return Answer(reason)
        last = [span for span in self.fold.editions if span.last < day][-1]
        text, end = self.texts.get(last.fact, (None, None))
        if end is None or end.last > last.last:
            end = Ended(text.number if text else self.name, last.last, reason)
        return Answer(end.how, (end,))

    def matches(self, ref: DocumentRef, day: date) -> bool | None:
        """Whether a reference means it on a day; None where no text stands to tell."""
        span = at(self.fold.editions, day)
        if span is None:
            return None
        return span.fact in self.texts and ref.matches(self.texts[span.fact][0].document)

    def ever_matches(self, ref: DocumentRef) -> bool:
        """Whether a reference means any text of it."""
        return any(ref.matches(text.document) for text, _ in self.texts.values())

    @cached_property
    def days(self) -> frozenset[date]:
        """The days on which the answer may change."""
        days = {*_days(self.fold.editions, self.fold.texts)}
        days |= {text.first for text, _ in self.texts.values() if text.first is not None}
        days |= {_next(end.last) for _, end in self.texts.values() if end is not None}
        return frozenset(days)


@attrs.frozen
class Basis:
    """A legal basis (*căn cứ pháp lý*): a reference, and the documents of its number.

    Attributes:
        ref: the reference.
        lives: the recorded documents of its number.
    """

    ref: DocumentRef
    lives: Sequence[Life]

    def on(self, day: date) -> Answer:
        """Whether it is in force on a day; unknown unless exactly one document is meant.

        Meant is the one whose text stands and matches; where none does, the one that matches
        and of which no text stands.
        """
        matches = [(life, life.matches(self.ref, day)) for life in self.lives]
        meant = [life for life, match in matches if match]
        if not meant:
            absent = (life for life, match in matches if match is None)
            meant = [life for life in absent if life.ever_matches(self.ref)]
        return meant[0].on(day) if len(meant) == 1 else Answer(Reason.UNKNOWN)

    @property
    def days(self) -> frozenset[date]:
        """The days on which the answer may change."""
        return frozenset().union(*(life.days for life in self.lives))


def of_document(subject: str, life: Life, day: date) -> Force:
    """Whether a legal document is in force on a day on which it is known.

    Args:
        subject: which.
        life: the document over all days.
        day: the day.
    """
    return _force(subject, life.fold, day, life.on, life.days)


def of_procedure(
    subject: str, fold: Fold, day: date, bases: Mapping[int, Sequence[Basis]]
) -> Force:
    """Whether a procedure is in force on a day on which it is known.

    Args:
        subject: which.
        fold: its facts.
        day: the day.
        bases: the legal bases of each text that ever stands, by fact.
    """

    def on(day: date) -> Answer:
        text = at(fold.editions, day)
        answers = [basis.on(day) for basis in bases.get(text.fact, ())] if text else []
        ended = dict.fromkeys(end for answer in answers for end in answer.ended)
        return Answer(_of_procedure(fold, day, text, answers), tuple(ended))

    days = {*_days(fold.editions, fold.texts), *_days(fold.statuses, fold.claims)}
    days = days.union(*(basis.days for each in bases.values() for basis in each))
    return _force(subject, fold, day, on, days)


def _of_procedure(fold: Fold, day: date, text: Span | None, bases: Sequence[Answer]) -> Reason:
    """The reason: the status goes first, then the text, then the legal bases."""
    announcements = [claim for claim in fold.claims if _says(claim.value) is Reason.EFFECTIVE]
    status = at(fold.statuses, day)
    if status is None:
        return _absent(fold, fold.statuses, announcements, day) or Reason.UNKNOWN
    reason = _says(status.value)
    if reason is Reason.NOT_ANNOUNCED and _coming(announcements, day):
        return Reason.ANNOUNCED
    if reason is not Reason.EFFECTIVE:
        return reason
    if text is None:
        return _absent(fold, fold.editions, fold.texts, day) or Reason.UNKNOWN
    carrying = [answer for answer in bases if answer.reason is not Reason.ANNOUNCED]
    if carrying and all(answer.ended for answer in carrying):
        return Reason.LEGAL_BASIS_ENDED
    return Reason.EFFECTIVE


def _says(status: str | int) -> Reason:
    return OF_STATUS[str(status)]


def _absent(fold: Fold, spans: Sequence[Span], claims: Sequence[Claim], day: date) -> Reason | None:
    """Why nothing stands on a timeline on a day; None where nothing ever did."""
    if _coming(claims, day):
        return Reason.ANNOUNCED
    gone = [span for span in spans if span.last < day]
    if not gone:
        return None
    root = fold.root_of(gone[-1].fact)  # a corrected text has the days of the first one
    own_end = next(line.until for line in fold.lines if line.seq == root)
    return Reason.SUNSET if gone[-1].last == own_end else Reason.ANNULLED


def _coming(claims: Iterable[Claim], day: date) -> bool:
    """Whether one of these was made by a day and takes effect after it."""
    return any(claim.on <= day < claim.effective for claim in claims)


def _days(spans: Iterable[Span], claims: Iterable[Claim]) -> Iterator[date]:
    """The days on which what stands, or what is pending, may change."""
    for span in spans:
        yield span.first
        yield _next(span.last)
    for claim in claims:
        yield claim.on
        yield claim.effective


def _next(day: date) -> date:
    return FOREVER if day == FOREVER else day + _DAY


def _force(
    subject: str, fold: Fold, day: date, on: Callable[[date], Answer], days: Iterable[date]
) -> Force:
    """The answer for a day with the run of days around it that have the same reason."""
    known = fold.known_from or day
    turns = sorted({known, *(each for each in days if known < each < FOREVER)})
    answer = on(day)
    before = after = bisect_right(turns, day)
    while before > 1 and on(turns[before - 2]).reason is answer.reason:
        before -= 1
    while after < len(turns) and on(turns[after]).reason is answer.reason:
        after += 1
    until = turns[after] - _DAY if after < len(turns) else None
    since = turns[before - 1]
    in_force = IN_FORCE[answer.reason]
    return Force(subject, day, in_force, answer.reason, since, until, answer.ended)
