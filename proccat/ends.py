"""How legal documents end (*hết hiệu lực*): by their own last day, or by what others do to them.

Law on the promulgation of legal documents, 80/2015/QH13, art. 154. Pure: what ends which number is
asked of the caller, so that only what is asked for need be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self

import attrs

from proccat import text as texts
from proccat.documents import DocumentRef, LegalDocument
from proccat.documents.legal import number_key, number_start
from proccat.standing import FOREVER, LogLine

_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why something is in force on a day, or is not (*lý do*); see :data:`LABELS`."""

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
        how: why it ends: sunset, annulled, replaced or abolished.
        by: the number of the document that replaced or repealed it.
    """

    number: str
    last: date
    how: Reason
    by: str | None = None


@attrs.frozen
class Dated:
    """A text of a legal document with its days of effect (*thời điểm có hiệu lực*).

    Attributes:
        document: the text.
        subject: what it is recorded under.
        first: the first day of effect: the later of what the text says and what its record says;
            where neither says any, the day of signing. None where nothing tells.
        last: the last day on which the record of the text stands.
    """

    document: LegalDocument
    subject: str
    first: date | None
    last: date = FOREVER

    @classmethod
    def of(cls, text: LegalDocument | Self) -> Self:
        """A text by its own days alone, where no record of it is at hand."""
        if isinstance(text, LegalDocument):
            return cls(text, text.subject, text.effective_on or text.signed_on)
        return text

    @classmethod
    def recorded(cls, document: LegalDocument, subject: str, line: LogLine, last: date) -> Self:
        """A text as it was recorded; of a correction, by the line of what it corrects.

        A record speaks of the first day where it takes effect on another day than that of the act.
        """
        said = line.effective if line.effective != line.on else None
        days = [day for day in (document.effective_on, said) if day is not None]
        return cls(document, subject, max(days, default=document.signed_on), last)

    @property
    def number(self) -> str:
        """What a reader calls it: the number, or the key while it has none."""
        return self.document.number or self.document.key

    @property
    def key(self) -> str:
        """The comparable number under which others name it."""
        return number_key(self.document.comparable_number or self.document.key)


@attrs.frozen
class Ender:
    """A text that names a document which it replaces or repeals (*thay thế, bãi bỏ*).

    Attributes:
        text: the text.
        ref: whom it names.
        how: replaced or abolished.
    """

    text: Dated
    ref: DocumentRef
    how: Reason

    def names(self, other: Dated) -> bool:
        """Whether it speaks of another document, one that was there before it.

        A number recurs, and nobody ends what is yet to be made: signed later, or where a day of
        signing is not known or the same, effective later.
        """
        if self.text.subject == other.subject or not self.ref.matches(other.document):
            return False
        mine, its = self.text.document.signed_on, other.document.signed_on
        if mine is not None and its is not None and mine != its:
            return mine > its
        first = self.text.first
        return first is not None and (other.first is None or first > other.first)


Enders = Callable[[str], Iterable[Ender]]
"""What replaces and repeals the documents of a comparable number."""


def named(document: LegalDocument) -> Iterator[tuple[DocumentRef, Reason]]:
    """What a signed document replaces and repeals as a whole; a draft and a part end nothing."""
    if document.number is None:
        return
    for refs, how in (
        (document.replaces, Reason.REPLACED),
        (document.repeals, Reason.ABOLISHED),
    ):
        yield from ((ref, how) for ref in refs or () if not is_part(ref.raw))


def ends_of(document: LegalDocument) -> Iterator[tuple[str, Reason]]:
    """The comparable numbers that a document ends, each with how; each pair once."""
    yield from dict.fromkeys((ref.number_key, how) for ref, how in named(document))


_PART = re.compile(
    r"\b(?:(?:tiet|diem) [a-z]\b|(?:khoan|dieu) \d|(?<!danh )(?<!dinh )muc (?:\d|[ivx]+\b)"
    r"|chuong (?:\d|[ivxl]+\b)|phu luc\b)|^mot (?:so|phan)\b"
)


def is_part(raw: str) -> bool:
    """Whether words name a part of a document (*điểm, khoản, điều, mục, chương, phụ lục*).

    A part stands before the number of its document; what follows the number is the title, where
    *một số điều*, *điều kiện*, *danh mục* and the like name no part.
    """
    raw = texts.squash(raw)
    return _PART.search(texts.fold(raw[: number_start(raw)])) is not None


def enders(documents: Iterable[LegalDocument | Dated]) -> Enders:
    """What replaces and repeals what, among some documents; drafts and parts left out."""
    found: dict[str, list[Ender]] = {}
    for text in map(Dated.of, documents):
        for ref, how in named(text.document):
            found.setdefault(ref.number_key, []).append(Ender(text, ref, how))
    return lambda key: found.get(key, ())


def end_of(document: LegalDocument | Dated, known: Enders) -> Ended | None:
    """How a document ends: the first of its own last day and what others did to it.

    Args:
        document: which.
        known: what replaces and repeals what; see :func:`enders`.
    """
    text = Dated.of(document)
    ends, effects = [], dict[int, date | None]()
    if text.document.expires_on is not None:
        ends.append(Ended(text.number, text.document.expires_on, Reason.SUNSET))
    for ender in known(text.key):
        if ender.names(text) and (first := _effect(ender.text, known, effects)) is not None:
            last = first - _DAY if first > date.min else first
            ends.append(Ended(text.number, last, ender.how, ender.text.document.number))
    return min(ends, key=lambda end: (end.last, end.by or ""), default=None)


def _effect(text: Dated, known: Enders, found: dict[int, date | None]) -> date | None:
    """The first day of effect of a text, noted as found; None where it ended before it.

    What ends it by its first day was signed later, so this comes to an end.
    """
    if id(text) not in found:
        found[id(text)] = text.first if _takes_effect(text, known, found) else None
    return found[id(text)]


def _takes_effect(text: Dated, known: Enders, found: dict[int, date | None]) -> bool:
    first, lapse = text.first, text.document.expires_on
    if first is None or text.last < first or (lapse is not None and lapse < first):
        return False
    return not any(
        ender.text.first is not None
        and ender.text.first <= first
        and ender.names(text)
        and _effect(ender.text, known, found) is not None
        for ender in known(text.key)
    )
