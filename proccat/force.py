"""In force on a date (*hiệu lực thi hành*), with the reason; derived, never stored.

A procedure is in force on a day when it stands announced or public, a text of it stands, and not
all of its legal bases have ended. A legal document is in force from its first day of effect until
it expires or another replaces or repeals it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

import attrs

from proccat import text as texts
from proccat.documents import DocumentRef, LegalDocument
from proccat.documents.legal import number_key
from proccat.lifecycle import Publication
from proccat.standing import FOREVER, Fold, LogLine, Span, at

_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why something is in force on a day, or is not (*lý do*)."""

    EFFECTIVE = "effective"
    UNKNOWN = "unknown"
    NOT_ANNOUNCED = "not_announced"
    ANNOUNCED = "announced"
    SUSPENDED = "suspended"
    SUNSET = "sunset"
    ANNULLED = "annulled"
    LEGAL_BASIS_ENDED = "legal_basis_ended"
    REPLACED = "replaced"
    ABOLISHED = "abolished"


LABELS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.EFFECTIVE: "còn hiệu lực",
        Reason.UNKNOWN: "chưa rõ",
        Reason.NOT_ANNOUNCED: "chưa công bố",
        Reason.ANNOUNCED: "đã công bố, chưa có hiệu lực",
        Reason.SUSPENDED: "tạm ngưng, đình chỉ",
        Reason.SUNSET: "hết thời hạn hiệu lực",
        Reason.ANNULLED: "quyết định bị hủy bỏ",
        Reason.LEGAL_BASIS_ENDED: "căn cứ pháp lý hết hiệu lực",
        Reason.REPLACED: "bị thay thế",
        Reason.ABOLISHED: "bị bãi bỏ, hủy bỏ",
    }
)
"""The official words for each reason."""


@attrs.frozen
class Ended:
    """How a legal document ends (*hết hiệu lực*).

    Attributes:
        number: which document.
        last: its last day of effect.
        how: ``"expired"``, ``"replaced"`` or ``"repealed"``.
        by: the number of the document that replaced or repealed it.
    """

    number: str
    last: date
    how: str
    by: str | None = None


@attrs.frozen
class Force:
    """Whether something is in force on a day (*tình trạng hiệu lực*), and why.

    Attributes:
        subject: ``kind:key``.
        day: the day.
        in_force: yes or no; None where nothing tells.
        reason: why.
        since: the first day of what the reason says, as far as it is known.
        until: the last day of it, as known so far; None if none is.
        ended: the legal bases that have ended by the day, whatever follows from it.
    """

    subject: str
    day: date
    in_force: bool | None
    reason: Reason
    since: date | None = None
    until: date | None = None
    ended: tuple[Ended, ...] = ()

    @property
    def label(self) -> str:
        """The official Vietnamese words for the reason."""
        return LABELS[self.reason]


def of_procedure(subject: str, fold: Fold, day: date, ends: Sequence[Ended | None]) -> Force:
    """Whether a procedure is in force on a day.

    Args:
        subject: which.
        fold: its facts.
        day: the day.
        ends: how each legal basis of the text that stands ends; None for one that is not known
            to end.
    """
    ended = tuple(end for end in ends if end is not None and end.last < day)
    status, text = at(fold.statuses, day), at(fold.editions, day)
    if status is None:
        return attrs.evolve(_nothing_stands(subject, fold, "status", day), ended=ended)
    if status.value not in _IN_FORCE:
        reason = _NOT_IN_FORCE[str(status.value)]
        coming = _coming(fold, "status", day) if reason is Reason.NOT_ANNOUNCED else None
        if coming is not None:
            return _announced(subject, coming, day)
        return Force(subject, day, False, reason, status.first, _open(status.last), ended)
    if text is None:
        return attrs.evolve(_nothing_stands(subject, fold, "recorded", day), ended=ended)
    lasts = [end.last for end in ends if end is not None]
    rests_until = max(lasts) if ends and len(lasts) == len(ends) else FOREVER
    if rests_until < day:
        since = rests_until + _DAY
        return Force(subject, day, False, Reason.LEGAL_BASIS_ENDED, since, None, ended)
    announced = _run([span for span in fold.statuses if span.value in _IN_FORCE], day)
    written = _run(fold.editions, day)
    since, until = max(announced[0], written[0]), min(announced[1], written[1], rests_until)
    return Force(subject, day, True, Reason.EFFECTIVE, since, _open(until), ended)


_IN_FORCE = (Publication.ANNOUNCED, Publication.PUBLIC)
_NOT_IN_FORCE = {
    "drafted": Reason.NOT_ANNOUNCED,
    "issued": Reason.NOT_ANNOUNCED,
    "suspended": Reason.SUSPENDED,
    "replaced": Reason.REPLACED,
    "abolished": Reason.ABOLISHED,
}


def _open(last: date) -> date | None:
    return None if last == FOREVER else last


def _coming(fold: Fold, kind: str, day: date) -> LogLine | None:
    """The first announcement, or text, that was made by a day and takes effect after it."""
    lines = {line.seq: line for line in fold.lines}
    coming = (lines[seq] for seq in fold.pending(day))
    return next(
        (line for line in coming if line.kind == kind and line.to in (None, *_IN_FORCE)), None
    )


def _announced(subject: str, coming: LogLine, day: date) -> Force:
    """Announced and not effective yet: from the act to the day before its effect."""
    last = coming.effective - _DAY if coming.effective else None
    return Force(subject, day, False, Reason.ANNOUNCED, coming.on, last)


def _nothing_stands(subject: str, fold: Fold, kind: str, day: date) -> Force:
    """Why nothing stands on a timeline on a day, and since when."""
    coming = _coming(fold, kind, day)
    if coming is not None:
        return _announced(subject, coming, day)
    spans = fold.statuses if kind == "status" else fold.editions
    gone = [span for span in spans if span.last < day]
    if not gone:
        return Force(subject, day, None, Reason.UNKNOWN)
    reason = Reason.SUNSET if gone[-1].last == _own_end(fold, gone[-1].fact) else Reason.ANNULLED
    return Force(subject, day, False, reason, gone[-1].last + _DAY)


def _own_end(fold: Fold, seq: int) -> date | None:
    """The last day that a fact itself says; of a correction, what the corrected text says."""
    root = fold.root_of(seq)
    return next(line.until for line in fold.lines if line.seq == root)


def _run(spans: Sequence[Span], day: date) -> tuple[date, date]:
    """First and last day of the spans that follow one another without a gap around a day."""
    runs: list[tuple[date, date]] = []
    for span in spans:
        if runs and (span.first - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], span.last)
        else:
            runs.append((span.first, span.last))
    return next(run for run in runs if run[0] <= day <= run[1])


Enders = Mapping[str, Sequence[tuple[LegalDocument, DocumentRef, str]]]
"""By comparable number: the documents that replace or repeal it, with their words and how."""

_PART = re.compile(r"\b(diem|khoan|dieu|muc|chuong|phu luc)\b")


def enders(documents: Iterable[LegalDocument]) -> Enders:
    """What replaces and repeals what, among some documents; parts of documents left out."""
    found: dict[str, list[tuple[LegalDocument, DocumentRef, str]]] = {}
    for document in documents:
        for ref, how in _ends_of(document):
            if not _PART.search(texts.fold(ref.raw)):
                key = number_key(ref.number or ref.raw)
                found.setdefault(key, []).append((document, ref, how))
    return found


def _ends_of(document: LegalDocument) -> Iterator[tuple[DocumentRef, str]]:
    yield from ((ref, "replaced") for ref in document.replaces or ())
    yield from ((ref, "repealed") for ref in document.repeals or ())


def end_of(document: LegalDocument, known: Enders) -> Ended | None:
    """How a document ends: the first of its own last day and what others did to it.

    Args:
        document: which.
        known: what replaces and repeals what.
    """
    name = document.number or document.key
    ends = []
    if document.expires_on is not None:
        ends.append(Ended(name, document.expires_on, "expired"))
    for other, ref, how in known.get(number_key(document.comparable_number or name), ()):
        first = other.effective_on or other.signed_on
        if first is not None and ref.matches(document) and other.key != document.key:
            ends.append(Ended(name, first - _DAY, how, other.number))
    return min(ends, key=lambda end: end.last, default=None)


def lapsed(number: str, fold: Fold, day: date) -> Ended | None:
    """How a document ended of which no text stands any more on a day."""
    gone = [span.last for span in fold.editions if span.last < day]
    return Ended(number, gone[-1], "expired") if gone else None


def of_document(
    subject: str, fold: Fold, document: LegalDocument | None, day: date, end: Ended | None
) -> Force:
    """Whether a legal document is in force on a day.

    Args:
        subject: which.
        fold: its facts.
        document: its text that stands, if one does.
        day: the day.
        end: how it ends, if that is known.
    """
    if document is None:
        return _nothing_stands(subject, fold, "recorded", day)
    first = document.effective_on or document.signed_on
    last = None if end is None else end.last
    if end is not None and end.last < day:
        reason = _DOCUMENT_ENDS[end.how]
        return Force(subject, day, False, reason, end.last + _DAY, None, (end,))
    if first is None:
        return Force(subject, day, None, Reason.UNKNOWN, None, last)
    if first > day:
        return Force(subject, day, False, Reason.ANNOUNCED, document.signed_on, first - _DAY)
    return Force(subject, day, True, Reason.EFFECTIVE, first, last)


_DOCUMENT_ENDS = {
    "expired": Reason.SUNSET,
    "replaced": Reason.REPLACED,
    "repealed": Reason.ABOLISHED,
}
