"""Keeping the projections and the index equal to the fold of the log.

Every fact is noted in order, and at the end of its transaction the touched subjects are folded
again. A rebuild (:mod:`proccat.replaying`) gives the same tables from the log alone.
"""

from __future__ import annotations

from proccat.bitemporal import touched
from proccat.documents import Document
from proccat.indexing import index_entry
from proccat.search.index import Index, IndexEntry
from proccat.standing import Fold, LogLine
from proccat.storage.sqlite import SqliteStore


class Projector:
    """Notes facts as they are written and settles what they change.

    Args:
        store: where.
        first_seq: the first fact of the transaction.
    """

    def __init__(self, store: SqliteStore, first_seq: int) -> None:
        self._store = store
        self._first_seq = first_seq
        self._folds: dict[str, Fold] = {}
        self._touched: dict[str, int] = {}
        self._entries: list[IndexEntry] = []
        self._settled: set[int] = set()  # subjects with rows of this transaction

    @property
    def touched(self) -> int:
        """How many subjects wait to be settled."""
        return len(self._touched)

    def fold(self, subject: str) -> Fold:
        """The facts of a subject so far, those of this transaction included."""
        known = self._folds.get(subject)
        if known is None:
            known = self._folds[subject] = Fold(self._store.log.lines(subject))
        return known

    def note(
        self,
        subject: str,
        line: LogLine,
        document: Document | None,
        request: tuple[str, str] | None = None,
    ) -> None:
        """Take in one fact that was just appended.

        Args:
            subject: whose.
            line: what the fold reads of it.
            document: the document, of a recorded one.
            request: id and digest of the request that asked for it.
        """
        projections = self._store.projections
        self._folds[subject] = self.fold(subject).and_(line)
        row = self._touched.get(subject)
        if row is None:
            row = self._touched[subject] = projections.subject_id(subject)
        if document is not None:
            ord_ = projections.add_text(row, line.seq, document)
            self._entries.append(index_entry(ord_, document))
        if request is not None:
            projections.add_request(*request, line.seq)

    def settle(self) -> None:
        """Write the periods and the index rows of everything touched so far."""
        projections = self._store.projections
        for subject, row in self._touched.items():
            after = self.fold(subject)
            before = Fold(line for line in after.lines if line.seq < self._first_seq)
            fresh = not before.lines and row not in self._settled
            self._settled.add(row)
            texts_moved, statuses_moved = touched(before, after)
            if texts_moved:
                projections.put_editions(row, after.editions, self._first_seq, fresh=fresh)
            if statuses_moved:
                projections.put_statuses(row, after.statuses, self._first_seq, fresh=fresh)
        if self._entries:
            Index(self._store.postings).add(self._entries)
        self._touched.clear()
        self._entries.clear()
        self._folds.clear()

    def forget(self) -> None:
        """Drop what was noted since it was settled; the store has undone it."""
        self._touched.clear()
        self._entries.clear()
        self._folds.clear()
