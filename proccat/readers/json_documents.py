"""Documents and status lines in JSON (*tệp JSON*) and JSON Lines, one object a line.

Status lines come last, sorted by the days they take effect, whatever their order in the file:
what they speak of must be recorded first.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from proccat.errors import LoadError, Problem
from proccat.facts import StatusLine
from proccat.readers.base import Entry
from proccat.readers.foreign import head_of, refuse_foreign
from proccat.readers.json_text import parse
from proccat.readers.records import entries

LONGEST_LINE: Final = 8 * 1024 * 1024
"""The longest line of JSON Lines, in bytes."""

LARGEST_FILE: Final = 512 * 1024 * 1024
"""The largest JSON file, in bytes: it is read as a whole, JSON Lines line by line."""

_NO_RECORD: Final = "holds no record"


@attrs.frozen
class JsonReader:
    """One object, a list of objects, or our own export (*tệp JSON*)."""

    name: str = "json"

    def sniff(self, path: Path, head: bytes) -> float:
        """Sure of .json that begins as JSON does; less of such a beginning alone."""
        if _without_bom(head).lstrip()[:1] not in (b"{", b"["):
            return 0.3 if path.suffix.lower() == ".json" else 0.0
        return 0.9 if path.suffix.lower() == ".json" else 0.6

    def read(self, path: Path) -> Iterator[Entry | Problem]:
        """The records of the file; see :class:`Reader`."""
        _refuse_other_encodings(path)
        if path.stat().st_size > LARGEST_FILE:
            raise LoadError(f"{path.name}: is larger than {LARGEST_FILE} bytes: use JSON Lines")
        try:
            data, faults = parse(_without_bom(path.read_bytes()).decode("utf-8"))
        except UnicodeDecodeError as error:
            raise LoadError(f"{path.name}: {_not_utf8(error)}") from None
        except ValueError as error:
            raise LoadError(f"{path.name}: {error}") from None
        if faults:
            yield from (Problem(path.name, fault.path, fault.message) for fault in faults)
            return
        statuses: list[tuple[date, date, int, Entry]] = []
        found = False
        for where, record in _records(path.name, data):
            for each in entries(record, where):
                found = True
                if isinstance(each, Entry) and isinstance(each.content, StatusLine):
                    statuses.append((*_order(each.content), len(statuses), each))
                else:
                    yield each
        yield from (entry for *_, entry in sorted(statuses, key=lambda row: row[:3]))
        if not found:
            yield Problem(path.name, "", _NO_RECORD, "warning")


@attrs.frozen
class JsonLinesReader:
    """One object a line (*tệp JSON Lines*), read in bounded memory."""

    name: str = "jsonl"

    def sniff(self, path: Path, head: bytes) -> float:
        """Sure of .jsonl and .ndjson; less of a first line that is a whole object."""
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            return 0.95
        first, _, rest = _without_bom(head).partition(b"\n")
        whole = first.strip().startswith(b"{") and first.strip().endswith(b"}")
        return 0.7 if whole and rest.lstrip()[:1] == b"{" else 0.0

    def read(self, path: Path) -> Iterator[Entry | Problem]:
        """The records of the file, status lines at the end; see :class:`Reader`."""
        _refuse_other_encodings(path)
        later: list[tuple[date, date, int, int]] = []
        found = False
        with path.open("rb") as file:
            for number, offset, line in _lines(file):
                for each in _line(f"{path.name}:{number}", line, first=number == 1):
                    found = True
                    if isinstance(each, Entry) and isinstance(each.content, StatusLine):
                        later.append((*_order(each.content), number, offset))
                    else:
                        yield each
            for *_, number, offset in sorted(later):
                file.seek(offset)
                line = file.readline()
                for each in _line(f"{path.name}:{number}", line, first=number == 1):
                    if isinstance(each, Entry) and isinstance(each.content, StatusLine):
                        yield each
        if not found:
            yield Problem(path.name, "", _NO_RECORD, "warning")


def _records(name: str, data: object) -> Iterator[tuple[str, object]]:
    """The objects of a file with their places."""
    if isinstance(data, list):
        yield from ((f"{name}[{n}]", each) for n, each in enumerate(data))
    elif isinstance(data, dict) and isinstance(data.get("catalogue"), dict):
        for key, rows in data.items():
            if key == "catalogue":
                continue
            if not isinstance(rows, list):
                raise LoadError(f"{name}: $.{key} of the catalogue is no list of records")
            yield from ((f"{name}!{key}[{n}]", each) for n, each in enumerate(rows))
    else:
        yield name, data


def _lines(file: BinaryIO) -> Iterator[tuple[int, int, bytes | None]]:
    """Number, place and bytes of each line that is not blank; None for one that is too long."""
    number = offset = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        start, offset = offset, offset + len(line)
        if len(line) > LONGEST_LINE:
            while not line.endswith(b"\n") and (line := file.readline(LONGEST_LINE)):
                offset += len(line)
            yield number, start, None
        elif line.strip():
            yield number, start, line


def _line(where: str, line: bytes | None, *, first: bool) -> Iterator[Entry | Problem]:
    if line is None:
        yield Problem(where, "", f"the line is longer than {LONGEST_LINE} bytes")
        return
    try:
        data, faults = parse((_without_bom(line) if first else line).decode("utf-8"))
    except UnicodeDecodeError as error:
        yield Problem(where, "", _not_utf8(error))
        return
    except ValueError as error:
        yield Problem(where, "", str(error))
        return
    if faults:
        yield from (Problem(where, fault.path, fault.message) for fault in faults)
    else:
        yield from entries(data, where)


def _order(line: StatusLine) -> tuple[date, date]:
    return line.effective or line.on, line.on


def _without_bom(data: bytes) -> bytes:
    return data.removeprefix(codecs.BOM_UTF8)


def _refuse_other_encodings(path: Path) -> None:
    head = head_of(path)
    refuse_foreign(path, head)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:4]:
        raise LoadError(f"{path.name}: is UTF-16 or UTF-32, JSON is UTF-8: save it as UTF-8")


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"is not UTF-8 ({error.reason} at byte {error.start}): save it as UTF-8"
