"""What reports count by, read in bulk from narrow columns: no text is parsed for a figure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from proccat.lifecycle import ANNOUNCED_KINDS, SIMPLIFICATION
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
_FIELDS = (
    "fields AS MATERIALIZED (SELECT k.key AS code, max(p.field) AS field FROM texts p "
    f"JOIN editions e ON e.fact = p.fact AND e.subject = p.subject AND {_NOW.format('e')} "
    "JOIN keys k ON k.subject = p.subject AND k.kind = 'procedure' AND k.seq <= :seq "
    "WHERE p.kind = 'procedure' GROUP BY k.key), "
)
_OF_FIELD = (
    "LEFT JOIN fields k ON k.code = i.about AND i.subject_kind IN ("
    + ", ".join(f"'{kind}'" for kind in sorted(ANNOUNCED_KINDS))
    + ") "
)
_BETWEEN = "\x1f"  # no document may hold it
_KEYS = MappingProxyType({
    None: "NULL",
    "plan": "i.plan",
    "field": "k.field",
    "measures": "(SELECT group_concat(DISTINCT json_extract(m.value, '$.kind')) FROM facts f, "
    "json_each(f.body, '$.document.measures') m WHERE f.seq = i.fact)",
})  # fmt: skip


_AFTER = (
    "(SELECT ({2}) > ({3}) FROM {1} n JOIN facts nf ON nf.seq = n.fact "
    "JOIN facts own ON own.seq = {0}.fact "
    "WHERE {0}.until IS NOT NULL AND n.subject = s.id AND n.from_seq <= :seq AND n.to_seq > :seq "
    "AND n.first = date({0}.last, '+1 day'))"
)
_TEXT_AFTER = _AFTER.format(
    "e", "editions", "nf.effective, n.number", "own.effective, e.number"
)  # a correction has the first day and the number of the text it corrects
_STATUS_AFTER = _AFTER.format(
    "t", "standings", 'nf.effective, nf."on", nf.seq', 'own.effective, own."on", own.seq'
)
_LAPSING = (  # as _OF_TEXT; the last days are NULL where there is no until
    's.subject, s.id, e.fact, min(e.until, e."last"), t.status, t.fact, min(t.until, t."last"), '
    "f.body"
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

    def codes(self, seq: int) -> Iterable[tuple[str, str]]:
        """The codes that ever opened a procedure, each with its subject, the latest last."""
        return self._sql.rows(
            "SELECT k.key, s.subject FROM keys k JOIN subjects s ON s.id = k.subject "
            "WHERE k.kind = 'procedure' AND k.seq <= ? ORDER BY k.seq",
            (seq,),
        )

    def planned(self, day: date, seq: int) -> Iterable[tuple[str, str | None, str]]:
        """When each agency first put items of a programme into a plan in each year, by a day.

        Returns:
            Programme, lead agency, the day as ISO text; standings taken over are left out.
        """
        return self._sql.rows(
            'SELECT i.programme, i.lead, min(f."on") FROM facts f '
            "JOIN subjects s ON s.subject = f.subject "
            f"JOIN editions e ON e.subject = s.id AND {_NOW.format('e')} "
            "JOIN items i ON i.fact = e.fact "
            "WHERE f.subject > 'item:' AND f.subject < 'item;' AND f.\"to\" = 'planned' "
            'AND f.seq <= :seq AND f."on" <= :day AND f.taken_over IS NULL AND f.seq NOT IN '
            "(SELECT voids FROM facts WHERE voids IS NOT NULL AND effective IS NULL "
            'AND +seq <= :seq) GROUP BY i.programme, i.lead, substr(f."on", 1, 4) ORDER BY 1, 2, 3',
            self._given(day, seq, None),
        )

    def successors(self, kind: str, day: date, seq: int) -> Iterable[tuple[str, str]]:
        """What came instead of subjects of a kind at (day, seq), as stored: JSON text of codes."""
        return self._sql.rows(
            "SELECT s.subject, g.successors FROM standings t JOIN facts g ON g.seq = t.fact "
            f"JOIN subjects s ON s.id = t.subject WHERE {_NOW.format('t')} AND s.kind = :kind "
            "AND g.successors IS NOT NULL",
            self._given(day, seq, None, kind=kind),
        )

    def ways(self, day: date, seq: int) -> Iterator[tuple[Any, ...]]:
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
        for whose, way in groupby(rows, key=itemgetter(0)):
            yield whose, sorted(row[1:] for row in way)

    def lapsing(self, kind: str, day: date, seq: int) -> list[tuple[Any, ...]]:
        """The texts of a kind that stand at (day, seq) and lapse, or whose status does, in order.

        Returns:
            For the text and for the status, whether what stands the day after comes later in legal
            order, None if nothing does; and what :meth:`texts` gives, with the last days on which
            each stands: that of its period where something later ends it before its own.
        """
        return self._sql.rows(
            f"SELECT {_TEXT_AFTER}, {_STATUS_AFTER}, {_LAPSING} {_TEXTS}"
            "AND (e.until IS NOT NULL OR t.until IS NOT NULL) ORDER BY s.subject",
            self._given(day, seq, None, after=f"{kind}:", end=f"{kind};"),
        )

    def item_figures(
        self,
        day: date,
        seq: int,
        programme: str | None = None,
        *,
        key: str | None = None,
        came: Collection[int] | None = None,
        high: Sequence[str] = (),
        low: Sequence[str] = (),
        dated: bool = False,
    ) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """What figures ask of the items of which a text stands at (day, seq), in one look.

        Args:
            day: the day in law.
            seq: the last fact that is known.
            programme: id of the programme; None for all.
            key: what else to group by: ``"plan"``, ``"field"`` or ``"measures"``.
            came: row ids of items that are told apart from the others.
            high: statuses to tell the way of the items that stand in one of them.
            low: statuses in which an item past its due day is late, as it is in none.
            dated: give the first day of effect of each text; else it is left empty.

        Returns:
            Groups: programme, subject kind, lead, first day of the text, whether the due day is
            past, the key, whether they are among ``came``, the status that stands, the highest
            rank on any day so far, how many. Ways: row id, subject kind, lead, first day of the
            text, and a list of (first day, last day, fact, status) of the periods in ``high``, in
            order of time; the last holds on the day. Late ones: id, subject kind, lead, first day
            of the text, in order of ids.
        """
        among = "1" if came is None else "i.subject IN (SELECT value FROM json_each(:came))"
        highs, lows = (
            ", ".join(f"'{status}'" for status in statuses if status in SIMPLIFICATION.statuses)
            for statuses in (high, low)
        )
        written = "(SELECT f.effective FROM facts f WHERE f.seq = e.fact)" if dated else "''"
        told = {
            "programme": programme is None,
            "first": dated,
            "key": key,
            "came": came is not None,
        }
        alike = ", ".join(
            ("subject_kind", "lead", "past", "status", "highest", *filter(told.get, told))
        )  # what is the same of all costs nothing
        way = "t.first || t.last || t.fact || ' ' || t.status"
        way = f"CASE WHEN t.status IN ({highs}) THEN {way} END"
        rows = self._sql.rows(
            f"WITH {_FIELDS if key == 'field' else ''}item AS MATERIALIZED ("
            "SELECT i.subject, i.programme, i.subject_kind, i.lead, "
            f"{written} AS first, ifnull(i.due < :day, 0) AS past, {_KEYS[key]} AS key, "
            f"{among} AS came, "
            "max(CASE WHEN t.last >= :day THEN t.status END) AS status, "
            f"max({_RANK}) AS highest, group_concat({way}, char(31)) AS way FROM {_TEXT}"
            f"LEFT JOIN standings t ON t.subject = i.subject AND {_SEEN.format('t')} "
            f"{_OF_FIELD if key == 'field' else ''}{_whose(programme)}GROUP BY i.fact) "
            "SELECT 'group', programme, subject_kind, lead, first, past, key, came, status, "
            f"highest, count(*) FROM item GROUP BY {alike} "
            "UNION ALL SELECT 'way', subject, subject_kind, lead, first, way, NULL, NULL, NULL, "
            f"NULL, NULL FROM item WHERE status IN ({highs}) "
            "UNION ALL SELECT 'late', group_concat(substr(s.subject, 6), char(31)), "
            "i.subject_kind, i.lead, i.first, NULL, NULL, NULL, NULL, NULL, NULL "
            "FROM item i CROSS JOIN subjects s ON s.id = i.subject "
            f"WHERE i.past AND (i.status IS NULL OR i.status IN ({lows})) GROUP BY 3, 4, 5",
            self._given(day, seq, programme, came=json.dumps(list(came or ()))),
        )
        groups = [row[1:] for row in rows if row[0] == "group"]
        ways = [(*row[1:5], _periods(row[5])) for row in rows if row[0] == "way"]
        late = [
            (id_, *row[2:5]) for row in rows if row[0] == "late" for id_ in row[1].split(_BETWEEN)
        ]
        return groups, ways, sorted(late)

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

    def costed(self, seq: int) -> list[str]:
        """What opens the procedures of which a text known at ``seq`` ever said what it costs."""
        rows = self._sql.rows(
            "WITH costed AS MATERIALIZED (SELECT s.id, s.subject FROM subjects s WHERE s.id IN "
            "(SELECT p.subject FROM texts p JOIN facts f ON f.seq = p.fact WHERE "
            "p.kind = 'procedure' AND p.fact <= :seq AND instr(f.body, '\"costs\"'))) "
            "SELECT substr(c.subject, 11) FROM costed c UNION SELECT k.key FROM keys k "
            "WHERE k.kind = 'procedure' AND k.seq <= :seq AND k.subject IN (SELECT id FROM costed)",
            {"seq": seq},
        )
        return [name for (name,) in rows]

    def titles(
        self, kind: str, names: Collection[str], day: date, seq: int
    ) -> list[tuple[str, str]]:
        """What a person calls the subjects that names open, by the text of the day, else the last.

        Args:
            kind: the kind of subject.
            names: keys or codes.
            day: the day in law.
            seq: the last fact that is known.
        """
        rows = self._sql.rows(
            "WITH opened AS (SELECT j.value AS name, s.id FROM json_each(:names) j "
            "LEFT JOIN subjects s ON s.subject = :kind || ':' || j.value), "
            "named AS MATERIALIZED (SELECT o.name, ifnull(o.id, k.subject) AS subject "
            "FROM opened o LEFT JOIN keys k ON o.id IS NULL AND k.kind = :kind "
            "AND k.key = o.name AND k.seq <= :seq) "
            "SELECT n.name, p.title, max((e.first <= :day AND e.last >= :day) || e.last || e.first)"
            " FROM named n CROSS JOIN editions e ON e.subject = n.subject AND e.from_seq <= :seq "
            "AND e.to_seq > :seq JOIN texts p ON p.fact = e.fact GROUP BY n.name",
            self._given(day, seq, None, kind=kind, names=json.dumps(list(names))),
        )
        return [(name, title) for name, title, _ in rows]


def _periods(way: str) -> list[tuple[str, str, int, str]]:
    """First day, last day, fact, status of each period, in order of time."""
    found = []
    for each in way.split(_BETWEEN):
        fact, _, status = each[20:].partition(" ")
        found.append((each[:10], each[10:20], int(fact), status))
    if len(found) > 1:
        found.sort()
    return found


def _whose(programme: str | None) -> str:
    return "" if programme is None else "WHERE i.programme = :programme "
