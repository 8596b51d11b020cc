"""What reports count by, read in bulk from narrow columns: no text is parsed for a figure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from proccat.lifecycle import SIMPLIFICATION
from proccat.storage.periods import HOLDS
from proccat.storage.sql import Sql

_USUAL = ("approved", "enacted")  # asked first: most rows are these
_RANK = "CASE t.status {} ELSE -1 END".format(
    " ".join(
        f"WHEN '{status.key}' THEN {status.rank}"
        for status in sorted(
            SIMPLIFICATION.statuses.values(), key=lambda each: each.key not in _USUAL
        )
        if status.rank is not None
    )
)
_SEEN = '{0}."first" <= :day AND {0}."from_seq" <= :seq AND {0}."to_seq" > :seq'
_NOW = f'{_SEEN} AND {{0}}."last" >= :day'
_TEXT = (
    "items i CROSS JOIN editions e ON e.subject = i.subject AND e.fact = i.fact "
    f"AND {_NOW.format('e')} "
)
_BETWEEN = "\x1f"  # in one text, which sorts faster than six columns; no document may hold it
_KEYS = MappingProxyType({
    None: "NULL",
    "plan": "i.plan",
    "about": "i.about",
    "measures": "(SELECT group_concat(DISTINCT json_extract(m.value, '$.kind')) FROM facts f, "
    "json_each(f.body, '$.document.measures') m WHERE f.seq = i.fact)",
})  # fmt: skip


_AFTER = (
    "(SELECT n.fact FROM {1} n WHERE n.subject = s.id AND n.from_seq <= :seq AND n.to_seq > :seq "
    "AND n.first <= date({0}.until, '+1 day') AND n.last >= date({0}.until, '+1 day'))"
)
_OF_TEXT = "s.subject, s.id, e.fact, e.until, t.status, t.fact, t.until, f.body"
_TEXTS = f"""
    FROM subjects s JOIN editions e ON e.subject = s.id AND {_NOW.format("e")}
    JOIN facts f ON f.seq = e.fact
    LEFT JOIN standings t ON t.subject = s.id AND {_NOW.format("t")}
    WHERE s.subject > :after AND s.subject < :end AND f.body IS NOT NULL
"""
_PAGE = 2000


class Counting:
    """The bulk reads of reports (*số liệu cho báo cáo*) on one connection."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def texts(
        self, kind: str, day: date, seq: int, programme: str | None = None, *, holding: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        """The texts of a kind that stand at (day, seq), in order of subjects.

        Args:
            kind: the kind of subject.
            day: the day in law.
            seq: the last fact that is known.
            programme: only items of a programme.
            holding: only bodies that hold these characters.

        Returns:
            Subject, its row id, fact of the text, its last day, the status that stands, its fact,
            its last day, and the body.
        """
        where = ""
        if programme is not None:
            where += f"AND s.id IN (SELECT i.subject FROM items i {_whose(programme)}) "
        if holding:
            where += "AND instr(f.body, :holding) "
        statement = f"SELECT {_OF_TEXT} {_TEXTS}{where}ORDER BY s.subject LIMIT {_PAGE}"
        given = self._given(day, seq, programme, holding=holding)
        given |= {"after": f"{kind}:", "end": f"{kind};"}  # ; follows : in order of bytes
        while True:
            page = self._sql.rows(statement, given)
            yield from page
            if len(page) < _PAGE:
                return
            given["after"] = page[-1][0]

    def successors(self, kind: str, day: date, seq: int) -> Iterable[tuple[str, str]]:
        """What came instead of subjects of a kind at (day, seq), as stored: JSON text of codes."""
        return self._sql.rows(
            "SELECT s.subject, g.successors FROM standings t JOIN facts g ON g.seq = t.fact "
            f"JOIN subjects s ON s.id = t.subject WHERE {_NOW.format('t')} AND s.kind = :kind "
            "AND g.successors IS NOT NULL",
            self._given(day, seq, None, kind=kind),
        )

    def ways(self, day: date, seq: int) -> Iterator[tuple[int, list[tuple[str, str, str]]]]:
        """The statuses of each item by a day, as known, by its row id.

        Returns:
            The row id; and first day, last day, status, days as ISO text, in order of time.
        """
        rows = self._sql.rows(
            "SELECT t.subject, t.first, t.last, t.status FROM standings t "
            f"WHERE t.subject IN (SELECT i.subject FROM items i) AND {_SEEN.format('t')} "
            "ORDER BY t.subject",
            self._given(day, seq, None),
        )
        for whose, way in _by_item(rows, 1):
            yield whose[0], sorted(way) if len(way) > 1 else way

    def lapsing(self, kind: str, day: date, seq: int) -> list[tuple[Any, ...]]:
        """The texts of a kind that stand at (day, seq) and lapse, or whose status does, in order.

        Returns:
            The facts of the text and of the status that stand the day after each lapses; and what
            :meth:`texts` gives.
        """
        afterwards = f"{_AFTER.format('e', 'editions')}, {_AFTER.format('t', 'standings')}"
        return self._sql.rows(
            f"SELECT {afterwards}, {_OF_TEXT} {_TEXTS}"
            "AND (e.until IS NOT NULL OR t.until IS NOT NULL) ORDER BY s.subject",
            self._given(day, seq, None, after=f"{kind}:", end=f"{kind};"),
        )

    def item_groups(
        self,
        day: date,
        seq: int,
        programme: str | None = None,
        *,
        key: str | None = None,
        came: Collection[int] | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """The items of which a text stands at (day, seq), counted by what figures ask of them.

        Args:
            day: the day in law.
            seq: the last fact that is known.
            programme: id of the programme; None for all.
            key: what else to group by: ``"plan"``, ``"about"`` or ``"measures"``.
            came: row ids of items that are told apart from the others.

        Returns:
            Programme, subject kind, lead, first day of the text, status that stands, highest rank
            on any day so far, whether the due day is past, whether it is among ``came``, the key,
            and how many items are so.
        """
        among = "1" if came is None else "i.subject IN (SELECT value FROM json_each(:came))"
        told = "i.programme", "i.subject_kind", "i.lead", "e.first", "i.due < :day", _KEYS[key]
        one = " || char(31) || ".join(f"ifnull({each}, '')" for each in told)
        rows = self._sql.rows(
            "SELECT told, status, highest, came, count(*) FROM ("
            f"SELECT {one} AS told, max(CASE WHEN t.last >= :day THEN t.status END) AS status, "
            f"max({_RANK}) AS highest, {among} AS came FROM {_TEXT}"
            f"LEFT JOIN standings t ON t.subject = i.subject AND {_SEEN.format('t')} "
            f"{_whose(programme)}GROUP BY i.fact) GROUP BY 1, 2, 3, 4",
            self._given(day, seq, programme, came=json.dumps(list(came or ()))),
        )
        for one, status, highest, among, items in rows:
            whose, kind, lead, written, past, said = one.split(_BETWEEN)
            yield (
                whose, kind, lead or None, written, status, highest, past == "1", among,
                said or None, items,
            )  # fmt: skip

    def item_ways(
        self,
        high: Sequence[str],
        day: date,
        seq: int,
        programme: str | None = None,
    ) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
        """The periods so far in which items stood in one of the statuses, those that stand so now.

        Returns:
            Row id, subject kind, lead, first day of the text; and (first day, last day, fact,
            status) in order of time, days as ISO text. The last one holds on the day.
        """
        marks = ", ".join(f"'{status}'" for status in high if status in SIMPLIFICATION.statuses)
        rows = self._sql.rows(
            "SELECT i.subject, i.subject_kind, i.lead, e.first, t.first, t.last, t.fact, t.status "
            f"FROM {_TEXT}CROSS JOIN standings t ON t.subject = i.subject AND {_SEEN.format('t')} "
            f"AND t.status IN ({marks}) {_whose(programme)}ORDER BY i.fact",
            self._given(day, seq, programme),
        )
        today = day.isoformat()
        for whose, way in _by_item(rows, 4):
            if len(way) > 1:
                way.sort()
            if way[-1][1] >= today:
                yield whose, way

    def items_past_due(
        self, low: Sequence[str], day: date, seq: int, programme: str | None = None
    ) -> Iterable[tuple[Any, ...]]:
        """The items past their due day that stand in one of the statuses, or in none.

        Returns:
            Id, subject kind, lead, first day of the text, in order of ids.
        """
        marks = ", ".join(f"'{status}'" for status in low if status in SIMPLIFICATION.statuses)
        where = _whose(programme) or "WHERE "
        return self._sql.rows(
            f"SELECT substr(s.subject, 6), i.subject_kind, i.lead, e.first FROM {_TEXT}"
            "CROSS JOIN subjects s ON s.id = i.subject "
            f"LEFT JOIN standings h ON h.subject = i.subject AND {_NOW.format('h')} "
            f"{where}{'AND ' if programme else ''}i.due < :day "
            f"AND (h.status IS NULL OR h.status IN ({marks})) ORDER BY s.subject",
            self._given(day, seq, programme),
        )

    @staticmethod
    def _given(day: date, seq: int, programme: str | None, **more: object) -> dict[str, object]:
        return {"day": day.isoformat(), "seq": seq, "programme": programme, **more}

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
                "SELECT p.code, p.field FROM texts p JOIN editions e ON e.fact = p.fact "
                f"AND e.subject = p.subject AND {HOLDS.format('e')} "
                "WHERE p.code IS NOT NULL AND p.field IS NOT NULL ORDER BY p.subject",
                (on, on, seq, seq),
            )
        )

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


def _by_item(
    rows: Iterable[tuple[Any, ...]], own: int
) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Rows in order of items, those of each together; the first ``own`` columns are its own."""
    last: tuple[Any, ...] = (None,)
    way: list[tuple[Any, ...]] = []
    for row in rows:
        if row[0] == last[0]:
            way.append(row[own:])
            continue
        if way:
            yield last[:own], way
        last, way = row, [row[own:]]
    if way:
        yield last[:own], way


def _whose(programme: str | None) -> str:
    return "" if programme is None else "WHERE i.programme = :programme "
