"""Keeping the projections and the index equal to the fold of the log.

Every fact is noted in order, and at the end of its transaction the touched subjects are folded
again. A rebuild (:mod:`proccat.replaying`) gives the same tables from the log alone.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection

from proccat.bitemporal import OPEN_SEQ, touched
from proccat.documents import Document
from proccat.indexing import index_entry
from proccat.search.index import Index, IndexEntry
from proccat.standing import Fold, LogLine
from proccat.storage.projections import keys_of
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
        self._openers: dict[tuple[str, str], list[str]] = {}
        self._rows: dict[str, int] = {}
        self._touched: dict[str, int] = {}
        self._entries: list[IndexEntry] = []
        self._settled: set[int] = set()  # subjects with rows of this transaction
        self._last_row: int | None = None
        self._next_ord: int | None = None

    @property
    def held(self) -> int:
        """How many subjects are held: they wait to be settled, or were but read."""
        return len(self._folds)

    def foresee(self, documents: Collection[Document]) -> None:
        """Read in one go what recording some documents will ask for, until it is settled."""
        subjects = [each.subject for each in documents if each.subject not in self._folds]
        if subjects:
            facts = self._store.projections.subjects_of(subjects)
            self._folds |= {subject: Fold(each.lines) for subject, each in facts.items()}
            self._rows |= {s: each.row for s, each in facts.items() if each.row is not None}
        keys: dict[str, set[str]] = {}
        for document in documents:
            for key in keys_of(document):
                if (document.kind, key) not in self._openers:
                    keys.setdefault(document.kind, set()).add(key)
        for kind, wanted in keys.items():
            found = self._store.projections.openers(kind, list(wanted), OPEN_SEQ)
            self._openers |= {(kind, key): found.get(key, []) for key in wanted}

    def fold(self, subject: str) -> Fold:
        """The facts of a subject so far, those of this transaction included."""
        known = self._folds.get(subject)
        if known is None:
            found = self._store.projections.subject(subject)
            known = self._folds[subject] = Fold(found.lines)
            if found.row is not None:
                self._rows[subject] = found.row
        return known

    def opened_by(self, kind: str, key: str) -> list[str]:
        """Subjects that a code or number opens, by subject, those of this transaction included."""
        known = self._openers.get((kind, key))
        if known is None:
            known = self._store.projections.opened_by(kind, key, OPEN_SEQ)
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
        before = self.fold(subject)
        self._folds[subject] = before.and_(line)
        row = self._touched.get(subject)
        if row is None:
            row = self._touched[subject] = self._row(subject, new=not before.lines)
        if document is not None:
            ord_ = self._next_ord or projections.ord_of(line.seq)
            self._next_ord = ord_ + 1
            projections.add_text(row, line.seq, ord_, document)
            self._entries.append(index_entry(ord_, document))
            for key in keys_of(document):
                opened = self._openers.get((document.kind, key))
                if opened is not None and subject not in opened:
                    insort(opened, subject)
        if line.kind == "voided":  # what never stood opens nothing
            self._openers.clear()
        if request is not None:
            projections.add_request(*request, line.seq)

    def settle(self) -> None:
        """Write the periods and the index rows of everything touched so far."""
        projections = self._store.projections
        endless: dict[int, bool] = {}
        for subject, row in self._touched.items():
            after = self.fold(subject)
            before = Fold(line for line in after.lines if line.seq < self._first_seq)
            new = row not in self._settled
            self._settled.add(row)
            texts_moved, statuses_moved = touched(before, after)
            if texts_moved:
                fresh = new and not before.lines
                endless |= projections.put_editions(
                    row, after.editions, self._first_seq, fresh=fresh
                )
            if statuses_moved:
                fresh = new and all(line.kind == "recorded" for line in before.lines)
                projections.put_statuses(row, after.statuses, self._first_seq, fresh=fresh)
        if endless:
            self._store.live.turn(endless)
        if self._entries:
            Index(self._store.postings).add(self._entries)
        self._clear()

    def forget(self) -> None:
        """Drop what was noted since it was settled; the store has undone it."""
        self._clear()
        self._last_row = self._next_ord = None

    def _clear(self) -> None:
        for kept in (self._touched, self._entries, self._folds, self._openers, self._rows):
            kept.clear()

    def _row(self, subject: str, *, new: bool) -> int:
        """The row id of a subject, given on its first fact."""
        if new:
            projections, last = self._store.projections, self._last_row
            self._last_row = 1 + (projections.last_subject_id() if last is None else last)
            projections.add_subject(self._last_row, subject)
            self._rows[subject] = self._last_row
        return self._rows[subject]
