"""Tables of procedures as text (*tệp CSV*): one for machines, one for Excel in Viet Nam.

In both every field is in quotation marks, so that a spreadsheet that takes another separator than
the file's splits no cell, and what it would run as a formula has an apostrophe in front.

``csv-excel`` also guards codes and whatever else looks like a number or a date (``1.000010``,
``12/2024``): Excel would turn it into one on opening, and drop zeros. Of the ways to keep it text,
``="1.000010"`` is a formula, which is what the guard exists to prevent; a tab in front cannot be
seen, so that a code with it silently equals no other. An apostrophe can be seen, is what Excel
users type themselves, and the reader takes it off exactly. The price is that Excel shows it, and
that looking such a code up in another table fails until it is taken off; who wants clean cells
takes ``xlsx``. Days are left for Excel to read as dd/mm/yyyy, as its Vietnamese settings do.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import attrs

from proccat.documents import Procedure
from proccat.readers.guard import guard
from proccat.view import View
from proccat.writers.base import ExportReport, atomic
from proccat.writers.columns import COLUMNS, in_words, vietnamese_day
from proccat.writers.losses import Losses


@attrs.frozen
class CsvWriter:
    """A table of procedures (*bảng thủ tục hành chính*) as CSV, RFC 4180.

    Attributes:
        name: the name of the format.
        suffix: the end of a file's name.
        excel: whether it is for people with Excel in Viet Nam: byte-order mark, semicolons,
            Vietnamese headings and labels, dd/mm/yyyy; else for machines: commas, English
            headings, keys, ISO days.
    """

    name: str = "csv"
    suffix: str = ".csv"
    excel: bool = False

    def write(self, view: View, path: Path) -> ExportReport:
        """Writes one row a procedure; see :class:`Writer`."""
        rows = formulas = numbers = 0
        losses = Losses()
        encoding = "utf-8-sig" if self.excel else "utf-8"
        with atomic(path) as temporary, temporary.open("w", encoding=encoding, newline="") as file:
            table = csv.writer(
                file,
                delimiter=";" if self.excel else ",",
                quoting=csv.QUOTE_ALL,
                lineterminator="\r\n",
            )
            table.writerow([column.label if self.excel else column.key for column in COLUMNS])
            for record in view.records("procedure"):
                procedure = record.document
                assert isinstance(procedure, Procedure)  # records of a kind are of its class
                cells = []
                for column in COLUMNS:
                    value = column.value(procedure, record)
                    if value is None:
                        cells.append("")
                        continue
                    said = in_words(value, people=self.excel)
                    if isinstance(said, date):
                        cells.append(vietnamese_day(said) if self.excel else said.isoformat())
                        continue
                    cell = guard(said)
                    formulas += cell != said
                    if self.excel and cell == said:
                        cell = guard(said, numbers=True)
                        numbers += cell != said
                    cells.append(cell)
                table.writerow(cells)
                losses.note(procedure, record)
                rows += 1
        told = losses.told(view, {"procedure"})
        if formulas:
            told += (f"{formulas} cells that begin like a formula have an apostrophe in front",)
        if numbers:
            told += (
                f"{numbers} cells that Excel would take for numbers or dates, codes among them, "
                "have an apostrophe in front",
            )
        return ExportReport(path, self.name, rows, told)
