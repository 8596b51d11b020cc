"""The report on reform as an Excel workbook (*tệp Excel*) with native charts."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from proccat.errors import ExportError, MissingExtraError
from proccat.reports.reform import Figure, Reform, ReformLine
from proccat.reports.wording import Lang, head, moved, word
from proccat.writers.base import atomic
from proccat.writers.xlsx import number_format, put

_COLUMNS: Final = (
    ("line", 52), ("figure", 26), ("value", 16), ("of", 14), ("share", 12), ("earlier", 20),
    ("change", 44), ("day", 16),
)  # fmt: skip
_FIRST: Final = 3  # rows above the first figure: title, day, headings
_VALUE, _OF, _SHARE, _EARLIER, _CHANGE, _DAY = 2, 3, 4, 5, 6, 7


@attrs.frozen
class _Row:
    label: str
    whose: str
    line: ReformLine
    figure: Figure | None


def write(report: Reform, path: Path, lang: Lang = "vi") -> int:
    """Write the report to a file (*xuất báo cáo*), whole or not at all; returns its rows.

    Every figure is a number in a cell of its own; nothing in it is a formula. Two native charts
    show the shares done, and the observed shares beside those of the year before.

    Args:
        report: the report.
        path: the file.
        lang: the language of its words.

    Raises:
        ExportError: it could not be written, or a text is longer than a cell holds.
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
        from xlsxwriter.exceptions import XlsxWriterException
    except ImportError:
        raise MissingExtraError("writing .xlsx files", "excel") from None
    rows = [
        _Row(line.label.of(lang), whose, line, figure)
        for line in report.lines
        for whose, figures in _both(report, line, lang)
        for figure in (figures or (None,))
    ]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with atomic(path) as temporary:
        try:
            with xlsxwriter.Workbook(str(temporary), options) as book:
                # The day of the report in place of the clock: the same report, the same bytes.
                created = datetime.combine(report.effective, time(), UTC)
                book.set_properties({"title": report.title.of(lang), "created": created})
                layout = _Layout.of(book)
                _fill(book.add_worksheet(word("report", lang)), layout, report, rows, lang)
                _charts(book, layout, rows, lang)
        except XlsxWriterException as error:
            raise ExportError(f"{path.name} cannot be written: {error}") from error
    return len(rows)


def _both(report: Reform, line: ReformLine, lang: Lang) -> list[tuple[str, tuple[Figure, ...]]]:
    whose = [(word("all", lang), line.figures)]
    return whose + ([(report.agency, line.beside)] if report.agency is not None else [])


@attrs.define
class _Layout:
    """The formats of a workbook, and its texts."""

    title: Any
    heading: Any
    text: Any
    exact: Any
    day: Any
    plain: Any
    book: Any
    _amounts: dict[str, Any] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, book: Any) -> _Layout:
        wrapped = {"text_wrap": True, "valign": "top"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 14}),
            heading=book.add_format(wrapped | {"bold": True, "bottom": 1}),
            text=book.add_format(wrapped | {"num_format": "@"}),
            exact=book.add_format({"num_format": "0.00", "valign": "top"}),
            day=book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            plain=book.add_format(),
            book=book,
        )

    def amount(self, value: Decimal) -> Any:
        """The format of a number: no separator behind a whole one."""
        shown = number_format(value)
        if shown not in self._amounts:
            given = {"num_format": shown, "valign": "top"}
            self._amounts[shown] = self.book.add_format(given)
        return self._amounts[shown]

    def put(self, sheet: Any, at: tuple[int, int], said: str, layout: Any = None) -> None:
        """Write a text into a cell."""
        put(sheet, sheet.get_name(), at, said, layout or self.text, self.plain)


def _fill(sheet: Any, layout: _Layout, report: Reform, rows: list[_Row], lang: Lang) -> None:
    layout.put(sheet, (0, 0), report.title.of(lang), layout.title)
    layout.put(sheet, (1, 0), head(report, lang))
    for place, (key, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        layout.put(sheet, (_FIRST - 1, place), word(key, lang), layout.heading)
    sheet.freeze_panes(_FIRST, 0)
    for at, row in enumerate(rows, _FIRST):
        layout.put(sheet, (at, 0), f"{row.label} · {row.whose}")
        layout.put(sheet, (at, 1), _called(row, lang))
        if row.figure is not None:
            _numbers(sheet, layout, at, row.figure, lang)


def _numbers(sheet: Any, layout: _Layout, at: int, figure: Figure, lang: Lang) -> None:
    is_share = figure.share is not None and figure.of is None
    shown = layout.exact if is_share else layout.amount(figure.value)
    sheet.write_number(at, _VALUE, figure.value, shown)
    if figure.of is not None:
        sheet.write_number(at, _OF, figure.of, layout.amount(figure.of))
    if figure.share is not None:
        sheet.write_number(at, _SHARE, figure.share, layout.exact)
    if figure.change is not None:
        layout.put(sheet, (at, _CHANGE), moved(figure, lang))
        if figure.change.base is not None:
            sheet.write_number(at, _EARLIER, figure.change.base, layout.exact)
    if figure.as_of is not None:
        sheet.write_datetime(at, _DAY, figure.as_of, layout.day)


def _called(row: _Row, lang: Lang) -> str:
    """What a figure counts, with what the source says beside it."""
    figure = row.figure
    if figure is None:
        return word("nothing", lang)
    if figure.key == "observed":
        words = (figure.qualifier and word(figure.qualifier, lang), figure.unit)
        return " · ".join(filter(None, words))
    if figure.key in ("share", "items"):
        return row.line.counted.of(lang) if row.line.counted else word("items", lang)
    return word(figure.level or figure.key, lang)


def _charts(book: Any, layout: _Layout, rows: list[_Row], lang: Lang) -> None:
    """A sheet with the shares done, and the observed ones beside those of the year before."""
    title = word("charts", lang)
    sheet = book.add_worksheet(title)
    sheet.set_column(0, 0, _COLUMNS[0][1])
    shares = [(row, figure) for row in rows if (figure := row.figure) and figure.share is not None]
    done = [(row, figure) for row, figure in shares if figure.key != "observed"]
    observed = [(row, figure) for row, figure in shares if figure.key == "observed"]
    below = 0
    for key, chosen, columns in (
        ("done", done, ("share",)),
        ("against", observed, ("earlier", "share")),
    ):
        if not chosen:
            continue
        for place, column in enumerate(columns, 1):
            layout.put(sheet, (below, place), word(column, lang), layout.heading)
        for at, (row, figure) in enumerate(chosen, below + 1):
            layout.put(sheet, (at, 0), f"{row.label} · {_called(row, lang)} · {row.whose}")
            base = figure.change.base if figure.change else None
            for place, column in enumerate(columns, 1):
                value = base if column == "earlier" else figure.share
                if value is not None:
                    sheet.write_number(at, place, value, layout.exact)
        chart = book.add_chart({"type": "bar"})
        last = below + len(chosen)
        for place in range(1, len(columns) + 1):
            chart.add_series({
                "name": [title, below, place],
                "categories": [title, below + 1, 0, last, 0],
                "values": [title, below + 1, place, last, place],
                "data_labels": {"value": True, "num_format": "0.00"},
            })  # fmt: skip
        chart.set_title({"name": word(key, lang)})
        chart.set_x_axis({"min": 0, "max": 100, "num_format": "0"})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
        height = 140 + 50 * len(chosen) * len(columns)
        chart.set_size({"width": 1000, "height": height})
        sheet.insert_chart(below, 4, chart)
        below += max(len(chosen), height // 20) + 3
