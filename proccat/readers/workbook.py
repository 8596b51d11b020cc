"""Workbooks (*tệp Excel*) opened with care: what is in the archive is measured before it is parsed.

The limits are far beyond any list of procedures and far below what would stall or exhaust a
machine. Formulas are never computed: a cell shows the value stored with its formula, or is broken.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import attrs

from proccat.errors import LoadError, MissingExtraError
from proccat.readers.cells import Broken, Cell
from proccat.readers.tables import Numbered

MAX_ENTRIES: Final = 1_000
MAX_BYTES: Final = 512 * 1024 * 1024
MAX_RATIO: Final = 200
MAX_SHEETS: Final = 100
MAX_ROWS: Final = 1_048_576  # a worksheet has no more
MAX_COLUMNS: Final = 128
_SMALL: Final = 1024 * 1024  # below this a ratio says nothing
_PROLOGUE: Final = 64 * 1024
_BATCH: Final = 256
_ESCAPE: Final = re.compile(r"_x005F(_x[0-9A-Fa-f]{4}_)|_x000D_")


BROKEN_ARCHIVE: Final = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError,
)  # fmt: skip


class _DoctypeError(Exception):
    """An XML part declares a document type, which no workbook needs."""


class _RootReachedError(Exception):
    """The first element was met: no document type can follow."""


def refuse_unsafe(path: Path) -> None:
    """Refuses an archive made to exhaust its reader (*tệp nén độc hại*), without unpacking it.

    Raises:
        LoadError: too many or too large parts, too high a ratio, a password, a document type.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_ENTRIES:
                raise LoadError(f"{path.name}: holds {len(infos)} parts, more than {MAX_ENTRIES}")
            size = sum(info.file_size for info in infos)
            if size > MAX_BYTES:
                raise LoadError(f"{path.name}: unpacks to {size} bytes, more than {MAX_BYTES}")
            for info in infos:
                _refuse_part(path, archive, info)
    except (*BROKEN_ARCHIVE, ValueError) as error:
        if isinstance(error, LoadError):
            raise
        raise _damaged(path, error) from error


def _refuse_part(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise LoadError(f"{path.name}: is protected by a password: take it off and save again")
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise LoadError(f"{path.name}: {info.filename} is packed more than {MAX_RATIO} to 1")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _on_doctype
    parser.StartElementHandler = _on_element
    try:
        with archive.open(info) as part:
            while piece := part.read(_PROLOGUE):
                parser.Parse(piece, False)
    except _RootReachedError:
        return
    except _DoctypeError:
        raise LoadError(
            f"{path.name}: {info.filename} declares a document type, which no workbook needs"
        ) from None
    except (expat.ExpatError, LookupError):
        return  # no XML, or none that could be parsed later either


def _on_doctype(*_: object) -> None:
    raise _DoctypeError


def _on_element(*_: object) -> None:
    raise _RootReachedError


@attrs.frozen
class Sheet:
    """A worksheet (*trang tính*) of an open workbook.

    Attributes:
        title: its name.
        too_wide: whether it says of itself that it has more columns than are read.
    """

    title: str
    too_wide: bool
    _path: Path
    _formulas: Any  # openpyxl ships no types
    _stored: Any

    def rows(self) -> Iterator[Numbered]:
        """Its rows in order with their numbers, each as wide as the columns read.

        Of a run of rows that the file does not hold only the first is given.

        Raises:
            LoadError: the sheet is damaged.
        """
        stored: Iterator[Sequence[Any]] | None = None
        taken = 0
        before: Sequence[Any] | None = None
        for number, cells in enumerate(_batched(self._path, self._formulas), 1):
            if cells is before:  # openpyxl fills a gap with one and the same row
                continue
            before = cells
            if not any(cell.data_type == "f" for cell in cells):
                yield number, [_value(cell) for cell in cells]
                continue
            stored = stored or _batched(self._path, self._stored)
            values = next(islice(stored, number - taken - 1, None), ())
            taken = number
            yield (
                number,
                [
                    (_stored(value) if cell.data_type == "f" else _value(cell))
                    for cell, value in zip(cells, values, strict=False)
                ],
            )


@contextmanager
def open_workbook(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The worksheets of a workbook (*các trang tính*), closed again at the end.

    Raises:
        LoadError: it is unsafe or damaged.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("reading .xlsx files", "excel") from None
    refuse_unsafe(path)
    books: list[Any] = []
    try:
        for data_only in (False, True):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # styles and validations we do not read
                    books.append(
                        openpyxl.load_workbook(
                            path, read_only=True, data_only=data_only, keep_links=False
                        )
                    )
            except Exception as error:  # openpyxl lets through whatever its parser met
                raise _damaged(path, error) from error
        pairs = list(zip(books[0].worksheets, books[1].worksheets, strict=True))
        if len(pairs) > MAX_SHEETS:
            raise LoadError(f"{path.name}: has {len(pairs)} sheets, more than {MAX_SHEETS}")
        yield tuple(
            Sheet(one.title, (one.max_column or 0) > MAX_COLUMNS, path, one, other)
            for one, other in pairs
        )
    finally:
        for book in books:
            book.close()


def _batched(path: Path, sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows of a sheet of openpyxl, without its warnings and with its errors as ours."""
    rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a day beyond the calendar comes as an error cell
                batch = list(islice(rows, _BATCH))
        except Exception as error:  # openpyxl lets through whatever its parser met
            raise _damaged(path, error) from error
        if not batch:
            return
        yield from batch


def _value(cell: Any) -> Cell:
    if cell.data_type == "e":
        return Broken(f"the error {cell.value}")
    value: Cell = cell.value
    return _decoded(value) if isinstance(value, str) else value


def _stored(cell: Any) -> Cell:
    if cell.value is None and cell.data_type != "str":  # "str": a formula that gave no text
        return Broken(
            "a formula without a stored value (open the file in Excel, save it and try again)"
        )
    return _value(cell)


def _decoded(text: str) -> str:
    """A text without the escapes of a workbook that openpyxl leaves in place."""
    return _ESCAPE.sub(lambda found: found[1] or "\r", text)


def _damaged(path: Path, error: Exception) -> LoadError:
    kind = type(error).__name__
    return LoadError(f"{path.name}: is a damaged workbook ({kind}): get the file again")
