"""The tables that answer questions, written in the transaction of the facts they show.

Every period carries both clocks: its first and last day in law, and from which fact on to which
fact it was so. Any (day, seq) is one query and nothing goes stale at midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from proccat.documents import Document, Item, LegalDocument, Procedure
from proccat.documents.legal import number_key
from proccat.facts import COLUMNS, AnyFact, from_row
from proccat.standing import Span
from proccat.storage.schema import OPEN_SEQ, PROJECTIONS
from proccat.storage.sql import Sql

_HOLDS = '{0}."first" <= ? AND {0}."last" >= ? AND {0}."from_seq" <= ? AND {0}."to_seq" > ?'
_COLUMNS_OF = '{0}."' + '", {0}."'.join(COLUMNS) + '"'
_WIDTH = len(COLUMNS)
_PAGE = 200


class Row(NamedTuple):
    """What stands of one subject at a date."""

    number: int
    text: AnyFact
    until: date | None
    status: AnyFact | None
    status_until: date | None


class ItemRow(NamedTuple):
    """What never changes of an item."""

    subject_kind: str
    programme: str


class Projections:
    """The projections (*bảng tra cứu*) of one connection; the caller opens transactions."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    # -- writing -----------------------------------------------------------------------------

    def clear(self) -> None:
        """Empty all projections, before a rebuild."""
        for table in PROJECTIONS:
            self._sql.run(f"DELETE FROM {table}")

    def subject_id(self, subject: str) -> int:
        """The row id of a subject, given on its first fact."""
        found = self._sql.one("SELECT id FROM subjects WHERE subject = ?", (subject,))
        if found is not None:
            return int(found[0])
        kind = subject.partition(":")[0]
        return self._sql.run("INSERT INTO subjects (subject, kind) VALUES (?, ?)", (subject, kind))

    def add_text(self, subject: int, seq: int, document: Document) -> int | None:
        """The narrow columns of a recorded document; returns the ord of a procedure's edition."""
        self._sql.many(
            "INSERT INTO keys (kind, key, subject, seq) VALUES (?, ?, ?, ?)",
            [(document.kind, key, subject, seq) for key in keys_of(document)],
        )
        if isinstance(document, Item):
            self._sql.run(
                "INSERT INTO items (fact, subject, programme, plan, subject_kind, about, lead, due)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    seq,
                    subject,
                    document.programme,
                    document.plan,
                    document.subject_kind.value,
                    document.about,
                    document.lead.name if document.lead else None,
                    document.due.isoformat() if document.due else None,
                ),
            )
        if not isinstance(document, Procedure):
            return None
        field = document.field.name if document.field else None
        return self._sql.run(
            "INSERT INTO procedures (fact, subject, code, name, field) VALUES (?, ?, ?, ?, ?)",
            (seq, subject, document.code, document.name, field),
        )

    def add_request(self, request_id: str, digest: str, seq: int) -> None:
        """Note that a request recorded this fact."""
        self._sql.run(
            "INSERT INTO requests (request_id, digest, first_seq, last_seq) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (request_id) DO UPDATE SET last_seq = excluded.last_seq",
            (request_id, digest, seq, seq),
        )

    def request(self, request_id: str) -> tuple[str, int, int] | None:
        """What a request asked for and which facts it recorded: (digest, first, last)."""
        found = self._sql.one(
            "SELECT digest, first_seq, last_seq FROM requests WHERE request_id = ?", (request_id,)
        )
        return tuple(found) if found else None

    def put_editions(self, subject: int, spans: Sequence[Span], first_seq: int) -> None:
        """Make these the texts of a subject from a transaction on.

        Args:
            subject: row id of the subject.
            spans: which text stands when.
            first_seq: the first fact of the transaction; periods that end with it end there.
        """
        self._put("editions", "number", subject, spans, first_seq)

    def put_statuses(self, subject: int, spans: Sequence[Span], first_seq: int) -> None:
        """Make these the statuses of a subject from a transaction on; see :meth:`put_editions`."""
        self._put("standings", "status", subject, spans, first_seq)

    def _put(
        self, table: str, column: str, subject: int, spans: Sequence[Span], first_seq: int
    ) -> None:
        wanted = {
            (span.first.isoformat(), span.last.isoformat(), span.value, span.fact) for span in spans
        }
        rows = self._sql.rows(
            f'SELECT rowid, "first", "last", "{column}", "fact", "from_seq", "to_seq" FROM {table} '
            'WHERE "subject" = ? AND "to_seq" >= ?',
            (subject, first_seq),
        )
        for rowid, first, last, value, fact, from_seq, to_seq in rows:
            period = (first, last, value, fact)
            if from_seq == first_seq:  # written by this very transaction: nobody has seen it
                if period in wanted:
                    wanted.remove(period)
                else:
                    self._sql.run(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
                continue
            ends = OPEN_SEQ if period in wanted else first_seq
            wanted.discard(period)
            if to_seq != ends:
                self._sql.run(f'UPDATE {table} SET "to_seq" = ? WHERE rowid = ?', (ends, rowid))
        self._sql.many(
            f'INSERT INTO {table} ("subject", "first", "last", "from_seq", "to_seq", "{column}", '
            '"fact") VALUES (?, ?, ?, ?, ?, ?, ?)',
            [
                (subject, first, last, first_seq, OPEN_SEQ, value, fact)
                for first, last, value, fact in sorted(wanted)
            ],
        )

    # -- reading -----------------------------------------------------------------------------

    def opened_by(self, kind: str, key: str, seq: int) -> list[str]:
        """Subjects that a code or number opens, by subject; texts that never stood open nothing."""
        rows = self._sql.rows(
            "SELECT DISTINCT s.subject FROM keys k JOIN subjects s ON s.id = k.subject "
            "WHERE k.kind = ? AND k.key = ? AND k.seq <= ? AND NOT EXISTS "
            '(SELECT 1 FROM facts v WHERE v."voids" = k.seq AND v."effective" IS NULL '
            'AND v."seq" <= ?) ORDER BY s.subject',
            (kind, key, seq, seq),
        )
        return [subject for (subject,) in rows]

    def name_of(self, seq: int) -> str | None:
        """The name in a procedure's text, by its fact; None for other texts."""
        found = self._sql.one("SELECT name FROM procedures WHERE fact = ?", (seq,))
        return found[0] if found else None

    def known(self, subject: str) -> bool:
        """Whether the subject has any fact."""
        found = self._sql.one("SELECT 1 FROM subjects WHERE subject = ?", (subject,))
        return found is not None

    def row(self, subject: str, day: date, seq: int) -> Row | None:
        """What stands of a subject at (day, seq); None where no text does."""
        return next(self._rows("s.subject = ?", (subject,), day, seq, limit=1), None)

    def body(self, subject: str, day: date, seq: int) -> str | None:
        """The body of the text of a subject that stands at (day, seq)."""
        on = day.isoformat()
        found = self._sql.one(
            f"SELECT f.body FROM subjects s "
            f"JOIN editions e ON e.subject = s.id AND {_HOLDS.format('e')} "
            "JOIN facts f ON f.seq = e.fact WHERE s.subject = ?",
            (on, on, seq, seq, subject),
        )
        return found[0] if found else None

    def rows(self, kind: str, day: date, seq: int) -> Iterator[Row]:
        """What stands of a kind at (day, seq), in order of subjects, a page at a time."""
        after = ""
        while True:
            page = list(
                self._rows("s.kind = ? AND s.subject > ?", (kind, after), day, seq, limit=_PAGE)
            )
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].text.subject

    def rows_of(self, ords: Sequence[int]) -> dict[int, AnyFact]:
        """The text facts behind editions of procedures, by ord."""
        marks = ", ".join("?" * len(ords))
        rows = self._sql.rows(
            f"SELECT p.ord, {_COLUMNS_OF.format('f')} FROM procedures p "
            f"JOIN facts f ON f.seq = p.fact WHERE p.ord IN ({marks})",
            tuple(ords),
        )
        return {row[0]: from_row(row[1:]) for row in rows}

    def indexed(self) -> Iterator[tuple[int, AnyFact]]:
        """All editions of procedures with their text facts, by ord, a page at a time."""
        after = 0
        while True:
            page = self._sql.rows(
                f"SELECT p.ord, {_COLUMNS_OF.format('f')} FROM procedures p "
                "JOIN facts f ON f.seq = p.fact WHERE p.ord > ? ORDER BY p.ord LIMIT ?",
                (after, _PAGE),
            )
            yield from ((row[0], from_row(row[1:])) for row in page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def _rows(
        self, where: str, given: tuple[object, ...], day: date, seq: int, *, limit: int
    ) -> Iterator[Row]:
        on = day.isoformat()
        rows = self._sql.rows(
            "SELECT e.number, v.effective, w.effective, "
            f"{_COLUMNS_OF.format('f')}, {_COLUMNS_OF.format('g')} "
            "FROM subjects s "
            f"JOIN editions e ON e.subject = s.id AND {_HOLDS.format('e')} "
            "JOIN facts f ON f.seq = e.fact "
            f"LEFT JOIN standings t ON t.subject = s.id AND {_HOLDS.format('t')} "
            "LEFT JOIN facts g ON g.seq = t.fact "
            "LEFT JOIN facts v ON v.voids = coalesce(f.corrects, f.seq) AND v.seq <= ? "
            "LEFT JOIN facts w ON w.voids = g.seq AND w.seq <= ? "
            f"WHERE {where} ORDER BY s.subject LIMIT {limit}",
            (on, on, seq, seq, on, on, seq, seq, seq, seq, *given),
        )
        for row in rows:
            text, status = from_row(row[3 : 3 + _WIDTH]), row[3 + _WIDTH :]
            held = from_row(status) if status[0] is not None else None
            until = _last_day(text, row[1])
            yield Row(row[0], text, until, held, _last_day(held, row[2]) if held else None)

    def subjects(self, kind: str, seq: int) -> Iterator[str]:
        """All subjects of a kind with a fact up to ``seq``, in order, a page at a time."""
        after = ""
        while True:
            page = self._sql.rows(
                "SELECT s.subject FROM subjects s WHERE s.kind = ? AND s.subject > ? AND EXISTS "
                '(SELECT 1 FROM facts f WHERE f."subject" = s.subject AND f."seq" <= ?) '
                "ORDER BY s.subject LIMIT ?",
                (kind, after, seq, _PAGE),
            )
            yield from (subject for (subject,) in page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def statuses_on(self, kind: str, day: date, seq: int) -> list[tuple[str, str]]:
        """(subject, status) of all of a kind at (day, seq), by subject."""
        on = day.isoformat()
        return [
            (subject, status)
            for subject, status in self._sql.rows(
                "SELECT s.subject, t.status FROM standings t JOIN subjects s ON s.id = t.subject "
                f"WHERE s.kind = ? AND {_HOLDS.format('t')} ORDER BY s.subject",
                (kind, on, on, seq, seq),
            )
        ]

    def spans(self, kind: str, seq: int) -> Iterator[tuple[str, tuple[Span, ...]]]:
        """The statuses of each subject of a kind over all days, as known, by subject."""
        rows = self._sql.rows(
            "SELECT s.subject, t.first, t.last, t.fact, t.status "
            "FROM standings t JOIN subjects s ON s.id = t.subject "
            "WHERE s.kind = ? AND t.from_seq <= ? AND t.to_seq > ? ORDER BY s.subject, t.first",
            (kind, seq, seq),
        )
        for subject, group in groupby(rows, key=itemgetter(0)):
            yield (
                subject,
                tuple(
                    Span(date.fromisoformat(first), date.fromisoformat(last), fact, status)
                    for _, first, last, fact, status in group
                ),
            )

    def live_ords(self, day: date, seq: int) -> Iterable[int]:
        """The ords of the procedures' editions that stand at (day, seq)."""
        on = day.isoformat()
        rows = self._sql.rows(
            "SELECT p.ord FROM procedures p JOIN editions e ON e.fact = p.fact "
            f"AND e.subject = p.subject WHERE {_HOLDS.format('e')}",
            (on, on, seq, seq),
        )
        return [ord_ for (ord_,) in rows]

    def ords_with_status(self, statuses: Sequence[str], day: date, seq: int) -> Iterable[int]:
        """The ords of all editions of procedures whose status at (day, seq) is one of these."""
        on = day.isoformat()
        marks = ", ".join("?" * len(statuses))
        rows = self._sql.rows(
            "SELECT p.ord FROM procedures p JOIN standings t ON t.subject = p.subject "
            f"WHERE {_HOLDS.format('t')} AND t.status IN ({marks})",
            (on, on, seq, seq, *statuses),
        )
        return [ord_ for (ord_,) in rows]

    def ords_with_item(
        self, stages: Sequence[str] | None, programme: str | None, day: date, seq: int
    ) -> Iterable[int]:
        """The ords of all editions of procedures that an item is about.

        Args:
            stages: the statuses one of which the item must have; None for any item.
            programme: the programme the item must belong to; None for any.
            day: the day in law.
            seq: the last fact that is known.
        """
        on = day.isoformat()
        statement = (
            "SELECT DISTINCT p.ord FROM procedures p JOIN items i ON i.about = p.code "
            "AND i.subject_kind IN ('procedure', 'internal_procedure') AND i.fact <= ? "
        )
        given: list[object] = [seq]
        if stages is not None:
            marks = ", ".join("?" * len(stages))
            statement += (
                "JOIN standings t ON t.subject = i.subject "
                f"AND {_HOLDS.format('t')} AND t.status IN ({marks}) "
            )
            given += [on, on, seq, seq, *stages]
        if programme is not None:
            statement += "WHERE i.programme = ?"
            given.append(programme)
        return [ord_ for (ord_,) in self._sql.rows(statement, given)]

    def item_subjects(
        self, seq: int, *, programme: str | None = None, about: str | None = None
    ) -> list[str]:
        """Subjects of items ever recorded for a programme or about a procedure, in order."""
        filters = {"i.programme": programme, "i.about": about}
        given = {name: value for name, value in filters.items() if value is not None}
        where = " AND ".join(["i.fact <= ?", *(f"{name} = ?" for name in given)])
        rows = self._sql.rows(
            "SELECT DISTINCT s.subject FROM items i JOIN subjects s ON s.id = i.subject "
            f"WHERE {where} ORDER BY s.subject",
            (seq, *given.values()),
        )
        return [subject for (subject,) in rows]

    def item(self, subject: str) -> ItemRow | None:
        """What never changes of an item: its kind and its programme."""
        found = self._sql.one(
            "SELECT i.subject_kind, i.programme FROM items i "
            "JOIN subjects s ON s.id = i.subject WHERE s.subject = ? ORDER BY i.fact LIMIT 1",
            (subject,),
        )
        return ItemRow(*found) if found else None

    def contents(self, table: str) -> Iterator[tuple[Any, ...]]:
        """All rows of a projection in an order of their values, for comparing two files."""
        columns = self._sql.rows(f"SELECT name FROM pragma_table_info('{table}')")
        order = ", ".join(str(place + 1) for place in range(len(columns)))
        yield from self._sql.rows(f"SELECT * FROM {table} ORDER BY {order}")


def _last_day(fact: AnyFact, annulled_from: str | None) -> date | None:
    """The last day of a fact: its own, or the one before it was annulled."""
    if annulled_from is None:
        return fact.until
    return date.fromisoformat(annulled_from) - timedelta(days=1)


def keys_of(document: Document) -> tuple[str, ...]:
    """What else opens a document: a procedure's code; a legal document's number and identity."""
    if isinstance(document, LegalDocument) and document.number is not None:
        parsed = document.parsed
        number = number_key(parsed.number if parsed else document.number)
        return (number, identity_key(document))
    return (identity_key(document),) if isinstance(document, Procedure) and document.code else ()


def identity_key(document: Procedure | LegalDocument) -> str:
    """The key that no two subjects may share; a document's number alone is no identity."""
    if isinstance(document, Procedure):
        return document.identity
    return f"={document.identity}"
