"""Lists of procedures in Excel (*danh sách thủ tục hành chính*), as the national portal gives them.

Two title rows, then Mã số | Tên | Cơ quan ban hành | Cơ quan thực hiện | Lĩnh vực; several agencies
in a cell stand on lines of their own. Columns in another order, further ones and further sheets
are taken as well, provincial lists too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import attrs

from proccat.errors import LoadError, Problem
from proccat.readers.base import Entry
from proccat.readers.cells import Cell, is_blank
from proccat.readers.columns import expected
from proccat.readers.foreign import head_of, refuse_foreign
from proccat.readers.tables import HEADER_WITHIN, Table, find_header
from proccat.readers.workbook import MAX_COLUMNS, open_workbook


@attrs.frozen
class PortalListReader:
    """The Excel list of procedures (*danh sách TTHC*) of the portal or of a province."""

    name: str = "xlsx-portal"

    def sniff(self, path: Path, head: bytes) -> float:
        """Sure of an archive that holds a workbook, whatever its name."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        try:
            with zipfile.ZipFile(path) as archive:
                return 0.9 if "xl/workbook.xml" in archive.namelist() else 0.0
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return 0.0

    def read(self, path: Path) -> Iterator[Entry | Problem]:
        """The procedures of every sheet that has the headings; see :class:`Reader`."""
        refuse_foreign(path, head_of(path))
        table = Table()
        found: list[str] = []
        any_header = False
        with open_workbook(path) as sheets:
            for sheet in sheets:
                place = path.name if len(sheets) == 1 else f"{path.name}!{sheet.title}"
                rows = sheet.rows()
                first = list(islice(rows, HEADER_WITHIN))
                header = find_header(first, place)
                if header is None:
                    found += [_shown(cells) for _, cells in first if not all(map(is_blank, cells))]
                    continue
                any_header = True
                if sheet.too_wide:
                    message = f"columns after the {MAX_COLUMNS}th are not read"
                    yield Problem(place, "", message, "warning")
                yield from table.entries(place, header, chain(first, rows))
        if not any_header:
            seen = "; ".join(found[:3]) or "no text at all"
            raise LoadError(f"{path.name}: no sheet has a {expected()}; found: {seen}")


def _shown(cells: Sequence[Cell]) -> str:
    texts = [" ".join(cell.split())[:40] for cell in cells if isinstance(cell, str)]
    return " | ".join(text for text in texts[:8] if text)
