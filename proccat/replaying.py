"""Replaying the log (*dựng lại từ nhật ký*): the tables that answer questions, from facts alone.

What a write keeps up to date fact by fact (:mod:`proccat.projector`), a replay gives in one pass:
a rebuild writes it and a verification compares it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proccat.bitemporal import is_endless, periods
from proccat.facts import Recorded, document_of
from proccat.indexing import index_entry
from proccat.search.index import Index, IndexEntry
from proccat.standing import LogLine
from proccat.storage.live import live_rows
from proccat.storage.log import Replayed, replayed
from proccat.storage.projections import rows_of_text
from proccat.storage.sqlite import SqliteStore

Row = tuple[str, tuple[Any, ...]]
"""A row of a projection: its table and its columns in order."""


class Replay:
    """The projections that a log gives (*bảng tra cứu dựng lại*), fact by fact."""

    def __init__(self) -> None:
        self._lines: dict[str, list[tuple[int, LogLine]]] = {}
        self._rows: dict[str, int] = {}
        self._requests: dict[str, tuple[str, int, int]] = {}
        self._texts = 0
        self._of_fact: dict[int, tuple[str, int]] = {}  # kind and number of each text
        self._instant = ""
        self._first_seq = 0

    def take(self, fact: Replayed) -> Iterator[Row]:
        """Takes in the next fact; gives the rows that it alone decides.

        Raises:
            InvalidDocumentError: the body holds no document of a known kind.
        """
        if fact.recorded_at != self._instant:  # one instant for a transaction
            self._instant, self._first_seq = fact.recorded_at, fact.line.seq
        if fact.subject not in self._rows:
            self._rows[fact.subject] = len(self._rows) + 1
            kind = fact.subject.partition(":")[0]
            yield "subjects", (self._rows[fact.subject], fact.subject, kind)
        self._lines.setdefault(fact.subject, []).append((self._first_seq, fact.line))
        if fact.request is not None:
            request_id, digest = fact.request
            first = self._requests.get(request_id, (digest, fact.line.seq))[1]
            self._requests[request_id] = (digest, first, fact.line.seq)
        if fact.line.kind == "recorded":
            self._texts += 1  # what was erased keeps its number
            if fact.body is not None:
                row, document = self._rows[fact.subject], document_of(fact.body)
                self._of_fact[fact.line.seq] = document.kind, self._texts
                yield from rows_of_text(row, fact.line.seq, self._texts, document)

    def rest(self) -> Iterator[Row]:
        """The rows that all facts together decide: the periods and the requests."""
        endless: list[tuple[str, int]] = []
        for subject, lines in self._lines.items():
            editions, statuses = periods(lines)
            row = self._rows[subject]
            yield from (("editions", (row, *period)) for period in editions)
            yield from (("standings", (row, *period)) for period in statuses)
            standing = {each.fact for each in editions if is_endless(each)}
            endless += map(self._of_fact.__getitem__, standing & self._of_fact.keys())
        yield from (("live", columns) for columns in live_rows(endless))
        for request_id, asked in self._requests.items():
            yield "requests", (request_id, *asked)


def rebuild(store: SqliteStore) -> None:
    """Write projections and index again from the log alone, in the caller's transaction."""
    store.projections.clear()
    replay = Replay()
    store.projections.fill(
        row for stored in store.log.rows() for row in replay.take(replayed(stored))
    )
    store.projections.fill(replay.rest())
    index = Index(store.postings)
    index.clear()
    index.add(entries(store))


def bring_up_to_date(store: SqliteStore) -> None:
    """Write the tables of a file that was brought to a newer format, if nobody else did yet."""
    if store.bare:
        with store.transaction():
            if store.bare:
                rebuild(store)


def entries(store: SqliteStore) -> Iterator[IndexEntry]:
    """What the index holds of all texts, by ord."""
    for ord_, fact in store.projections.indexed():
        document = fact.document if isinstance(fact, Recorded) else None
        if document is not None:
            yield index_entry(ord_, document)
