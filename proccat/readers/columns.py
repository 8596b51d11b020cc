"""The columns that tables of procedures have, as data: heading, other headings, how a cell is read.

The portal's list, the provincial list and our own exports share this one table; the writers take
their headings from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import attrs

from proccat import text as texts
from proccat.documents import Level, Stated
from proccat.documents.labels import from_label, label
from proccat.documents.procedure import OnlineLevel, ProcedureType, Regulation
from proccat.readers.cells import (
    Cell,
    Reading,
    code,
    day_of,
    fee,
    limit,
    lines,
    several,
    state,
    words,
)


@attrs.frozen
class Column:
    """A column of a table of procedures (*cột*).

    Attributes:
        key: its heading in our CSV for machines.
        label: its heading in our tables for people.
        read: how a cell is read; None for what is told by other means and not read back.
        aliases: other headings that mean the same.
    """

    key: str
    label: str
    read: Callable[[Cell], Reading] | None
    aliases: tuple[str, ...] = ()


def _levels(cell: Cell) -> Reading:
    """Levels (*cấp thực hiện*), split at commas too: their labels hold none."""
    reading = words(cell)
    if not isinstance(reading.value, str):
        return reading
    parts = re.split(r"[,;\r\n]", reading.value)
    said = [part.strip() for part in parts if part.strip()]
    found = [from_label(Level, part) for part in said]
    if None in found:
        unread = said[found.index(None)]
        return Reading(None, f"“{unread[:60]}” is no known level: the levels were left unknown")
    return Reading(list(dict.fromkeys(found)))


def _one_of(kind: type[StrEnum]) -> Callable[[Cell], Reading]:
    def read(cell: Cell) -> Reading:
        reading = words(cell)
        if not isinstance(reading.value, str):
            return reading
        value = from_label(kind, reading.value)
        if value is None:
            known = ", ".join(f"“{label(each)}”" for each in kind)
            return Reading(None, f"“{reading.value[:60]}” was left unknown: none of {known}")
        return Reading(value)

    return read


COLUMNS: Final = (
    Column("code", "Mã thủ tục", code, ("Mã số", "Mã TTHC", "Mã thủ tục hành chính", "Mã số TTHC")),
    Column("draft", "Mã dự thảo", code),
    Column("copy_of", "Sao từ mã", code),
    Column("name", "Tên thủ tục", words,
           ("Tên", "Tên thủ tục hành chính", "Tên TTHC", "Thủ tục hành chính")),
    Column("field", "Lĩnh vực", words, ("Tên lĩnh vực",)),
    Column("levels", "Cấp thực hiện", _levels),
    Column("announcing", "Cơ quan công bố", words,
           ("Cơ quan ban hành", "Cơ quan công bố/ban hành", "Cơ quan ban hành/công bố")),
    Column("executing", "Cơ quan thực hiện", lines, ("Cơ quan trực tiếp thực hiện",)),
    Column("competent", "Cơ quan có thẩm quyền", lines, ("Cơ quan có thẩm quyền quyết định",)),
    Column("authorised", "Cơ quan được ủy quyền", lines),
    Column("coordinating", "Cơ quan phối hợp", lines),
    Column("decision", "Số quyết định", words, ("Quyết định công bố", "Số quyết định công bố")),
    Column("decision_date", "Ngày quyết định", day_of),
    Column("regulation", "Loại thủ tục", _one_of(Regulation), ("Loại TTHC",)),
    Column("type", "Phân loại", _one_of(ProcedureType)),
    Column("online", "Mức độ trực tuyến", _one_of(OnlineLevel),
           ("Mức độ cung cấp", "Mức độ cung cấp dịch vụ công", "Mức độ DVC",
            "Mức độ cung cấp dịch vụ công trực tuyến")),
    Column("time_limits", "Thời hạn giải quyết", words, ("Thời gian giải quyết",)),
    Column("fees", "Phí, lệ phí", state, ("Phí - lệ phí", "Phí/lệ phí", "Phí lệ phí")),
    Column("performers", "Đối tượng thực hiện", lines),
    Column("receiving", "Địa chỉ tiếp nhận hồ sơ", state),
    Column("results", "Kết quả thực hiện", lines),
    Column("legal_bases", "Căn cứ pháp lý", lines),
    Column("requirements", "Yêu cầu, điều kiện", state, ("Yêu cầu, điều kiện thực hiện",)),
    Column("description", "Mô tả", state),
    Column("keywords", "Từ khóa", several),
    Column("note", "Ghi chú", words),
    Column("edition_on", "Ngày của văn bản", day_of),
    Column("edition_effective", "Có hiệu lực từ ngày", day_of),
    Column("edition_until", "Có hiệu lực đến hết ngày", day_of),
    Column("status", "Tình trạng", None),
    Column("status_effective", "Tình trạng từ ngày", None),
    Column("status_until", "Tình trạng đến hết ngày", None),
)  # fmt: skip
"""All columns, in the order in which our own tables have them."""

NEEDED: Final = ("code", "name")
"""The columns without which a table is no table of procedures."""

ORDINALS: Final = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "no."})
"""Headings of running numbers, which say nothing (*số thứ tự*)."""

OWN_PLAIN: Final = tuple(column.key for column in COLUMNS)
"""The heading row of our CSV for machines; a table that has it is read as our own."""

OWN_EXCEL: Final = tuple(column.label for column in COLUMNS)
"""The heading row of our tables for people."""

_BY_HEADING: Final[Mapping[str, Column]] = MappingProxyType({
    texts.fold(texts.squash(heading)): column
    for column in COLUMNS
    for heading in (column.key, column.label, *column.aliases)
})  # fmt: skip


def column_of(heading: str) -> Column | None:
    """The column that a heading (*tiêu đề cột*) names, tones, case and blanks apart."""
    return _BY_HEADING.get(texts.fold(texts.squash(heading)))


@attrs.frozen
class Row:
    """One row as data for a procedure, with the dates that stand beside it."""

    data: Mapping[str, Any]
    on: date | None
    effective: date | None
    until: date | None


def assemble(values: Mapping[str, object]) -> Row:
    """A row's cells put together as a procedure's data (*dữ liệu thủ tục*), unknown ones left out.

    Args:
        values: what was read, by column key.
    """
    data = {key: value for key, value in values.items() if value is not None}
    dates = [data.pop(f"edition_{name}", None) for name in ("on", "effective", "until")]
    decided, signed = data.pop("decision", None), data.pop("decision_date", None)
    if decided is not None:
        data["decision"] = {"raw": decided} | ({"signed_on": signed} if signed else {})
    limits, fees = data.pop("time_limits", None), data.pop("fees", None)
    if limits is not None or fees is not None:
        data["manners"] = [_manner(limits, fees)]
    if isinstance(data.get("requirements"), str):
        data["requirements"] = [data["requirements"]]
    on, effective, until = (each if isinstance(each, date) else None for each in dates)
    return Row(data, on, effective, until)


def _manner(limits: object, fees: object) -> dict[str, object]:
    manner: dict[str, object] = {}
    if isinstance(limits, str):
        manner["limit"] = limit(limits)
    if fees is not None:
        manner["fees"] = fees if isinstance(fees, Stated) else [fee(str(fees))]
    return manner


def expected() -> str:
    """The headings a table must have and those it may have, for a message."""
    shown: Sequence[str] = [column.label for column in COLUMNS if column.key not in NEEDED]
    return f"row with the headings “Mã số” and “Tên”, and any of {', '.join(shown[:12])} …"
