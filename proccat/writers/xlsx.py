"""Tables of procedures and items as an Excel workbook (*tệp Excel*), the officials' format.

Codes are text cells, days are days shown dd/mm/yyyy, nothing becomes a formula, a link or a number
by its looks. What a cell cannot hold is an error that names the cell, never a silent cut.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, Final

import attrs

from proccat.documents import Item, Procedure
from proccat.errors import ExportError, MissingExtraError
from proccat.readers.cells import OLDEST_DAY
from proccat.view import Record, View
from proccat.writers.base import ExportReport, atomic
from proccat.writers.columns import COLUMNS, Value, in_words, status_of, vietnamese_day
from proccat.writers.losses import Losses

PROCEDURES: Final = "Thủ tục hành chính"
ITEMS: Final = "Nội dung đơn giản hóa"
LONGEST_CELL: Final = 32_767
"""What a cell of a workbook holds, in UTF-16 units as Excel counts."""

LAST_ROW: Final = 1_048_576
EXACT_DIGITS: Final = 15
"""A number of a workbook keeps so many digits."""

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY: Final = "dd/mm/yyyy"
_LAYOUT: Final[dict[str, object]] = {"valign": "top", "text_wrap": True}

_ITEM_COLUMNS: Final[tuple[tuple[str, Callable[[Item, Record], Value], int], ...]] = (
    ("Mã nội dung", lambda i, r: i.id, 40),
    ("Chương trình", lambda i, r: i.programme, 20),
    ("Phương án", lambda i, r: i.plan, 16),
    ("Loại đối tượng", lambda i, r: i.subject_kind, 24),
    ("Đối tượng", lambda i, r: i.about, 24),
    ("Nội dung", lambda i, r: i.name, 60),
    ("Cơ quan chủ trì", lambda i, r: i.lead.name if i.lead else None, 24),
    ("Sản phẩm", lambda i, r: i.product, 30),
    ("Thời hạn", lambda i, r: i.due, 14),
    ("Trạng thái", lambda i, r: status_of(r), 24),
    ("Trạng thái từ ngày", lambda i, r: r.status.effective if r.status else None, 14),
    ("Trạng thái đến hết ngày", lambda i, r: r.status.until if r.status else None, 14),
)


@contextmanager
def workbook(path: Path, title: str, day: date) -> Iterator[Any]:
    """A workbook (*tệp Excel*), written row after row in bounded memory, whole or not at all.

    Args:
        path: the file.
        title: what it is called.
        day: the day in law, in place of the clock: the same view gives the same bytes.

    Raises:
        ExportError: it cannot be written.
        MissingExtraError: the extra ``excel`` is not installed.
    """
    try:
        import xlsxwriter
        from xlsxwriter.exceptions import XlsxWriterException
    except ImportError:
        raise MissingExtraError("writing .xlsx files", "excel") from None
    with atomic(path) as temporary, tempfile.TemporaryDirectory() as scratch:
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        try:
            with xlsxwriter.Workbook(str(temporary), options) as book:
                book.set_properties({"title": title, "created": datetime.combine(day, time(), UTC)})
                yield book
        except XlsxWriterException as error:
            raise ExportError(f"{path.name} cannot be written: {error}") from error


@attrs.frozen
class XlsxWriter:
    """Procedures, and the items of programmes if there are any, as a workbook (*tệp Excel*)."""

    name: str = "xlsx"
    suffix: str = ".xlsx"

    def write(self, view: View, path: Path) -> ExportReport:
        """Writes row after row in bounded memory; see :class:`Writer`."""
        losses = Losses()
        with workbook(path, PROCEDURES, view.effective) as book:
            procedures, items, ancient = _sheets(book, view, losses)
        told = losses.told(view, {"procedure", "item"})
        if items:
            told += ("of items only what its columns name is in it, no measures and no basis",)
        if ancient:
            told += (f"{ancient} days before March 1900 are written as text",)
        return ExportReport(path, self.name, procedures + items, told)


def _sheets(book: Any, view: View, losses: Losses) -> tuple[int, int, int]:
    """Both sheets; the numbers of procedures, of items, of days that Excel cannot count."""
    procedures = Sheet.begin(book, PROCEDURES, [(c.label, c.width) for c in COLUMNS])
    for record in view.records("procedure"):
        procedure = record.document
        assert isinstance(procedure, Procedure)  # records of a kind are of its class
        procedures.add([column.value(procedure, record) for column in COLUMNS])
        losses.note(procedure, record)
    procedures.end()
    items = view.records("item")
    first = next(items, None)
    if first is None:
        return procedures.rows, 0, procedures.ancient
    sheet = Sheet.begin(book, ITEMS, [(heading, width) for heading, _, width in _ITEM_COLUMNS])
    for record in chain([first], items):
        item = record.document
        assert isinstance(item, Item)  # records of a kind are of its class
        sheet.add([value(item, record) for _, value, _ in _ITEM_COLUMNS])
    sheet.end()
    return procedures.rows, sheet.rows, procedures.ancient + sheet.ancient


@attrs.frozen
class Formula:
    """A native formula (*công thức*), with what it comes to beside it.

    Attributes:
        formula: as Excel has it, with its ``=``.
        value: what it comes to; it is written in place of a formula over cells that hold text.
        over: the columns it is over, counted from 0.
    """

    formula: str
    value: Decimal | None
    over: tuple[int, ...]


@attrs.define
class Sheet:
    """A worksheet (*trang tính*) while it is written, from above to below."""

    title: str
    width: int
    book: Any  # XlsxWriter ships no types
    sheet: Any
    text: Any
    day: Any
    plain: Any
    rows: int = 0
    ancient: int = 0
    _amounts: dict[tuple[str, bool], Any] = attrs.field(factory=dict, init=False)
    _inexact: set[int] = attrs.field(factory=set, init=False)

    @classmethod
    def begin(cls, book: Any, title: str, columns: Sequence[tuple[str, int]]) -> Sheet:
        """A new sheet with its headings."""
        sheet = book.add_worksheet(title)
        text = book.add_format(_LAYOUT | {"num_format": "@"})
        day = book.add_format(_LAYOUT | {"num_format": _DAY})
        bold = book.add_format(_LAYOUT | {"num_format": "@", "bold": True})
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 0)
        return cls(title, len(columns), book, sheet, text, day, book.add_format())

    def add(self, values: Sequence[Value | Decimal]) -> None:
        """Writes one row; an amount that Excel would round is written as text."""
        self._next()
        for place, value in enumerate(values):
            if isinstance(value, Decimal):
                self._amount(place, value)
                continue
            said = in_words(value, people=True)
            if isinstance(said, date):
                self._day(place, said)
            elif said:
                self._text(place, said)

    def end(self) -> None:
        """A filter over all that was written."""
        self.sheet.autofilter(0, 0, self.rows, self.width - 1)

    def total(self, cells: Sequence[str | Formula | None]) -> None:
        """Writes one bold row under the filter, after :meth:`end`."""
        self._next()
        bold = self.book.add_format(_LAYOUT | {"num_format": "@", "bold": True})
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                put(self.sheet, self.title, (self.rows, place), cell, bold, self.plain)
            elif cell is not None and cell.value is not None:
                if self._inexact.isdisjoint(cell.over) and _is_exact(cell.value):
                    layout = self._layout(cell.value, bold=True)
                    beside = float(cell.value)  # exact: it has no more digits than Excel keeps
                    self.sheet.write_formula(self.rows, place, cell.formula, layout, beside)
                else:
                    self._amount(place, cell.value, bold=True)

    def _next(self) -> None:
        self.rows += 1
        if self.rows >= LAST_ROW:
            raise ExportError(f"{self.title} has more rows than a worksheet: {LAST_ROW}")

    def _amount(self, place: int, amount: Decimal, *, bold: bool = False) -> None:
        if _is_exact(amount):
            self.sheet.write_number(self.rows, place, amount, self._layout(amount, bold=bold))
        else:
            self._inexact.add(place)
            self._text(place, f"{amount:f}")

    def _layout(self, amount: Decimal, *, bold: bool) -> Any:
        shown = number_format(amount)
        if (shown, bold) not in self._amounts:
            given = _LAYOUT | {"num_format": shown, "bold": bold}
            self._amounts[shown, bold] = self.book.add_format(given)
        return self._amounts[shown, bold]

    def _day(self, place: int, day: date) -> None:
        if day < OLDEST_DAY:
            self.ancient += 1
            self._text(place, vietnamese_day(day))
        else:
            self.sheet.write_datetime(self.rows, place, day, self.day)

    def _text(self, place: int, said: str) -> None:
        put(self.sheet, self.title, (self.rows, place), said, self.text, self.plain)


def number_format(amount: Decimal) -> str:
    """How Excel is to show an amount (*định dạng số*): no separator behind a whole one.

    Others have two digits behind it, or as many as it needs; Excel shows 30 at most.
    """
    exponent = amount.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return "#,##0"
    return "#,##0." + "0" * min(max(2, -exponent), 30)


def _is_exact(amount: Decimal) -> bool:
    """Whether Excel keeps all its digits."""
    return len(amount.normalize().as_tuple().digits) <= EXACT_DIGITS


def put(sheet: Any, title: str, at: tuple[int, int], said: str, layout: Any, plain: Any) -> None:
    """Write a text into a cell as it is (*ghi ô văn bản*): no formula, no markup, no silent cut.

    Args:
        sheet: the worksheet.
        title: its name, for errors.
        at: row and column.
        said: the text.
        layout: the format of the cell.
        plain: a format that says nothing.

    Raises:
        ExportError: the cell cannot hold it; the message names the cell.
    """
    units = len(said) + sum(character > "\uffff" for character in said)
    if units > LONGEST_CELL:
        raise ExportError(
            f"{_address(title, at)} would hold {units} characters, "
            f"a cell holds {LONGEST_CELL}: export as json"
        )
    illegal = _ILLEGAL.search(said)
    if illegal is not None:
        raise ExportError(
            f"{_address(title, at)} would hold U+{ord(illegal.group()):04X}, which no workbook can"
        )
    if said.startswith("<r>") and said.endswith("</r>"):
        # XlsxWriter would put such a text into the file as markup; in two runs it does not.
        sheet.write_rich_string(*at, said[0], plain, said[1:], layout)
    else:
        sheet.write_string(*at, said, layout)


def _address(title: str, at: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return f"{title}!{xl_rowcol_to_cell(*at)}"
