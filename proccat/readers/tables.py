"""Rows of a table into entries: the header is found by its words, rows are told apart by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from proccat import text as texts
from proccat.documents import Procedure
from proccat.errors import InvalidDocumentError, LoadError, Problem
from proccat.readers.base import Entry
from proccat.readers.cells import Cell, is_blank
from proccat.readers.columns import NEEDED, ORDINALS, Column, assemble, column_of

HEADER_WITHIN: Final = 20
"""The header stands within this many rows; title rows come before it."""

Numbered = tuple[int, Sequence[Cell]]
"""A row with its number, from 1 as a spreadsheet counts."""


@attrs.frozen
class Header:
    """The heading row of a table (*dòng tiêu đề*).

    Attributes:
        row: its number.
        columns: the columns by their places, those that are read.
        ignored: the headings of the others, running numbers left out.
        width: how many cells it has, up to its last heading.
    """

    row: int
    columns: Mapping[int, Column]
    ignored: tuple[str, ...]
    width: int


def find_header(rows: Iterable[Numbered], sheet: str) -> Header | None:
    """The first of the rows that names both a code and a name (*mã, tên*), None if none does.

    Args:
        rows: the first rows.
        sheet: file and sheet, for messages.

    Raises:
        LoadError: two of its headings mean the same.
    """
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        headings = [cell if isinstance(cell, str) else "" for cell in cells]
        named = {place: column_of(heading) for place, heading in enumerate(headings)}
        keys = [column.key for column in named.values() if column is not None]
        if not set(NEEDED) <= set(keys):
            continue
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            twins = [headings[p] for p, c in named.items() if c is not None and c.key == key]
            raise LoadError(
                f"{sheet}!R{number}: the headings {', '.join(map(repr, twins))} mean the same, "
                "and which column to take would be a guess: take one away"
            )
        read = {p: c for p, c in named.items() if c is not None and c.read is not None}
        ignored = tuple(
            texts.squash(heading)
            for place, heading in enumerate(headings)
            if place not in read
            and heading.strip()
            and texts.fold(texts.squash(heading)) not in ORDINALS
        )
        width = max((p for p, heading in enumerate(headings) if heading.strip()), default=-1) + 1
        return Header(number, read, ignored, width)
    return None


@attrs.frozen
class _Seen:
    where: str
    name: str
    meaning: tuple[object, ...]


@attrs.frozen
class Table:
    """The rows of one file (*bảng thủ tục*) read one by one; it remembers the codes it has met."""

    _seen: dict[str, _Seen] = attrs.field(factory=dict, init=False)

    def entries(
        self, sheet: str, header: Header, rows: Iterable[Numbered | Problem]
    ) -> Iterator[Entry | Problem]:
        """The entries of the rows after the header, and what is wrong with the others.

        Args:
            sheet: file, and sheet if there are several: ``"list.xlsx"``.
            header: the header.
            rows: the rows of the sheet, or what is wrong with one; those up to the header are
                passed over.
        """
        if header.ignored:
            names = ", ".join(f"“{name[:60]}”" for name in header.ignored)
            yield Problem(f"{sheet}!R{header.row}", "", f"columns not read: {names}", "warning")
        found = False
        for row in rows:
            if isinstance(row, Problem):
                found = True
                yield row
                continue
            number, cells = row
            read = (cells[place] for place in header.columns if place < len(cells))
            if number <= header.row or all(map(is_blank, read)):
                continue
            found = True
            yield from self._row(f"{sheet}!R{number}", header, cells)
        if not found:
            yield Problem(sheet, "", "holds headings and no row of data", "warning")

    def _row(self, where: str, header: Header, cells: Sequence[Cell]) -> Iterator[Entry | Problem]:
        values: dict[str, object] = {}
        faults: list[Problem] = []
        oddities: list[Problem] = []
        for place, column in header.columns.items():
            if column.read is None:
                continue
            try:
                reading = column.read(cells[place] if place < len(cells) else None)
            except ValueError as error:
                faults.append(Problem(where, f"$.{column.key}", str(error)))
                continue
            values[column.key] = reading.value
            if reading.oddity:
                oddities.append(Problem(where, f"$.{column.key}", reading.oddity, "warning"))
        if faults:
            yield from faults
            return
        if values.get("decision_date") is not None and values.get("decision") is None:
            message = "a day of signing without the number of a decision was left out"
            oddities.append(Problem(where, "$.decision_date", message, "warning"))
        row = assemble(values)
        try:
            procedure = Procedure.parse(row.data)
        except InvalidDocumentError as error:
            yield from (attrs.evolve(problem, where=where) for problem in error.problems)
            return
        meaning = (procedure.digest(), row.on, row.effective, row.until)
        first = self._seen.setdefault(procedure.key, _Seen(where, procedure.name, meaning))
        if first.where != where:
            yield _repeated(where, procedure, first, meaning)
            return
        yield Entry(
            where,
            procedure,
            row.on,
            row.effective,
            row.until,
            warnings=tuple(oddities),
            partial=True,
        )


def _repeated(
    where: str, procedure: Procedure, first: _Seen, meaning: tuple[object, ...]
) -> Problem:
    if first.meaning == meaning:
        return Problem(where, "", f"the same as {first.where}: taken once", "warning")
    other = "name" if first.name != procedure.name else "text"
    return Problem(
        where,
        "$.code",
        f"{procedure.key} stands in {first.where} with another {other}: "
        "that one was taken, this one left out; find out which is right",
    )
