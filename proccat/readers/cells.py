"""Cells of a table (*ô bảng tính*) turned into values, strictly: what is not clear is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import attrs

from proccat import text as texts
from proccat.documents import Stated
from proccat.documents.labels import from_label
from proccat.documents.manner import TimeUnit
from proccat.documents.scalars import day


@attrs.frozen
class Broken:
    """A cell that holds no value to read (*ô lỗi*): an error, a formula without a stored value."""

    message: str


Cell = str | int | float | bool | date | time | timedelta | Broken | None
"""What a table's cell may hold; ``datetime`` is a ``date`` to Python."""


@attrs.frozen
class Reading:
    """What a cell says, None for unknown, and what was odd about it."""

    value: object
    oddity: str = ""


_UNKNOWN: Final = frozenset({"khong co thong tin", "chua co thong tin", "dang cap nhat"})
_NONE: Final = frozenset({
    "khong", "khong co", "khong quy dinh", "khong yeu cau", "mien phi", "khong thu phi",
    "khong mat phi", "phi: 0 vnd", "le phi: 0 vnd", "0 dong", "0 vnd",
})  # fmt: skip
_BLANKS: Final = " \t\r\n\u00a0"
OLDEST_DAY: Final = date(1900, 3, 1)
"""The first day all spreadsheets count alike: Excel has a 29 February 1900 that never was."""

LINE_END: Final = re.compile(r"\r\n|[\r\n]")
"""What separates several values in a cell."""

_GROUPED: Final = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?")
_MONEY: Final = re.compile(r"(\S+)\s*(?:đồng|đ|VNĐ|VND)", re.IGNORECASE)
_LIMIT: Final = re.compile(r"(\d{1,4})\s+(\D+?)\.?")


def is_blank(cell: Cell) -> bool:
    """Whether the cell holds nothing but blanks (*ô trống*)."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_BLANKS))


def words(cell: Cell) -> Reading:
    """A text kept as it came (*văn bản*); blank and "Không có thông tin" are unknown.

    Raises:
        ValueError: a date, a fraction, a truth value or a broken cell.
    """
    if isinstance(cell, str):
        return Reading(None if _is_unknown(cell) else cell)
    if cell is None:
        return Reading(None)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Reading(str(cell), f"the cell was a number: taken as the text “{cell}”")
    raise ValueError(f"the cell holds {_kind(cell)} where words belong: format it as Text")


def _is_unknown(cell: str) -> bool:
    said = texts.squash(cell)
    return not said or texts.fold(said) in _UNKNOWN


def code(cell: Cell) -> Reading:
    """A code (*mã*), which is text: blanks around it and an apostrophe before it are taken off.

    Raises:
        ValueError: a number, of which a spreadsheet may have dropped zeros.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        raise ValueError(
            f"the cell holds the number {cell}, not text: a spreadsheet may have dropped zeros "
            "of the code; format the column as Text and enter the code again from its source"
        )
    reading = words(cell)
    if not isinstance(reading.value, str):
        return reading
    bare = reading.value.strip(_BLANKS)
    if bare[:1] in ("'", "’"):
        return Reading(bare[1:].strip(_BLANKS), "an apostrophe before the code was taken off")
    return Reading(bare)


def state(cell: Cell) -> Reading:
    """A text, or stated to be none (*không, miễn phí*) where the words say so."""
    reading = words(cell)
    if isinstance(reading.value, str) and says_none(reading.value):
        return attrs.evolve(reading, value=Stated.none(reading.value))
    return reading


def several(cell: Cell) -> Reading:
    """Several values (*nhiều giá trị*), one a line: names hold commas."""
    reading = words(cell)
    if not isinstance(reading.value, str):
        return reading
    parts = LINE_END.split(reading.value)
    return attrs.evolve(reading, value=[part for part in parts if part.strip(_BLANKS)])


def lines(cell: Cell) -> Reading:
    """Several values, one a line, or stated to be none (*không*)."""
    reading = state(cell)
    return several(cell) if isinstance(reading.value, str) else reading


def says_none(said: str) -> bool:
    """Whether the words say that there is none (*không, không có, miễn phí, Phí: 0 VNĐ*)."""
    return texts.fold(texts.squash(said)).rstrip(" .") in _NONE


def day_of(cell: Cell) -> Reading:
    """A calendar day (*ngày*) from a date cell, from dd/mm/yyyy or from ISO text; never guessed.

    Raises:
        ValueError: a day that is none, a year of two digits, a time of day, a bare number.
    """
    if is_blank(cell):
        return Reading(None)
    if isinstance(cell, datetime):
        if cell.time() != time(0):
            raise ValueError(f"{cell} has a time of day where a day belongs")
        cell = cell.date()
    if isinstance(cell, date):
        if cell < OLDEST_DAY:
            raise ValueError(f"{cell.isoformat()} lies before what a spreadsheet can count")
        return Reading(cell)
    if not isinstance(cell, str):
        raise ValueError(f"the cell holds {_kind(cell)} where a day belongs: format it as a date")
    if _is_unknown(cell):
        return Reading(None)
    bare = cell.strip(_BLANKS)
    found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", bare)
    if found is None:
        try:
            return Reading(day(bare))
        except ValueError:
            raise ValueError(
                f"{bare[:40]!r} is no day: write it as 31/01/2024 or 2024-01-31"
            ) from None
    try:
        return Reading(date(int(found[3]), int(found[2]), int(found[1])))
    except ValueError:
        raise ValueError(f"{bare} is no day of the calendar") from None


def number_of(written: str) -> Decimal:
    """An exact number as Viet Nam writes it (*số*): ``1.234.567,89``; groups are of three digits.

    Raises:
        ValueError: another notation.
    """
    bare = written.strip(_BLANKS)
    if not (bare.isascii() and _GROUPED.fullmatch(bare)):
        raise ValueError(f"{bare[:40]!r} is no number: write it as 1.234.567,89")
    return Decimal(bare.replace(".", "").replace(",", "."))


def fee(said: str) -> dict[str, object]:
    """A fee (*phí, lệ phí*) as data: exact where the words are an amount in đồng, and the words."""
    found = _MONEY.fullmatch(texts.nfc(said).strip(_BLANKS))
    if found is not None:
        try:
            return {"amount": number_of(found[1]), "words": said}
        except ValueError:
            pass  # an amount in another notation stays words
    return {"words": said}


def limit(said: str) -> dict[str, object]:
    """A time limit (*thời hạn*) as data: exact where it is "5 ngày làm việc", and the words."""
    found = _LIMIT.fullmatch(texts.nfc(said).strip(_BLANKS))
    unit = from_label(TimeUnit, found[2]) if found is not None else None
    if found is None or unit is None:
        return {"words": said}
    return {"quantity": int(found[1]), "unit": unit, "words": said}


def _kind(cell: Cell) -> str:
    match cell:
        case Broken():
            return cell.message
        case bool():
            return f"the truth value {str(cell).upper()}"
        case int() | float():
            return f"the number {cell}"
        case date():
            return f"the date {cell.isoformat()}"
        case _:
            return f"the time {cell}"
