"""The whole catalogue at a date as one JSON document (*tệp JSON*), which the reader takes back."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final

import attrs

from proccat.documents import DocumentRef
from proccat.view import Edition, Record, StatusPeriod, View
from proccat.writers.base import ExportReport, atomic
from proccat.writers.losses import EXPORTED, history, personal

_PLURALS: Final[Mapping[str, str]] = MappingProxyType(
    {"agency": "agencies", "feedback": "feedback"}
)


@attrs.frozen
class JsonWriter:
    """All documents with their editions and statuses (*toàn bộ danh mục*), one record a line.

    ``{"catalogue": {"effective": …, "counts": {…}}, "agencies": […], …, "items": […]}``, each
    record ``{"document": {…}, "edition": {…}, "status": {…} | null}``.
    """

    name: str = "json"
    suffix: str = ".json"

    def write(self, view: View, path: Path) -> ExportReport:
        """Writes record after record in bounded memory; see :class:`Writer`."""
        with (
            atomic(path) as temporary,
            tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=path.parent) as lists,
        ):
            counts = {}
            for kind in EXPORTED:
                plural = _PLURALS.get(kind, f"{kind}s")
                counts[plural] = _write_list(lists, plural, view, kind)
            lists.seek(0)
            head = {"effective": view.effective.isoformat(), "counts": counts}
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.write(f'{{\n"catalogue": {_text(head)}')
                shutil.copyfileobj(lists, file)
                file.write("\n}\n")
        return ExportReport(path, self.name, sum(counts.values()), (history(view), *personal(view)))


def _write_list(file: IO[str], name: str, view: View, kind: str) -> int:
    count = 0
    file.write(f',\n"{name}": [')
    for record in view.records(kind):
        file.write(",\n" if count else "\n")
        file.write(record_line(record))
        count += 1
    file.write("\n]" if count else "]")
    return count


def record_line(record: Record) -> str:
    """One record (*bản ghi*) as JSON text on one line: document, edition, status."""
    status = _text(_status(record.status)) if record.status else "null"
    edition = _text(_edition(record.edition))
    return f'{{"document": {record.document.to_json()}, "edition": {edition}, "status": {status}}}'


def _edition(edition: Edition) -> dict[str, Any]:
    return {"number": edition.number} | _days_and_basis(edition)


def _status(status: StatusPeriod) -> dict[str, Any]:
    successors = {"successors": status.successors} if status.successors else {}
    return {"value": status.value} | _days_and_basis(status) | successors


def _days_and_basis(dated: Edition | StatusPeriod) -> dict[str, Any]:
    days: dict[str, Any] = {"on": _iso(dated.on), "effective": _iso(dated.effective)}
    if dated.until is not None:
        days["until"] = _iso(dated.until)
    return days | ({"basis": _references(dated.basis)} if dated.basis else {})


def _references(basis: Sequence[DocumentRef]) -> list[dict[str, Any]]:
    return [ref.plain() for ref in basis]


def _iso(day: date) -> str:
    return day.isoformat()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
