"""What our tables of procedures hold (*cột kết xuất*), as data shared by CSV and XLSX.

The headings are those of :mod:`proccat.readers.columns`, so that what is written can be read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

import attrs

from proccat.documents import AgencyRef, Procedure, Stated, values
from proccat.documents.labels import label
from proccat.documents.manner import Fee, Manner, TimeLimit
from proccat.documents.procedure import FieldRef, LegalBasis, Performer, Requirement, Result
from proccat.readers import columns as headings
from proccat.readers.cells import LINE_END
from proccat.view import Record


@attrs.frozen
class Said:
    """Words that differ between a table for machines and one for people (*diễn đạt*)."""

    key: str
    label: str


Value = str | date | StrEnum | Said | Stated | tuple["str | StrEnum | Said", ...] | None
"""What a cell is about, before it is put in words; a tuple is one line each."""


@attrs.frozen
class Column:
    """A column that is written (*cột*): its headings, what it holds, how wide it is shown."""

    key: str
    label: str
    value: Callable[[Procedure, Record], Value]
    width: int = 20


def in_words(value: Value, *, people: bool) -> str | date:
    """A cell's words (*nội dung ô*): keys for machines, official labels for people; days stay days.

    Several values stand on a line each; a line break inside one of them becomes a blank. Unknown
    is an empty text, stated none its words.
    """
    match value:
        case None:
            return ""
        case date():
            return value
        case Stated():
            return value.words
        case Said():
            return value.label if people else value.key
        case StrEnum():
            return label(value) if people else value.value
        case tuple():
            said = (str(in_words(each, people=people)) for each in value)
            return "\n".join(LINE_END.sub(" ", line) for line in said)
        case _:
            return value


_Named = AgencyRef | FieldRef | Performer | Result


def _names(several: tuple[_Named, ...] | Stated | None) -> Value:
    return tuple(each.name for each in several) if isinstance(several, tuple) else several


def _name(one: _Named | None) -> str | None:
    return one.name if one else None


def _bases(several: tuple[LegalBasis, ...] | Stated | None) -> Value:
    return tuple(b.document.raw for b in several) if isinstance(several, tuple) else several


def _requirements(several: tuple[Requirement, ...] | Stated | None) -> Value:
    if not isinstance(several, tuple):
        return several
    return "\n".join(each.text for each in several)


def _limits(procedure: Procedure) -> Value:
    lines = [_by_channel(m, _limit(m.limit)) for m in values(procedure.manners) if m.limit]
    return tuple(dict.fromkeys(lines)) or None


def _fees(procedure: Procedure) -> Value:
    manners = [m for m in values(procedure.manners) if m.fees]
    if manners and all(isinstance(manner.fees, Stated) for manner in manners):
        return manners[0].fees if isinstance(manners[0].fees, Stated) else None
    lines = [
        _by_channel(manner, said)
        for manner in manners
        for said in (
            [Said(manner.fees.words, manner.fees.words)]
            if isinstance(manner.fees, Stated)
            else [_fee(fee) for fee in values(manner.fees)]
        )
    ]
    return tuple(dict.fromkeys(lines)) or None


def _by_channel(manner: Manner, said: Said) -> Said:
    channel = manner.channel
    if channel is None:
        return said
    return Said(f"{channel.value}: {said.key}", f"{label(channel)}: {said.label}")


def _limit(limit: TimeLimit | Stated | None) -> Said:
    if isinstance(limit, TimeLimit) and limit.words is None and limit.unit is not None:
        quantity = limit.quantity or Decimal(0)
        return Said(
            f"{quantity:f} {limit.unit.value}",
            f"{vietnamese(quantity)} {label(limit.unit).lower()}",
        )
    words = (limit.words or "") if limit is not None else ""
    return Said(words, words)


def _fee(fee: Fee) -> Said:
    if fee.words is not None or fee.amount is None:
        words = fee.words or ""
        return Said(words, words)
    unit = "đồng" if fee.currency == "VND" else fee.currency
    key, shown = f"{fee.amount:f} {fee.currency}", f"{vietnamese(fee.amount)} {unit}"
    if fee.kind is None:
        return Said(key, shown)
    return Said(f"{fee.kind.value} {key}", f"{label(fee.kind)}: {shown}")


def vietnamese(number: Decimal) -> str:
    """A number as Viet Nam writes it (*định dạng số*): ``1.234.567,89``."""
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def vietnamese_day(day: date) -> str:
    """A day as Viet Nam writes it (*ngày*): ``31/01/2024``."""
    return f"{day:%d/%m/}{day.year:04d}"


def status_of(record: Record) -> Said | None:
    """The status of a record as key and official label (*tình trạng*)."""
    return Said(record.status.value, record.status.label) if record.status else None


_VALUES: Final[dict[str, tuple[Callable[[Procedure, Record], Value], int]]] = {
    "code": (lambda p, r: p.code, 24),
    "draft": (lambda p, r: p.draft, 14),
    "copy_of": (lambda p, r: p.copy_of, 14),
    "name": (lambda p, r: p.name, 60),
    "field": (lambda p, r: _name(p.field), 24),
    "levels": (lambda p, r: p.levels, 14),
    "announcing": (lambda p, r: _name(p.announcing), 24),
    "executing": (lambda p, r: _names(p.executing), 36),
    "competent": (lambda p, r: _names(p.competent), 30),
    "authorised": (lambda p, r: _names(p.authorised), 24),
    "coordinating": (lambda p, r: _names(p.coordinating), 24),
    "decision": (lambda p, r: p.decision.raw if p.decision else None, 20),
    "decision_date": (lambda p, r: p.decision.signed_on if p.decision else None, 14),
    "regulation": (lambda p, r: p.regulation, 30),
    "type": (lambda p, r: p.type, 18),
    "online": (lambda p, r: p.online, 18),
    "time_limits": (lambda p, r: _limits(p), 30),
    "fees": (lambda p, r: _fees(p), 30),
    "performers": (lambda p, r: _names(p.performers), 30),
    "receiving": (lambda p, r: p.receiving, 30),
    "results": (lambda p, r: _names(p.results), 30),
    "legal_bases": (lambda p, r: _bases(p.legal_bases), 30),
    "requirements": (lambda p, r: _requirements(p.requirements), 40),
    "description": (lambda p, r: p.description, 30),
    "keywords": (lambda p, r: p.keywords, 20),
    "note": (lambda p, r: p.note, 20),
    "edition_on": (lambda p, r: r.edition.on, 14),
    "edition_effective": (lambda p, r: r.edition.effective, 14),
    "edition_until": (lambda p, r: r.edition.until, 14),
    "status": (lambda p, r: status_of(r), 16),
    "status_effective": (lambda p, r: r.status.effective if r.status else None, 14),
    "status_until": (lambda p, r: r.status.until if r.status else None, 14),
}

COLUMNS: Final = tuple(
    Column(column.key, column.label, *_VALUES[column.key]) for column in headings.COLUMNS
)
"""The columns of a table of procedures, in order."""
