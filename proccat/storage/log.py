"""The table of facts: appending, reading, and the chain of hashes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from proccat.bitemporal import OPEN_SEQ
from proccat.chain import COLUMNS, GENESIS, link_faults
from proccat.documents import is_private
from proccat.drafts import Draft, row
from proccat.errors import InvalidDocumentError, Problem
from proccat.facts import AnyFact, format_of, from_row, instant
from proccat.lean import Deed
from proccat.standing import LogLine
from proccat.storage.schema import INSERT_FACT, SELECT_FACT
from proccat.storage.sql import Sql

_LINE = '"' + '", "'.join(LogLine._fields) + '"'
_PAGE = 500
_ACTS = f"""
    SELECT "subject", "seq", "on", "effective", "to", "taken_over", "basis",
      CASE WHEN "to" IS NOT NULL THEN json_extract("body", '$.note') END, "version" FROM facts
    WHERE ("subject", "version") > (?, ?) AND "subject" < ? AND "seq" <= ? AND "on" <= ?
      AND "kind" <> 'voided' AND "corrects" IS NULL
      AND "seq" NOT IN (SELECT "voids" FROM facts
        WHERE "voids" IS NOT NULL AND "effective" IS NULL AND +"seq" <= ?)  -- + : by its index
    ORDER BY "subject", "version" LIMIT {4 * _PAGE}
"""


class Head(NamedTuple):
    """The end of the log (*điểm cuối nhật ký*), kept outside as an anchor.

    Attributes:
        seq: the last fact's number, which is how many there are.
        hash: hash of the last one.
        recorded_at: when it was recorded, as stored; empty for an empty log.
    """

    seq: int
    hash: str
    recorded_at: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    def next_instant(self, now: datetime) -> str:
        """The instant of the transaction that follows: now, and always after the last one."""
        moment = now.astimezone(UTC)
        if self.recorded_at:
            last = datetime.fromisoformat(self.recorded_at)
            moment = max(moment, last + timedelta(microseconds=1))
        return instant(moment)


class Replayed(NamedTuple):
    """A stored fact as a replay reads it."""

    recorded_at: str
    subject: str
    line: LogLine
    body: str | None
    request: tuple[str, str] | None


class FactLog:
    """The append-only log (*nhật ký sự kiện*) of one connection.

    The caller opens and ends transactions.
    """

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def head(self) -> Head:
        """Where the log ends."""
        last = self._sql.one(
            'SELECT "seq", "hash", "recorded_at" FROM facts ORDER BY "seq" DESC LIMIT 1'
        )
        return Head(*last) if last else Head(0, GENESIS, "")

    def last(self) -> int:
        """The last fact's number; 0 for an empty log."""
        found = self._sql.one('SELECT max("seq") FROM facts')
        return (found and found[0]) or 0

    def append(self, draft: Draft, *, head: Head, version: int, recorded_at: str) -> Head:
        """Write one fact behind ``head`` and return the new end."""
        columns = row(
            draft,
            seq=head.seq + 1,
            version=version,
            recorded_at=recorded_at,
            prev_hash=head.hash,
        )
        self._sql.later(INSERT_FACT, columns)
        return Head(head.seq + 1, columns[-1], recorded_at)

    def erase(self, seq: int) -> None:
        """Take the body out of a fact; the database allows no other change."""
        self._sql.run('UPDATE facts SET "body" = NULL WHERE "seq" = ?', (seq,))

    def restore(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write facts as they were stored elsewhere, columns in order."""
        self._sql.many(INSERT_FACT, rows)

    def lines(self, subject: str, upto: int | None = None) -> tuple[LogLine, ...]:
        """What the fold reads of a subject's facts, in order, up to a fact if one is given."""
        rows = self._sql.rows(
            f'SELECT {_LINE} FROM facts WHERE "subject" = ? AND "seq" <= ? ORDER BY "version"',
            (subject, upto if upto is not None else OPEN_SEQ),
        )
        return tuple(map(line, rows))

    def actors(self, subject: str) -> dict[str, str]:
        """By status of a subject, who last brought it about; what was taken back left out."""
        rows = self._sql.rows(
            'SELECT "to", "actor" FROM facts WHERE "subject" = ? AND "kind" = \'status\' '
            'AND "seq" NOT IN (SELECT "voids" FROM facts WHERE "subject" = ? '
            'AND "voids" IS NOT NULL) ORDER BY "version"',
            (subject, subject),
        )
        return dict(rows)

    def fact(self, seq: int) -> AnyFact | None:
        """One fact by its number."""
        if not 0 < seq < OPEN_SEQ:
            return None
        stored = self._sql.one(f'{SELECT_FACT} WHERE "seq" = ?', (seq,))
        return from_row(stored) if stored else None

    def hash_of(self, seq: int) -> str | None:
        """The hash of a fact, as it stands in the table."""
        found = self._sql.one('SELECT "hash" FROM facts WHERE "seq" = ?', (seq,))
        return found[0] if found else None

    def acts(self, kind: str, day: date, seq: int) -> Iterator[Deed]:
        """The texts and statuses of a kind done by a day, by subject and order of recording.

        Corrections and what was taken back from the start are left out.
        """
        subject, version = f"{kind}:", 0
        while True:
            page = self._sql.rows(
                _ACTS,
                (subject, version, f"{kind};", seq, day.isoformat(), seq),  # ; follows :
            )
            yield from map(Deed._make, page)
            if len(page) < 4 * _PAGE:
                return
            subject, version = page[-1][0], page[-1][-1]

    def facts(
        self, *, after: int = 0, upto: int | None = None, subject: str | None = None
    ) -> Iterator[AnyFact]:
        """Facts in order, read by key so that no cursor stays open."""
        return map(from_row, self.rows(after=after, upto=upto, subject=subject))

    def rows(
        self, *, after: int = 0, upto: int | None = None, subject: str | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Facts as stored, in order: a page at a time."""
        where, given = '"seq" > ?', [after]
        extra: list[object] = []
        if upto is not None:
            where += ' AND "seq" <= ?'
            extra.append(upto)
        if subject is not None:
            where += ' AND "subject" = ?'
            extra.append(subject)
        while True:
            page = self._sql.rows(
                f'{SELECT_FACT} WHERE {where} ORDER BY "seq" LIMIT {_PAGE}', (*given, *extra)
            )
            yield from page
            if len(page) < _PAGE:
                return
            given = [page[-1][0]]

    def expecting(self, day: date, seq: int) -> list[str]:
        """Subjects with an act done by a day that takes effect after it, voids aside."""
        rows = self._sql.rows(
            """
            SELECT DISTINCT "subject" FROM facts
            WHERE "effective" > "on" AND "effective" > ? AND "on" <= ? AND "seq" <= ?
              AND "kind" <> 'voided'
            """,
            (day.isoformat(), day.isoformat(), seq),
        )
        return [subject for (subject,) in rows]

    def texts_changed(self, after: int, upto: int) -> bool:
        """Whether anything but a status was recorded in a stretch of the log."""
        found = self._sql.one(
            'SELECT 1 FROM facts WHERE "seq" > ? AND "seq" <= ? AND "kind" <> \'status\' LIMIT 1',
            (after, upto),
        )
        return found is not None

    def seq_known_at(self, recorded_at: str) -> int:
        """The last fact recorded at or before a stored instant; 0 if none.

        Instants ascend with the log, so a few looks find it, and no index has to be kept.
        """
        return bisect_right(range(1, self.last() + 1), recorded_at, key=self._recorded_at)

    def _recorded_at(self, seq: int) -> str:
        found = self._sql.one('SELECT "recorded_at" FROM facts WHERE "seq" = ?', (seq,))
        return str(found[0]) if found else ""


class Chain:
    """The chain of hashes (*chuỗi băm*), recomputed link by link."""

    def __init__(self) -> None:
        self._seq, self._hash = 0, GENESIS
        self._bare: dict[int, str] = {}  # seq → subject
        self._erasers: dict[int, str] = {}

    def faults(self, stored: Sequence[Any]) -> Iterator[Problem]:
        """What does not hold of the next fact, as it is stored."""
        seq = stored[0]
        for path, message in link_faults(stored, self._seq + 1, self._hash):
            yield Problem(f"fact {seq}", path, message)
        if stored[_AT["voids"]] is not None and stored[_AT["supersedes"]] is not None:
            self._erasers[stored[_AT["voids"]]] = f"fact {seq} by {stored[_AT['actor']]}"
        if stored[_AT["body"]] is None:
            self._bare[seq] = stored[_AT["subject"]]
        self._seq, self._hash = seq, stored[_AT["hash"]]

    def erasures(self) -> Iterator[Problem]:
        """Whose words were erased, and by whom; to be asked behind the last fact."""
        for seq in self._erasers.keys() - self._bare.keys():
            message = f"still holds the words that {self._erasers[seq]} erased; erase it again"
            yield Problem(f"fact {seq}", "$.body", message)
        for seq, subject in self._bare.items():
            personal = is_private(subject)
            unsaid = "personal data, which no log carries" if personal else "NO FACT SAYS BY WHOM"
            by = self._erasers.get(seq, unsaid)
            message = f"was erased ({by}); its hash stands"
            yield Problem(f"fact {seq}", "$.body", message, "warning")


def line(stored: Sequence[Any]) -> LogLine:
    """What the fold reads of a fact, from stored columns in the order of its fields."""
    seq, kind, on, effective, until, to, voids, corrects, supersedes, taken_over, digest = stored
    return LogLine(
        seq,
        kind,
        date.fromisoformat(on),
        date.fromisoformat(effective) if effective else None,
        date.fromisoformat(until) if until else None,
        to,
        voids,
        corrects,
        supersedes,
        bool(taken_over),
        digest,
    )


_AT = {name: place for place, name in enumerate(COLUMNS)}
_LINE_COLUMNS = tuple(_AT[name] for name in LogLine._fields)


def readable(stored: Sequence[Any]) -> None:
    """Refuse a fact that nobody could read.

    Raises:
        InvalidDocumentError: a column cannot be what it should; hashes cannot tell.
    """
    if stored[_AT["successors"]] or stored[_AT["basis"]]:
        from_row(tuple(stored))
    if stored[_AT["format"]] > format_of(stored[_AT["voids"]], stored[_AT["supersedes"]]):
        raise InvalidDocumentError(f"has format {stored[_AT['format']]}: upgrade proccat")
    if not stored[_AT["actor"]].strip():
        raise InvalidDocumentError("actor: is blank")
    datetime.fromisoformat(stored[_AT["recorded_at"]])


def replayed(stored: Sequence[Any]) -> Replayed:
    """What a replay reads of a stored fact."""
    request_id, request_digest = stored[_AT["request_id"]], stored[_AT["request_digest"]]
    return Replayed(
        stored[_AT["recorded_at"]],
        stored[_AT["subject"]],
        line([stored[place] for place in _LINE_COLUMNS]),
        stored[_AT["body"]],
        (request_id, request_digest) if request_id is not None else None,
    )
