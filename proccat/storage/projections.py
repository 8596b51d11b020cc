"""The tables that answer questions, written in the transaction of the facts they show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from proccat.documents import Document, Item, LegalDocument, Procedure
from proccat.documents.legal import number_key
from proccat.ends import ends_of
from proccat.errors import index_damaged
from proccat.facts import AnyFact, from_row
from proccat.standing import LogLine
from proccat.storage.log import line
from proccat.storage.periods import COLUMNS_OF, HOLDS, PAGE, Periods
from proccat.storage.schema import PROJECTIONS
from proccat.storage.sql import marks

_BATCH = 1000
_LINE = 'f."' + '", f."'.join(LogLine._fields) + '"'
_INSERT = {
    table: f"INSERT INTO {table} VALUES ({', '.join('?' * width)})"
    for table, width in PROJECTIONS.items()
}
_ORD = (  # between the last text and the new one lie those that were erased
    "SELECT ifnull((SELECT max(ord) FROM texts), 0) + (SELECT count(*) FROM facts "
    "WHERE seq > ifnull((SELECT fact FROM texts ORDER BY ord DESC LIMIT 1), 0) AND seq <= ? "
    "AND kind = 'recorded')"
)
_OPENS = (  # texts that never stood open nothing
    'k.seq <= ? AND NOT EXISTS (SELECT 1 FROM facts v WHERE v."voids" = k.seq '
    'AND v."effective" IS NULL AND v."seq" <= ?)'
)
_ORDS_ABOUT = (
    "WITH about AS (SELECT DISTINCT i.about AS name FROM items i {}) "
    "SELECT p.ord FROM texts p WHERE p.subject IN ("
    "SELECT s.id FROM about a JOIN subjects s ON s.subject = 'procedure:' || a.name "
    "UNION SELECT k.subject FROM about a JOIN keys k ON k.kind = 'procedure' AND k.key = a.name "
    f"AND {_OPENS})"
)


class ItemRow(NamedTuple):
    """What never changes of an item."""

    subject_kind: str
    programme: str


class SubjectRow(NamedTuple):
    """A subject's row id, None before its first fact, and what the fold reads of its facts."""

    row: int | None
    lines: tuple[LogLine, ...]


class HitRow(NamedTuple):
    """What a search shows of one text, with the status of its subject that stands.

    The code is the key where there is none.
    """

    subject: str
    fact: int
    code: str
    name: str
    field: str | None
    status: str | None
    successors: tuple[str, ...]


class Projections(Periods):
    """The projections (*bảng tra cứu*) of one connection; the caller opens transactions."""

    # -- writing -----------------------------------------------------------------------------

    def clear(self) -> None:
        """Empty all projections, before a rebuild."""
        for table in PROJECTIONS:
            self._sql.run(f"DELETE FROM {table}")

    def subject(self, subject: str) -> SubjectRow:
        """A subject with its facts so far."""
        return self.subjects_of((subject,))[subject]

    def subjects_of(self, subjects: Sequence[str]) -> dict[str, SubjectRow]:
        """Subjects with their facts so far, those without any, too."""
        rows = self._sql.rows(
            f"SELECT s.id, s.subject, {_LINE} FROM subjects s JOIN facts f "
            f'ON f."subject" = s.subject WHERE s.subject IN ({marks(subjects)}) '
            'ORDER BY s.subject, f."version"',
            subjects,
        )
        found = dict.fromkeys(subjects, SubjectRow(None, ()))
        for (id_, subject), group in groupby(rows, key=itemgetter(0, 1)):
            found[subject] = SubjectRow(id_, tuple([line(row[2:]) for row in group]))
        return found

    def last_subject_id(self) -> int:
        """The last row id that a subject has; 0 if there is none."""
        found = self._sql.one("SELECT max(id) FROM subjects")
        return (found and found[0]) or 0

    def add_subject(self, id_: int, subject: str) -> None:
        """Give a subject its row, on its first fact."""
        self._sql.later(_INSERT["subjects"], (id_, subject, subject.partition(":")[0]))

    def ord_of(self, seq: int) -> int:
        """The ord of the text that a fact records which stands at the end of the log."""
        ((ord_,),) = self._sql.rows(_ORD, (seq,))
        return int(ord_)

    def add_text(self, subject: int, seq: int, ord_: int, document: Document) -> None:
        """The narrow columns of a recorded document."""
        for table, columns in rows_of_text(subject, seq, ord_, document):
            self._sql.later(_INSERT[table], columns)

    def fill(self, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Write rows of any of the tables, a thousand of one at a time."""
        waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in PROJECTIONS}
        for table, columns in rows:
            waiting[table].append(columns)
            if len(waiting[table]) == _BATCH:
                self._sql.many(_INSERT[table], waiting[table])
                waiting[table].clear()
        for table, batch in waiting.items():
            self._sql.many(_INSERT[table], batch)

    def add_request(self, request_id: str, digest: str, seq: int) -> None:
        """Note that a request recorded this fact."""
        self._sql.later(
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

    # -- reading -----------------------------------------------------------------------------

    def opened_by(self, kind: str, key: str, seq: int) -> list[str]:
        """Subjects that a code or number opens, by subject; texts that never stood open nothing."""
        return self.openers(kind, (key,), seq).get(key, [])

    def openers(self, kind: str, keys: Sequence[str], seq: int) -> dict[str, list[str]]:
        """The same of several codes or numbers, without those that open nothing."""
        rows = self._sql.rows(
            "SELECT DISTINCT k.key, s.subject FROM keys k JOIN subjects s ON s.id = k.subject "
            f"WHERE k.kind = ? AND k.key IN ({marks(keys)}) AND {_OPENS} ORDER BY s.subject",
            (kind, *keys, seq, seq),
        )
        found: dict[str, list[str]] = {}
        for key, subject in rows:
            found.setdefault(key, []).append(subject)
        return found

    def enders(self, key: str, seq: int) -> list[tuple[int, str]]:
        """The texts, with their subjects, that replace or repeal a comparable number, in order."""
        return [
            (fact, subject)
            for fact, subject in self._sql.rows(
                "SELECT DISTINCT e.fact, s.subject FROM ends e JOIN subjects s "
                "ON s.id = e.subject WHERE e.key = ? AND e.fact <= ? ORDER BY e.fact",
                (key, seq),
            )
        ]

    def name_of(self, seq: int) -> str | None:
        """What a person calls a text, by its fact; None for one that was erased."""
        found = self._sql.one("SELECT title FROM texts WHERE fact = ?", (seq,))
        return found[0] if found else None

    def known(self, subject: str) -> bool:
        """Whether the subject has any fact."""
        found = self._sql.one("SELECT 1 FROM subjects WHERE subject = ?", (subject,))
        return found is not None

    def hit_rows(self, ords: Sequence[int], day: date, seq: int) -> dict[int, HitRow]:
        """What a search shows of texts, by ord, from narrow columns alone."""
        on = day.isoformat()
        rows = self._sql.rows(
            "SELECT p.ord, s.subject, p.fact, p.code, p.title, p.field, t.status, f.successors "
            "FROM texts p JOIN subjects s ON s.id = p.subject "
            f"LEFT JOIN standings t ON t.subject = p.subject AND {HOLDS.format('t')} "
            f"LEFT JOIN facts f ON f.seq = t.fact WHERE p.ord IN ({marks(ords)})",
            (on, on, seq, seq, *ords),
        )
        found: dict[int, HitRow] = {}
        for ord_, subject, fact, code, name, field, status, successors in rows:
            instead = tuple(json.loads(successors)) if successors else ()
            code = code or subject.partition(":")[2]
            found[ord_] = HitRow(subject, fact, code, name, field, status, instead)
        if len(found) != len(ords):
            raise index_damaged()
        return found

    def indexed(self) -> Iterator[tuple[int, AnyFact]]:
        """All texts with their facts, by ord, a page at a time."""
        after = 0
        while True:
            page = self._sql.rows(
                f"SELECT p.ord, {COLUMNS_OF.format('f')} FROM texts p "
                "JOIN facts f ON f.seq = p.fact WHERE p.ord > ? ORDER BY p.ord LIMIT ?",
                (after, PAGE),
            )
            yield from ((row[0], from_row(row[1:])) for row in page)
            if len(page) < PAGE:
                return
            after = page[-1][0]

    def subjects(self, kind: str, seq: int) -> Iterator[str]:
        """All subjects of a kind with a fact up to ``seq``, in order, a page at a time."""
        after = ""
        while True:
            page = self._sql.rows(
                "SELECT s.subject FROM subjects s WHERE s.kind = ? AND s.subject > ? AND EXISTS "
                '(SELECT 1 FROM facts f WHERE f."subject" = s.subject AND f."seq" <= ?) '
                "ORDER BY s.subject LIMIT ?",
                (kind, after, seq, PAGE),
            )
            yield from (subject for (subject,) in page)
            if len(page) < PAGE:
                return
            after = page[-1][0]

    def ords_with_item(
        self, stages: Sequence[str] | None, programmes: Sequence[str] | None, day: date, seq: int
    ) -> Iterable[int]:
        """The ords of all texts of the procedures that an item is about whose text stands.

        Args:
            stages: the statuses one of which the item must have; None for any item.
            programmes: the item must belong to one of these; None for any.
            day: the day in law.
            seq: the last fact that is known.
        """
        on = day.isoformat()
        when = (on, on, seq, seq)
        given: list[object] = [*when]
        items = f"JOIN editions e ON e.fact = i.fact AND {HOLDS.format('e')} "
        if stages is not None:
            items += (
                "JOIN standings t ON t.subject = i.subject "
                f"AND {HOLDS.format('t')} AND t.status IN ({marks(stages)}) "
            )
            given += [*when, *stages]
        items += "WHERE i.subject_kind IN ('procedure', 'internal_procedure') "
        if programmes is not None:
            items += f"AND i.programme IN ({marks(programmes)})"
            given += programmes
        rows = self._sql.rows(_ORDS_ABOUT.format(items), (*given, seq, seq))
        return [ord_ for (ord_,) in rows]

    def ords_of_items(self, programmes: Sequence[str]) -> Iterable[int]:
        """The ords of all texts of the items of some programmes."""
        rows = self._sql.rows(
            "SELECT p.ord FROM items i JOIN texts p ON p.fact = i.fact "
            f"WHERE i.programme IN ({marks(programmes)})",
            programmes,
        )
        return [ord_ for (ord_,) in rows]

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
            "SELECT i.subject_kind, i.programme FROM facts f JOIN items i ON i.fact = f.seq "
            'WHERE f."subject" = ? ORDER BY f."version" LIMIT 1',
            (subject,),
        )
        return ItemRow(*found) if found else None

    def contents(self, table: str) -> Iterable[tuple[Any, ...]]:
        """All rows of a projection."""
        return self._sql.rows(f"SELECT * FROM {table}")


def rows_of_text(
    subject: int, seq: int, ord_: int, document: Document
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows that a recorded document adds, each with its table.

    Args:
        subject: row id of the subject.
        seq: the fact.
        ord_: the number of the text: its place among all that were ever recorded, so that it
            stays the same when another is erased.
        document: the document.
    """
    for key in keys_of(document):
        yield "keys", (document.kind, key, subject, seq)
    if isinstance(document, LegalDocument):
        for key, how in ends_of(document):
            yield "ends", (key, seq, subject, how.value)
    if isinstance(document, Item):
        yield (
            "items",
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
    code = document.code if isinstance(document, Procedure) else None
    field = document.field if isinstance(document, Procedure) else None
    columns = (ord_, seq, subject, document.kind, code, document.title, field and field.name)
    yield "texts", columns


def keys_of(document: Document) -> tuple[str, ...]:
    """What else opens a document: a procedure's code; a legal document's number and identity."""
    if isinstance(document, LegalDocument):
        number = document.comparable_number
        return () if number is None else (number_key(number), identity_key(document))
    return (identity_key(document),) if isinstance(document, Procedure) and document.code else ()


def identity_key(document: Procedure | LegalDocument) -> str:
    """The key that no two subjects may share; a document's number alone is no identity."""
    if isinstance(document, Procedure):
        return document.identity
    return f"={document.identity}"
