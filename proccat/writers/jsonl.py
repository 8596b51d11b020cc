"""JSON Lines (*JSON Lines*): documents and standings at a date, loaded anywhere as new facts.

What stands on the day is written, and what was decided by then and stands later, so that a sunset
still lapses and a pending text still takes effect where the file is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from proccat.chain import compact
from proccat.facts import AnyFact, Recorded, document_of
from proccat.lifecycle import LIFECYCLES
from proccat.standing import Lasting
from proccat.view import View
from proccat.writers.base import ExportReport, write_lines
from proccat.writers.losses import EXPORTED, personal


@attrs.frozen
class JsonLinesWriter:
    """Documents with their days, then status lines, one object a line."""

    name: str = "jsonl"
    suffix: str = ".jsonl"

    def write(self, view: View, path: Path) -> ExportReport:
        """Write documents and standings; the same view gives the same bytes."""
        return ExportReport(
            path=path,
            format=self.name,
            rows=write_lines(path, _lines(view)),
            losses=(
                "history before the date, voids, actors, notes and hashes; the log has them",
                "statuses of what has no text any more",
                *personal(view),
            ),
        )


def _lines(view: View) -> Iterator[str]:
    written: set[str] = set()
    for kind in EXPORTED:
        for fact, told in view.lasting(kind):
            if isinstance(fact, Recorded) and fact.body is not None:
                written.add(fact.subject)
                yield _document(fact, told)
    for kind in LIFECYCLES:
        for fact, told in view.lasting(kind):
            if fact.kind == "status" and fact.subject in written:
                yield _status(fact, told, taken_over=(fact.effective or fact.on) <= view.effective)


def _document(fact: Recorded, told: Lasting) -> str:
    document = fact.content()["document"]
    beside = _days(fact, told)
    if told.ends is not None:
        beside["supersedes"] = "/".join(day.isoformat() for day in told.ends)
    may_differ = ":draft:" in fact.subject
    if may_differ and document_of(fact.body or "").subject != fact.subject:
        beside["subject"] = fact.subject
    return compact({"kind": document["kind"]} | beside | document)


def _status(fact: AnyFact, told: Lasting, *, taken_over: bool) -> str:
    line: dict[str, Any] = {"kind": "status", "subject": fact.subject, "to": fact.to}
    line |= _days(fact, told)
    if fact.successors:
        line["successors"] = fact.successors
    if taken_over:
        line["taken_over"] = True
    return compact(line)


def _days(fact: AnyFact, told: Lasting) -> dict[str, Any]:
    days: dict[str, Any] = {"on": fact.on.isoformat()}
    if fact.effective is not None:
        days["effective"] = fact.effective.isoformat()
    if told.until is not None:
        days["until"] = told.until.isoformat()
    if fact.basis:
        days["basis"] = [ref.plain() for ref in fact.basis]
    return days
