"""The log (*nhật ký*): the facts themselves, so that another catalogue can be restored from them.

The format is described in :mod:`proccat.readers.log`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from proccat.chain import GENESIS, compact
from proccat.facts import AnyFact, line_columns, without_private
from proccat.readers.log import BODY, LOG_FORMAT, LOG_VERSION
from proccat.view import View
from proccat.writers.base import ExportReport, write_lines
from proccat.writers.losses import personal


@attrs.frozen
class LogWriter:
    """All facts known to the view, verbatim but for personal data; no day in law plays a part."""

    name: str = "log"
    suffix: str = ".log"

    def write(self, view: View, path: Path) -> ExportReport:
        """Write the log; the same facts give the same bytes."""
        facts = write_lines(path, _lines(view)) - 2  # the header and the trailer are none
        return ExportReport(path=path, format=self.name, rows=facts, losses=personal(view))


def _lines(view: View) -> Iterator[str]:
    yield compact({"format": LOG_FORMAT, "version": LOG_VERSION})
    seq, last = 0, GENESIS
    for fact in view.facts():
        yield _line(fact)
        seq, last = fact.seq, fact.hash
    yield compact({"head": {"seq": seq, "hash": last}})


def _line(fact: AnyFact) -> str:
    columns = compact(line_columns(fact))
    body = without_private(fact).body  # as if erased: the chain holds the hash
    return columns if body is None else f"{columns[:-1]}{BODY}{body}}}"
