"""What reports count by, read in bulk from narrow columns: no text is parsed for a figure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from proccat.lifecycle import SIMPLIFICATION
from proccat.storage.periods import HOLDS
from proccat.storage.sql import Sql

_RANKS = " ".join(
    f"WHEN '{status.key}' THEN {status.rank}"
    for status in SIMPLIFICATION.statuses.values()
    if status.rank is not None
)
_LINES = (
    "SELECT i.subject, substr(s.subject, 6), i.programme, i.plan, i.subject_kind, i.about, "
    "i.lead, i.due, e.first, "
    "max(CASE WHEN t.last >= ? THEN t.status END), "
    f"max(CASE t.status {_RANKS} ELSE -1 END) "
    "FROM items i "
    f"JOIN editions e ON e.subject = i.subject AND e.fact = i.fact AND {HOLDS.format('e')} "
    "JOIN subjects s ON s.id = i.subject "
    "LEFT JOIN standings t ON t.subject = i.subject "
    "AND t.first <= ? AND t.from_seq <= ? AND t.to_seq > ? "
)


class Counting:
    """The bulk reads of reports (*số liệu cho báo cáo*) on one connection."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def item_lines(
        self, day: date, seq: int, programme: str | None = None
    ) -> Iterable[tuple[Any, ...]]:
        """The items of which a text stands at (day, seq), one row each, in order of row ids.

        Returns:
            Row id, id, programme, plan, subject kind, subject, lead, due, first day of the text,
            status that stands, highest rank on any day so far (None or -1 if none).
        """
        on = day.isoformat()
        where, given = ("WHERE i.programme = ? ", [programme]) if programme else ("", [])
        return self._sql.rows(
            f"{_LINES}{where}GROUP BY i.subject", (on, on, on, seq, seq, on, seq, seq, *given)
        )

    def item_ways(
        self, statuses: Sequence[str], day: date, seq: int, programme: str | None = None
    ) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
        """How the items came up that stand in one of the statuses at (day, seq).

        Returns:
            By row id of the item: (first day, last day, fact, status) of each of its statuses up
            to the day, in order of time; days as ISO text.
        """
        on = day.isoformat()
        marks = ", ".join("?" * len(statuses))
        where, given = "s.kind = 'item'", [on, on, seq, seq, *statuses]
        if programme is not None:
            where = "h.subject IN (SELECT i.subject FROM items i WHERE i.programme = ?)"
            given.append(programme)
        rows = self._sql.rows(
            "SELECT t.subject, t.first, t.last, t.fact, t.status FROM standings h "
            "JOIN subjects s ON s.id = h.subject "
            "JOIN standings t ON t.subject = h.subject "
            f"WHERE {HOLDS.format('h')} AND h.status IN ({marks}) AND {where} "
            "AND t.first <= ? AND t.from_seq <= ? AND t.to_seq > ? ORDER BY t.subject, t.first",
            (*given, on, seq, seq),
        )
        for subject, group in groupby(rows, key=itemgetter(0)):
            yield subject, [row[1:] for row in group]

    def bases(self, seqs: Collection[int]) -> list[str]:
        """The distinct bases of some facts, as stored."""
        rows = self._sql.rows(
            "SELECT DISTINCT f.basis FROM json_each(?) j JOIN facts f ON f.seq = j.value "
            "WHERE f.basis IS NOT NULL ORDER BY f.basis",
            (json.dumps(list(seqs)),),
        )
        return [basis for (basis,) in rows]

    def fields(self, day: date, seq: int) -> dict[str, str]:
        """The fields of the procedures that stand at (day, seq), by code."""
        on = day.isoformat()
        return dict(
            self._sql.rows(
                "SELECT p.code, p.field FROM procedures p JOIN editions e ON e.fact = p.fact "
                f"AND e.subject = p.subject AND {HOLDS.format('e')} "
                "WHERE p.code IS NOT NULL AND p.field IS NOT NULL ORDER BY p.subject",
                (on, on, seq, seq),
            )
        )

    def measures(
        self, day: date, seq: int, programme: str | None = None
    ) -> dict[int, tuple[str, ...]]:
        """The kinds of measures of the items that stand at (day, seq), by row id."""
        on = day.isoformat()
        where, given = ("WHERE i.programme = ? ", [programme]) if programme else ("", [])
        rows = self._sql.rows(
            "SELECT i.subject, json_extract(m.value, '$.kind') FROM items i "
            f"JOIN editions e ON e.subject = i.subject AND e.fact = i.fact AND {HOLDS.format('e')} "
            "JOIN facts f ON f.seq = i.fact, json_each(f.body, '$.document.measures') m "
            f"{where}ORDER BY i.subject, m.key",
            (on, on, seq, seq, *given),
        )
        return {
            subject: tuple(dict.fromkeys(kind for _, kind in group))
            for subject, group in groupby(rows, key=itemgetter(0))
        }

    def last_bodies(self, kind: str, seq: int) -> list[str]:
        """The body of the last text in legal time of each subject of a kind, as known."""
        rows = self._sql.rows(
            "SELECT f.body, max(e.last || e.first) FROM subjects s "
            "JOIN editions e ON e.subject = s.id AND e.from_seq <= ? AND e.to_seq > ? "
            "JOIN facts f ON f.seq = e.fact WHERE s.kind = ? AND f.body IS NOT NULL "
            "GROUP BY s.id ORDER BY s.subject",
            (seq, seq, kind),
        )
        return [body for body, _ in rows]
