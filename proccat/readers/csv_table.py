"""Tables of procedures as text (*tệp CSV*): by their headings, whatever separates the columns.

Read as UTF-8, with one byte-order mark or two, or as UTF-16 with its mark; anything else is refused
rather than turned into wrong letters. Our own tables are known by their heading row, and what the
writer guarded against spreadsheets is unguarded exactly.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

import attrs

from proccat.errors import LoadError, Problem
from proccat.readers.base import Entry
from proccat.readers.columns import OWN_EXCEL, OWN_PLAIN, expected
from proccat.readers.foreign import head_of, refuse_foreign
from proccat.readers.guard import unguard
from proccat.readers.tables import HEADER_WITHIN, Header, Numbered, Table, find_header

DELIMITERS: Final = (",", ";", "\t")
_SUFFIXES: Final = (".csv", ".tsv", ".tab")
_BOM: Final = "\ufeff"


@attrs.frozen
class CsvReader:
    """A table of procedures (*bảng thủ tục hành chính*) in CSV."""

    name: str = "csv"

    def sniff(self, path: Path, head: bytes) -> float:
        """Sure of text with the headings in it; a name that ends in .csv alone is half as good."""
        if _encoding(head) == "utf-8" and _is_wide(head):
            return 0.0
        text = head.decode(_encoding(head), errors="ignore").lstrip(_BOM)
        for delimiter in DELIMITERS:
            rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
            try:
                if find_header(enumerate(islice(rows, HEADER_WITHIN), 1), path.name) is not None:
                    return 0.9
            except (csv.Error, LoadError):
                continue
        return 0.5 if path.suffix.lower() in _SUFFIXES else 0.0

    def read(self, path: Path) -> Iterator[Entry | Problem]:
        """The procedures of the table; see :class:`Reader`."""
        head = head_of(path)
        refuse_foreign(path, head)
        encoding = _encoding(head)
        if encoding == "utf-8" and _is_wide(head):
            raise LoadError(f"{path.name}: holds NUL bytes, like UTF-16 without its mark: {_SAVE}")
        try:
            with path.open(encoding=encoding, newline="") as file:
                delimiter, header, own = self._header(path, file)
                file.seek(0)
                rows = _even(path.name, header, _rows(path, file, delimiter), own)
                yield from Table().entries(path.name, header, rows)
        except UnicodeDecodeError as error:
            raise LoadError(
                f"{path.name}: is not {error.encoding.upper()} ({error.reason} at byte "
                f"{error.start}), perhaps CP1258 or another Windows encoding: {_SAVE}"
            ) from None

    def _header(self, path: Path, file: TextIO) -> tuple[str, Header, _Unguard]:
        found, broken = "", None
        for delimiter in DELIMITERS:
            file.seek(0)
            try:
                first = list(islice(_rows(path, file, delimiter), HEADER_WITHIN))
            except LoadError as error:
                broken = error  # quotes may make sense with another delimiter
                continue
            header = find_header(first, path.name)
            if header is not None:
                return delimiter, header, _own(first[header.row - 1][1])
            shown = [" | ".join(map(str, cells))[:120] for _, cells in first if any(cells)]
            found = max(found, "; ".join(shown[:3]), key=lambda text: text.count(" | "))
        if broken is not None and not found:
            raise broken
        raise LoadError(f"{path.name}: has no {expected()}; found: {found or 'no such rows'}")


_SAVE: Final = "in Excel save it as “CSV UTF-8 (*.csv)”"
_Unguard = Callable[[str], str]


def _own(headings: Sequence[object]) -> _Unguard:
    """How cells are unguarded: as ours where the heading row is one of ours, else not at all."""
    if tuple(headings) == OWN_PLAIN:
        return unguard
    if tuple(headings) == OWN_EXCEL:
        return lambda text: unguard(text, numbers=True)
    return str


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"


def _is_wide(head: bytes) -> bool:
    """Whether so many bytes are NUL that it is no text of single bytes."""
    return 8 * head.count(b"\0") > len(head)


def _rows(path: Path, file: TextIO, delimiter: str) -> Iterator[Numbered]:
    rows = enumerate(csv.reader(_without_marks(file), delimiter=delimiter, strict=True), 1)
    number = 0
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise LoadError(f"{path.name}!R{number + 1}: is no CSV: {error}") from None
        yield number, cells


def _without_marks(file: TextIO) -> Iterator[str]:
    """The lines of the file, byte-order marks at its beginning taken off."""
    for place, line in enumerate(file):
        yield line.lstrip(_BOM) if place == 0 else line


def _even(
    name: str, header: Header, rows: Iterator[Numbered], own: _Unguard
) -> Iterator[Numbered | Problem]:
    """The rows with their guards off; one whose cells may have moved is a problem."""
    for number, cells in rows:
        if number <= header.row or not any(cells):
            continue
        if len(cells) >= header.width and not any(cells[header.width :]):
            yield number, [own(str(cell)) for cell in cells]
            continue
        message = (
            f"has {len(cells)} cells where the heading row has {header.width}: perhaps a separator "
            "inside a cell that stands without quotation marks"
        )
        yield Problem(f"{name}!R{number}", "", message)
