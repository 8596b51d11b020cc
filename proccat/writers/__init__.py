"""Files out (*kết xuất*): one module a format; a whole file or none, and a report of its losses.

A new format is one new module and one line in :data:`WRITERS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from proccat.errors import ExportError
from proccat.writers.base import ExportReport, Writer, atomic
from proccat.writers.csv_table import CsvWriter
from proccat.writers.json_file import JsonWriter
from proccat.writers.jsonl import JsonLinesWriter
from proccat.writers.log import LogWriter
from proccat.writers.xlsx import XlsxWriter

_ALL: tuple[Writer, ...] = (
    LogWriter(),
    JsonLinesWriter(),
    JsonWriter(),
    CsvWriter(),
    CsvWriter(name="csv-excel", excel=True),
    XlsxWriter(),
)

WRITERS: Mapping[str, Writer] = MappingProxyType({writer.name: writer for writer in _ALL})
"""All formats that can be written, by name; of two with one suffix the first has it."""


def choose(path: Path, format: str | None = None) -> Writer:
    """The writer for a file (*bộ ghi*): the one asked for, else the one of its suffix.

    Raises:
        ExportError: no such format, or a suffix that tells none.
    """
    if format is not None:
        if format in WRITERS:
            return WRITERS[format]
        raise ExportError(f"no format {format!r} can be written; known are {', '.join(WRITERS)}")
    for writer in WRITERS.values():
        if writer.suffix == path.suffix.lower():
            return writer
    known = ", ".join(f"{writer.name} ({writer.suffix})" for writer in WRITERS.values())
    raise ExportError(f"{path.name}: its name tells no format; known are {known}")


__all__ = ["WRITERS", "ExportReport", "Writer", "atomic", "choose"]
