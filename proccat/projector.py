"""Keeping the projections and the index equal to the fold of the log.

A write and a rebuild go the same way: every fact is noted in order, and at the end of its
transaction the touched subjects are folded again. So a rebuild gives the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from proccat import standing
from proccat.documents import Document, Procedure, values
from proccat.documents.base import Stated
from proccat.facts import document_of
from proccat.search.index import Index, IndexEntry
from proccat.standing import LogLine
from proccat.storage.log import FactLog
from proccat.storage.sqlite import SqliteStore


class Projector:
    """Notes facts as they are written and settles what they change.

    Args:
        store: where.
        first_seq: the first fact of the transaction.
        replaying: whether every fact of the log passes through this projector from the start, so
            that nothing need be looked up.
        index: whether to write the search index, too.
    """

    def __init__(
        self, store: SqliteStore, first_seq: int, *, replaying: bool = False, index: bool = True
    ) -> None:
        self._store = store
        self._index = index
        self._first_seq = first_seq
        self._replaying = replaying
        self._lines: dict[str, list[LogLine]] = {}
        self._touched: dict[str, int] = {}
        self._entries: list[IndexEntry] = []
        self._settled: set[int] = set()  # subjects with rows of this transaction

    @property
    def touched(self) -> int:
        """How many subjects wait to be settled."""
        return len(self._touched)

    def lines(self, subject: str) -> list[LogLine]:
        """The facts of a subject so far, those of this transaction included."""
        known = self._lines.get(subject)
        if known is None:
            stored = () if self._replaying else self._store.log.lines(subject)
            known = self._lines[subject] = list(stored)
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
        self.lines(subject).append(line)
        row = self._touched.get(subject)
        if row is None:
            row = self._touched[subject] = projections.subject_id(subject)
        if document is not None:
            ord_ = projections.add_text(row, line.seq, document)
            if self._index and ord_ is not None and isinstance(document, Procedure):
                self._entries.append(index_entry(ord_, document))
        if request is not None:
            projections.add_request(*request, line.seq)

    def settle(self) -> None:
        """Write the periods and the index rows of everything touched so far."""
        projections = self._store.projections
        for subject, row in self._touched.items():
            lines = self.lines(subject)
            new = {line.kind for line in lines if line.seq >= self._first_seq}
            fresh = lines[0].seq >= self._first_seq and row not in self._settled
            self._settled.add(row)
            if new != {"status"}:  # a status moves no text
                spans = standing.editions(lines)
                projections.put_editions(row, spans, self._first_seq, fresh=fresh)
            if new != {"recorded"}:  # a text moves no status
                spans = standing.statuses(lines)
                projections.put_statuses(row, spans, self._first_seq, fresh=fresh)
        if self._entries:
            Index(self._store.postings).add(self._entries)
        self._touched.clear()
        self._entries.clear()
        if not self._replaying:
            self._lines.clear()

    def forget(self) -> None:
        """Drop what was noted since it was settled; the store has undone it."""
        self._touched.clear()
        self._entries.clear()
        self._lines.clear()

    def next_transaction(self, first_seq: int) -> None:
        """Settle one transaction of a replay and begin the next."""
        self.settle()
        self._settled.clear()
        self._first_seq = first_seq


def rebuild(store: SqliteStore) -> None:
    """Write projections and index again from the log alone, in the caller's transaction."""
    store.projections.clear()
    Index(store.postings).clear()
    replay(store.log, store)


def replay(log: FactLog, into: SqliteStore, *, index: bool = True) -> None:
    """Write the projections that a log gives into an empty store, transaction by transaction.

    Args:
        log: the facts.
        into: where; its own log plays no part.
        index: whether to write the search index, too.
    """
    projector = Projector(into, 1, replaying=True, index=index)
    instant: str | None = None
    for replayed in log.replay():
        if replayed.recorded_at != instant:
            projector.next_transaction(replayed.line.seq)
            instant = replayed.recorded_at
        has_document = replayed.line.kind == "recorded" and replayed.body is not None
        document = document_of(replayed.body or "") if has_document else None
        projector.note(replayed.subject, replayed.line, document, replayed.request)
    projector.settle()


def index_entry(ord_: int, procedure: Procedure) -> IndexEntry:
    """What the index holds of one edition of a procedure."""
    return IndexEntry(
        ord=ord_,
        code=procedure.code or procedure.key,
        name=procedure.name,
        field=procedure.field.name if procedure.field else None,
        agencies=tuple(dict.fromkeys(agency.name for agency in procedure.agencies)),
        levels=tuple(level.value for level in procedure.levels or ()),
        body="\n".join(body_texts(procedure)),
    )


def body_texts(procedure: Procedure) -> Iterator[str]:
    """The texts of a procedure beside its name and field, for searching at a low weight."""
    yield from procedure.keywords or ()
    if procedure.description is not None and not isinstance(procedure.description, Stated):
        yield procedure.description
    for case in values(procedure.cases):
        if case.name is not None:
            yield case.name
        yield from (step.text for step in values(case.steps))
        yield from (component.name for component in values(case.components))
    yield from (result.name for result in values(procedure.results))
    yield from (requirement.text for requirement in values(procedure.requirements))
    yield from (service.name for service in values(procedure.services))
