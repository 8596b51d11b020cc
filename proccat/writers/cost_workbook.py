"""The sheets of compliance cost (*bảng tính chi phí tuân thủ*): now, after, comparison."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from proccat.documents import Stated, values
from proccat.documents.labels import label
from proccat.reports.cost import CostReport, ItemCost, Total
from proccat.reports.reckoning import Account, Line, Saving, total
from proccat.writers.base import ExportReport
from proccat.writers.columns import Value
from proccat.writers.xlsx import Formula, Sheet, workbook

Row = list[Value | Decimal]

NOW: Final = "Hiện tại"
AFTER: Final = "Sau đơn giản hóa"
COMPARED: Final = "So sánh"

_SHEET: Final = (
    ("STT", 6), ("Mã nội dung", 40), ("Nội dung", 50), ("Trường hợp", 24), ("Hình thức", 14),
    ("Các công việc khi thực hiện", 50), ("Thời gian thực hiện (giờ)", 14),
    ("Thu nhập bình quân (đồng/giờ)", 16), ("Chi phí dịch vụ, đi lại (đồng)", 18),
    ("Phí, lệ phí, chi phí khác (đồng)", 18), ("Chi phí một lần (đồng)", 18),
    ("Số lần trong năm", 12), ("Số đối tượng trong năm", 16), ("Chi phí một năm (đồng)", 22),
    ("Nguồn số liệu", 30), ("Tính theo", 14),
)  # fmt: skip
_COMPARED: Final = (
    ("STT", 6), ("Mã nội dung", 40), ("Nội dung", 50), ("Chương trình", 20),
    ("Cơ quan chủ trì", 24), ("Chi phí hiện tại (đồng/năm)", 22),
    ("Chi phí sau đơn giản hóa (đồng/năm)", 22), ("Chi phí tiết kiệm (đồng/năm)", 22),
    ("Tỷ lệ cắt giảm (%)", 12), ("Đã thực hiện: chi phí trước (đồng/năm)", 22),
    ("Đã thực hiện: chi phí sau (đồng/năm)", 22),
    ("Đã thực hiện: chi phí tiết kiệm (đồng/năm)", 22),
    ("Đã thực hiện: tỷ lệ cắt giảm (%)", 12), ("Số liệu còn thiếu", 60),
)  # fmt: skip


_YEARLY, _BASED = 13, 15
_APPROVED, _REALISED = 5, 9
"""Where the four figures of each begin in the comparison: now, after, benefit, rate."""

PLANNED: Final = "Phương án"
WRITTEN: Final = "Văn bản"


def write(report: CostReport, path: Path) -> ExportReport:
    """Write the sheets as officials know them (*bảng tính chi phí*): now, after, both compared.

    Sums are native formulas under the rows. What could not be reckoned at all stands in the
    comparison only, with what is missing.

    Args:
        report: what was reckoned.
        path: the file, ``.xlsx``.

    Raises:
        ExportError: it cannot be written.
        MissingExtraError: the extra ``excel`` is not installed.
    """
    shown = [(row, found) for row in report.rows if (found := row.approved or row.realised)]
    with workbook(path, "Chi phí tuân thủ thủ tục hành chính", report.effective) as book:
        _accounts(book, NOW, [(row, found.now) for row, found in shown])
        _accounts(book, AFTER, [(row, found.after) for row, found in shown])
        compared = Sheet.begin(book, COMPARED, _COMPARED)
        for number, row in enumerate(report.rows, 1):
            compared.add(_comparison(number, row))
        compared.end()
        compared.total([
            None, None, "Tổng cộng", None, None,
            *_sums(report.approved, _APPROVED, compared.rows),
            *_sums(report.realised, _REALISED, compared.rows),
        ])  # fmt: skip
    return ExportReport(path, "xlsx-cost", len(report.rows), ())


def _accounts(book: Any, title: str, accounts: list[tuple[ItemCost, Account]]) -> None:
    """One side: the sheets of plans; of what has none, the texts. They are summed apart."""
    sheet = Sheet.begin(book, title, _SHEET)
    sums: dict[str, list[Decimal]] = {PLANNED: []}
    for row, account in accounts:
        based = PLANNED if row.approved else WRITTEN
        for line in account.lines:
            sheet.add([*_line(sheet.rows + 1, row, line), based])
            sums.setdefault(based, []).extend([line.yearly] if line.yearly is not None else [])
    sheet.end()
    last = sheet.rows
    for based, known in sums.items():
        formula = f'=SUMIFS({_span(_YEARLY, last)},{_span(_BASED, last)},"{based}")'
        cells: list[str | Formula | None] = [None] * len(_SHEET)
        cells[2] = "Tổng cộng các dòng đủ số liệu"
        cells[_YEARLY] = Formula(formula, total(known), (_YEARLY,))
        cells[_BASED] = based
        sheet.total(cells)


def _span(place: int, last: int) -> str:
    """The rows of a column; its heading, which no sum counts, if there are none."""
    from xlsxwriter.utility import xl_range

    return str(xl_range(min(1, last), place, last, place))


def _line(number: int, row: ItemCost, line: Line) -> Row:
    inputs = line.inputs
    tasks = values(inputs.tasks)
    hours = [task.hours for task in tasks if task.hours is not None]
    outlay = [task.outlay for task in tasks if task.outlay is not None]
    done = inputs.tasks.words if isinstance(inputs.tasks, Stated) else ""
    return [
        Decimal(number), row.subject.partition(":")[2], row.title, inputs.case,
        label(inputs.channel) if inputs.channel else None,
        "; ".join(task.name for task in tasks) or done,
        sum(hours, Decimal(0)) if hours else None, inputs.hourly,
        sum(outlay, Decimal(0)) if outlay else None, line.charges, line.once,
        inputs.times, inputs.subjects, line.yearly, inputs.source,
    ]  # fmt: skip


def _comparison(number: int, row: ItemCost) -> Row:
    return [
        Decimal(number), row.subject.partition(":")[2], row.title, row.programme, row.agency,
        *_figures(row.approved), *_figures(row.realised),
        "; ".join(row.missing),
    ]  # fmt: skip


def _figures(saving: Saving | None) -> Iterator[Decimal | None]:
    if saving is None:
        yield from (None, None, None, None)
    else:
        yield from (saving.now.yearly, saving.after.yearly, saving.benefit, saving.rate)


def _sums(whole: Total, place: int, last: int) -> Iterator[Formula]:
    """The sums of the rows of which both sides are known, as :class:`.Total` has them.

    Args:
        whole: what they come to.
        place: the first of the four columns.
        last: the last row.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    over = (place, place + 1, place + 2)
    benefit = _span(place + 2, last)
    for at, value in zip(over, (whole.now, whole.after, whole.benefit), strict=True):
        yield Formula(f'=SUMIFS({_span(at, last)},{benefit},"<>")', value, over)
    now, saved = (xl_rowcol_to_cell(last + 1, at) for at in (place, place + 2))
    yield Formula(f'=IF({now}=0,"",ROUND(100*{saved}/{now},2))', whole.rate, over)
