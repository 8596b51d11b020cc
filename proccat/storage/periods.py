"""What stood when: the stored periods of editions and statuses, on both clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from proccat.bitemporal import OPEN_SEQ, shown
from proccat.chain import COLUMNS
from proccat.facts import Outline, outline
from proccat.standing import FOREVER, Span
from proccat.storage.sql import Sql, marks

HOLDS = '{0}."first" <= ? AND {0}."last" >= ? AND {0}."from_seq" <= ? AND {0}."to_seq" > ?'
COLUMNS_OF = '{0}."' + '", {0}."'.join(COLUMNS) + '"'
_BODY = (
    f"SELECT f.body FROM subjects s JOIN editions e ON e.subject = s.id AND {HOLDS.format('e')} "
    "JOIN facts f ON f.seq = e.fact WHERE s.subject = ?"
)
_OUTLINE_OF = '{0}."' + '", {0}."'.join(Outline._fields) + '"'
_WIDTH = len(Outline._fields)
_KEY = '"subject" = ? AND "to_seq" = ? AND "first" = ?'
_FOREVER = FOREVER.isoformat()
PAGE = 200


class Row(NamedTuple):
    """What stands of one subject at a date; the body is that of the text, None once erased."""

    number: int
    text: Outline
    body: str | None
    until: date | None
    status: Outline | None
    status_until: date | None


class Periods:
    """The periods (*khoảng thời gian có hiệu lực*) of one connection."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put_editions(
        self, subject: int, spans: Sequence[Span], first_seq: int, *, fresh: bool = False
    ) -> dict[int, bool]:
        """Make these the texts of a subject from a transaction on.

        Args:
            subject: row id of the subject.
            spans: which text stands when.
            first_seq: the first fact of the transaction; periods that end with it end there.
            fresh: whether the subject has no periods yet.

        Returns:
            Of each text that begins or ceases to stand with no end, by its fact, which of the two.
        """
        return self._put("editions", "number", subject, spans, first_seq, fresh=fresh)

    def put_statuses(
        self, subject: int, spans: Sequence[Span], first_seq: int, *, fresh: bool = False
    ) -> None:
        """Make these the statuses of a subject from a transaction on; see :meth:`put_editions`."""
        self._put("standings", "status", subject, spans, first_seq, fresh=fresh)

    def _put(
        self,
        table: str,
        column: str,
        subject: int,
        spans: Sequence[Span],
        first_seq: int,
        *,
        fresh: bool,
    ) -> dict[int, bool]:
        wanted = shown(spans)
        rows = (
            []
            if fresh
            else self._sql.rows(
                f'SELECT "first", "last", "{column}", "fact", "until", "from_seq", "to_seq" '
                f'FROM {table} WHERE "subject" = ? AND "to_seq" >= ?',
                (subject, first_seq),
            )
        )
        endless: dict[int, bool] = {}
        gone, moved = [], []
        for *period_, from_seq, to_seq in rows:
            period = tuple(period_)
            key = (subject, to_seq, period[0])
            if from_seq == first_seq:  # written by this very transaction: nobody has seen it
                if period in wanted:
                    wanted.remove(period)
                    continue
                ends = None
                gone.append(key)
            else:
                ends = OPEN_SEQ if period in wanted else first_seq
                wanted.discard(period)
                if to_seq == ends:
                    continue
                moved.append((ends, *key))
            if period[1] == _FOREVER:
                endless[period[3]] = endless.get(period[3], False) or ends == OPEN_SEQ
        if gone:
            self._sql.many(f"DELETE FROM {table} WHERE {_KEY}", gone)
        if moved:  # those that end first
            self._sql.many(f'UPDATE {table} SET "to_seq" = ? WHERE {_KEY}', sorted(moved))
        for first, last, value, fact, until in sorted(wanted, key=lambda each: each[:4]):
            self._sql.later(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (subject, first, last, first_seq, OPEN_SEQ, value, fact, until),
            )
            if last == _FOREVER:
                endless[fact] = True
        return endless

    def outlines(self, seqs: Sequence[int]) -> dict[int, tuple[Outline, str | None]]:
        """Some facts, by number: the outline of each, and the title of the text it records."""
        rows = self._sql.rows(
            f"SELECT {_OUTLINE_OF.format('f')}, p.title FROM facts f "
            f"LEFT JOIN texts p ON p.fact = f.seq WHERE f.seq IN ({marks(seqs)})",
            seqs,
        )
        return {row[0]: (outline(row[:_WIDTH]), row[_WIDTH]) for row in rows}

    def row(self, subject: str, day: date, seq: int) -> Row | None:
        """What stands of a subject at (day, seq); None where no text does."""
        return next(self._rows("s.subject = ?", (subject,), day, seq, limit=1), None)

    def body(self, subject: str, day: date, seq: int) -> str | None:
        """The body of the text of a subject that stands at (day, seq)."""
        on = day.isoformat()
        found = self._sql.one(_BODY, (on, on, seq, seq, subject))
        return found[0] if found else None

    def rows(self, kind: str, day: date, seq: int, programme: str | None = None) -> Iterator[Row]:
        """What stands of a kind at (day, seq), in order of subjects, a page at a time.

        ``programme`` leaves only the items of one programme.
        """
        given: tuple[str, ...] = (f"{kind};",)  # ; follows : in order of bytes
        where, after = "s.subject > ? AND s.subject < ?", f"{kind}:"
        if programme is not None:
            where += " AND s.id IN (SELECT i.subject FROM items i WHERE i.programme = ?)"
            given = (*given, programme)
        while True:
            page = list(self._rows(where, (after, *given), day, seq, limit=PAGE))
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].text.subject

    def _rows(
        self, where: str, given: tuple[object, ...], day: date, seq: int, *, limit: int
    ) -> Iterator[Row]:
        on = day.isoformat()
        rows = self._sql.rows(
            "SELECT e.number, e.until, t.until, f.body, "
            f"{_OUTLINE_OF.format('f')}, {_OUTLINE_OF.format('g')} "
            "FROM subjects s "
            f"JOIN editions e ON e.subject = s.id AND {HOLDS.format('e')} "
            "JOIN facts f ON f.seq = e.fact "
            f"LEFT JOIN standings t ON t.subject = s.id AND {HOLDS.format('t')} "
            "LEFT JOIN facts g ON g.seq = t.fact "
            f"WHERE {where} ORDER BY s.subject LIMIT {limit}",
            (on, on, seq, seq, on, on, seq, seq, *given),
        )
        for row in rows:
            text, status = outline(row[4 : 4 + _WIDTH]), row[4 + _WIDTH :]
            held = outline(status) if status[0] is not None else None
            yield Row(row[0], text, row[3], _day(row[1]), held, _day(row[2]))

    def statuses_on(self, kind: str, day: date, seq: int) -> list[tuple[str, str]]:
        """(subject, status) of all of a kind at (day, seq), by subject."""
        on = day.isoformat()
        return [
            (subject, status)
            for subject, status in self._sql.rows(
                "SELECT s.subject, t.status FROM standings t JOIN subjects s ON s.id = t.subject "
                f"WHERE s.kind = ? AND {HOLDS.format('t')} ORDER BY s.subject",
                (kind, on, on, seq, seq),
            )
        ]

    def live_ords(self, kind: str, day: date, seq: int) -> Iterable[int]:
        """The ords of the texts of a kind that stand at (day, seq)."""
        on = day.isoformat()
        rows = self._sql.rows(
            "SELECT p.ord FROM texts p JOIN editions e ON e.fact = p.fact "
            f"AND e.subject = p.subject WHERE p.kind = ? AND {HOLDS.format('e')}",
            (kind, on, on, seq, seq),
        )
        return [ord_ for (ord_,) in rows]

    def ords_with_status(self, statuses: Sequence[str], day: date, seq: int) -> Iterable[int]:
        """The ords of all texts of subjects whose status at (day, seq) is one of these."""
        on = day.isoformat()
        rows = self._sql.rows(
            "SELECT p.ord FROM texts p JOIN standings t ON t.subject = p.subject "
            f"WHERE {HOLDS.format('t')} AND t.status IN ({marks(statuses)})",
            (on, on, seq, seq, *statuses),
        )
        return [ord_ for (ord_,) in rows]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
