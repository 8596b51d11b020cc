"""The sheets of compliance cost (*bảng tính chi phí tuân thủ*): now, after, comparison."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from proccat.documents import Stated, values
from proccat.documents.labels import label
from proccat.reports.cost import CostReport, ItemCost
from proccat.reports.reckoning import Account, Line, Saving
from proccat.writers.base import ExportReport
from proccat.writers.columns import Value
from proccat.writers.xlsx import Sheet, workbook

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
    ("Nguồn số liệu", 30),
)  # fmt: skip
_COMPARED: Final = (
    ("STT", 6), ("Mã nội dung", 40), ("Nội dung", 50), ("Chương trình", 20),
    ("Cơ quan chủ trì", 24), ("Chi phí hiện tại (đồng/năm)", 22),
    ("Chi phí sau đơn giản hóa (đồng/năm)", 22), ("Chi phí tiết kiệm (đồng/năm)", 22),
    ("Tỷ lệ cắt giảm (%)", 12), ("Đã thực hiện: chi phí tiết kiệm (đồng/năm)", 22),
    ("Đã thực hiện: tỷ lệ cắt giảm (%)", 12), ("Số liệu còn thiếu", 60),
)  # fmt: skip


def write(report: CostReport, path: Path) -> ExportReport:
    """Write the sheets as officials know them: now, after, and both compared.

    Args:
        report: what was reckoned.
        path: the file, ``.xlsx``.

    Raises:
        ExportError: it cannot be written.
        MissingExtraError: the extra ``excel`` is not installed.
    """
    rows = [row for row in report.rows if row.approved or row.realised]
    with workbook(path, "Chi phí tuân thủ thủ tục hành chính", report.effective) as book:
        _accounts(book, NOW, [(row, _sheet_of(row).now) for row in rows])
        _accounts(book, AFTER, [(row, _sheet_of(row).after) for row in rows])
        compared = Sheet.begin(book, COMPARED, _COMPARED)
        for number, row in enumerate(rows, 1):
            compared.add(_comparison(number, row))
        compared.add(_sums(report))
        compared.end()
    return ExportReport(path, "xlsx-cost", len(rows), ())


def _sheet_of(row: ItemCost) -> Saving:
    """The sheet of the plan; of what has none, the texts before and after."""
    found = row.approved or row.realised
    assert found is not None  # rows without either are left out
    return found


def _accounts(book: Any, title: str, accounts: list[tuple[ItemCost, Account]]) -> None:
    sheet = Sheet.begin(book, title, _SHEET)
    number = 0
    for row, account in accounts:
        for line in account.lines:
            number += 1
            sheet.add(_line(number, row, line))
    sheet.end()


def _line(number: int, row: ItemCost, line: Line) -> Row:
    inputs = line.inputs
    tasks = values(inputs.tasks)
    hours = [task.hours for task in tasks if task.hours is not None]
    outlay = [task.outlay for task in tasks if task.outlay is not None]
    done = inputs.tasks.words if isinstance(inputs.tasks, Stated) else ""
    return [
        str(number), row.subject.partition(":")[2], row.title, inputs.case,
        label(inputs.channel) if inputs.channel else None,
        "; ".join(task.name for task in tasks) or done,
        sum(hours, Decimal(0)) if hours else None, inputs.hourly,
        sum(outlay, Decimal(0)) if outlay else None, line.charges, line.once,
        inputs.times, inputs.subjects, line.yearly, inputs.source,
    ]  # fmt: skip


def _comparison(number: int, row: ItemCost) -> Row:
    return [
        str(number), row.subject.partition(":")[2], row.title, row.programme, row.agency,
        *_figures(row.approved), *list(_figures(row.realised))[2:],
        "; ".join(row.missing),
    ]  # fmt: skip


def _figures(saving: Saving | None) -> Iterator[Decimal | None]:
    if saving is None:
        yield from (None, None, None, None)
    else:
        yield from (saving.now.yearly, saving.after.yearly, saving.benefit, saving.rate)


def _sums(report: CostReport) -> Row:
    approved, realised = report.approved, report.realised
    return [
        "", "", "Tổng cộng", "", "", approved.now, approved.after, approved.benefit,
        approved.rate, realised.benefit, realised.rate, "",
    ]  # fmt: skip
