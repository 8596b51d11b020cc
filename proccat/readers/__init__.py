"""Files in (*đọc tệp*): one module a format; a fault is a Problem, never a crash.

A new format is one new module and one line in :data:`READERS`.
"""

from __future__ import annotations

from pathlib import Path

from proccat.errors import LoadError
from proccat.held import is_held
from proccat.readers.base import Entry, Reader
from proccat.readers.csv_table import CsvReader
from proccat.readers.foreign import head_of, refuse_foreign
from proccat.readers.json_documents import JsonLinesReader, JsonReader
from proccat.readers.log import LogReader
from proccat.readers.portal_list import PortalListReader

READERS: tuple[Reader, ...] = (
    LogReader(),
    JsonReader(),
    JsonLinesReader(),
    PortalListReader(),
    CsvReader(),
)
"""All formats that can be read; of two that are equally sure of a file the first takes it."""


def choose(path: Path, format: str | None = None) -> Reader:
    """The reader for a file (*bộ đọc*): the one asked for, else the one that is surest of it.

    Args:
        path: the file.
        format: the name of a format, to skip the guessing.

    Raises:
        LoadError: no such format, no such file, a file that no reader takes, or a catalogue that
            is open.
    """
    if is_held(path):
        raise LoadError(f"{path.name}: is a catalogue that is open; close it, or load its export")
    if format is not None:
        for reader in READERS:
            if reader.name == format:
                return reader
        known = ", ".join(reader.name for reader in READERS)
        raise LoadError(f"no format {format!r} can be read; known are {known}")
    head = head_of(path)
    refuse_foreign(path, head)
    sure, reader = max(
        ((reader.sniff(path, head), reader) for reader in READERS), key=lambda pair: pair[0]
    )
    if sure <= 0:
        raise LoadError(
            f"{path.name}: is none of the files that can be read: looked for a JSON object or list "
            "(.json), JSON Lines (.jsonl), an Excel workbook (.xlsx) and a text table with the "
            "headings Mã số and Tên (.csv)"
        )
    return reader


__all__ = ["READERS", "Entry", "Reader", "choose"]
