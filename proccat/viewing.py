"""What reports and writers take: :class:`proccat.view.View` over a store, at a day and a point."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from proccat.arguments import as_name, as_number
from proccat.documents import Document, DocumentRef
from proccat.errors import InvalidDocumentError
from proccat.facts import AnyFact, document_of, references
from proccat.lean import Deed, L, Lapsing, Text, texts_of
from proccat.lifecycle import LIFECYCLES
from proccat.reading import Reading
from proccat.standing import Lasting
from proccat.storage.sqlite import SqliteStore
from proccat.view import ItemFigures, ItemGroup, ItemWay, LateItem, Record, Stood

T = TypeVar("T")


class Viewing:
    """A view of a store (*góc nhìn*), pinned to a day in law and the last fact known."""

    def __init__(self, store: SqliteStore, effective: date, seq: int) -> None:
        self._store = store
        self._pinned = (effective, seq)

    @property
    def effective(self) -> date:
        """The day in law."""
        return self._pinned[0]

    @property
    def seq(self) -> int:
        """The last fact that is known."""
        return self._pinned[1]

    @property
    def _now(self) -> Reading:
        """What is read now; one call reads one state, even over midnight."""
        return Reading(self._store, self.effective, self.seq)

    @property
    def _latest(self) -> Reading:
        """What one statement reads; it sees one state by itself and needs no point of the log."""
        return self._now

    def standings(self, kind: str = "procedure") -> Iterator[tuple[str, str]]:
        """Every subject of a kind with the status that stands (*tình trạng toàn danh mục*).

        Args:
            kind: ``"procedure"`` or ``"item"``.
        """
        if kind not in LIFECYCLES:
            raise InvalidDocumentError(
                f"kind: {kind!r} has no status; {' and '.join(LIFECYCLES)} have"
            )
        return iter(self._store.projections.statuses_on(kind, self.effective, self.seq))

    def records(self, kind: str, programme: str | None = None) -> Iterator[Record]:
        """What stands of a kind, each document with its edition and its status."""
        return self._now.records(kind, programme)

    def texts(
        self, shape: type[L], programme: str | None = None, *, holding: str = ""
    ) -> Iterator[Text[L]]:
        """What stands of a kind, as far as reports look; see :mod:`proccat.lean`.

        Args:
            shape: what is read of each, such as :class:`proccat.lean.LeanItem`.
            programme: only items of a programme.
            holding: only texts that hold these characters as they are stored.
        """
        counting = self._store.counting
        rows = counting.texts(shape.KIND, self.effective, self.seq, programme, holding=holding)
        return texts_of(shape, rows)

    def lapsing(self, shape: type[L]) -> Iterator[Lapsing[L]]:
        """What stands of a kind and lapses, or whose status does."""
        rows = self._store.counting.lapsing(shape.KIND, self.effective, self.seq)
        texts = texts_of(shape, (row[2:] for row in rows))
        return (Lapsing(text, *row[:2]) for text, row in zip(texts, rows, strict=True))

    def facts(self) -> Iterator[AnyFact]:
        """The facts that are known, in order."""
        return self._store.log.facts(upto=self.seq)

    def fact(self, seq: int) -> AnyFact:
        """One fact of the log.

        Raises:
            InvalidDocumentError: there is none of that number yet.
        """
        if not 1 <= (as_number(seq, "seq") or 0) <= self.seq:
            raise InvalidDocumentError(f"seq: there is no fact {seq}; the last is {self.seq}")
        return self._now.fact(seq)

    def history(self, name: str, *, programme: str | None = None) -> tuple[AnyFact, ...]:
        """All facts of a subject (*lịch sử*) that are known, voids included, in order.

        Raises:
            UnknownProcedureError: or its kin; nothing of that name is known.
        """
        now = self._now
        return now.history(now.subject(as_name(name), programme=programme))

    def statuses(self) -> Iterator[tuple[int, list[Stood]]]:
        """The statuses of each item by the day, as known, by its row."""
        return self._store.counting.ways(self.effective, self.seq)

    def codes(self) -> Mapping[str, str]:
        """By code that ever opened a procedure, its subject (*mã thủ tục*)."""
        return dict(self._store.counting.codes(self.seq))

    def planned(self) -> Iterable[tuple[str, str | None, str]]:
        """When each agency first put items of a programme into a plan in each year, by the day.

        Programme, lead agency in the words of the text, the day as ISO text.
        """
        return self._store.counting.planned(self.effective, self.seq)

    def successors(self, kind: str) -> Mapping[str, tuple[str, ...]]:
        """By subject of a kind, the codes of what came instead of it."""
        found = self._store.counting.successors(kind, self.effective, self.seq)
        return {subject: tuple(json.loads(codes)) for subject, codes in found}

    def acts(self, kind: str) -> Iterator[Deed]:
        """The texts and statuses of a kind done by the day, by subject, in order."""
        return self._now.acts(kind)

    def lasting(self, kind: str) -> Iterator[tuple[AnyFact, Lasting]]:
        """The facts of a kind that stand or may stand later, subject by subject, in order."""
        return self._now.lasting(kind)

    def item_figures(
        self,
        programme: str | None = None,
        *,
        key: str | None = None,
        came: Collection[int] | None = None,
        high: Sequence[str] = (),
        low: Sequence[str] = (),
        dated: bool = False,
    ) -> ItemFigures:
        """What figures ask of the items of which a text stands, in one look.

        Args:
            programme: id of the programme; None for all.
            key: what else to group by: ``"plan"``, ``"field"`` or ``"measures"``.
            came: rows of items that are told apart from the others.
            high: statuses to tell the way of the items that stand in one of them.
            low: statuses in which an item past its due day is late, as it is in none.
            dated: give the first day of effect of each text, not of its present period.
        """
        groups, ways, late = self._store.counting.item_figures(
            self.effective,
            self.seq,
            programme,
            key=key,
            came=came,
            high=high,
            low=low,
            dated=dated,
        )
        return ItemFigures(
            list(map(ItemGroup._make, groups)),
            list(map(ItemWay._make, ways)),
            list(map(LateItem._make, late)),
        )

    def references(self, seqs: Collection[int]) -> tuple[DocumentRef, ...]:
        """The distinct references that some facts rest on."""
        bases = self._store.counting.bases(seqs)
        return tuple(dict.fromkeys(ref for basis in bases for ref in references(basis)))

    def last_texts(self, kind: str) -> Iterator[Document]:
        """The last text in legal time of each subject of a kind, whatever its day, as known."""
        return map(document_of, self._store.counting.last_bodies(kind, self.seq))

    def costed(self) -> Collection[str]:
        """What opens the procedures of which any known text ever said what it costs."""
        return frozenset(self._store.counting.costed(self.seq))

    def titles(self, kind: str, names: Collection[str]) -> Mapping[str, str]:
        """By key or code, what a person calls the subject of a kind that it opens, if any.

        Args:
            kind: the kind of subject.
            names: keys or codes.
        """
        return dict(self._store.counting.titles(kind, names, self.effective, self.seq))


class Watched(Viewing):
    """A view that tells how far its reader has come (*tiến độ kết xuất*).

    Args:
        store: where.
        effective: the day in law.
        seq: the last fact that is known.
        progress: called with the number of records read so far.
    """

    def __init__(
        self,
        store: SqliteStore,
        effective: date,
        seq: int,
        progress: Callable[[int], None] | None,
    ) -> None:
        super().__init__(store, effective, seq)
        self._progress = progress
        self._done = 0

    def records(self, kind: str, programme: str | None = None) -> Iterator[Record]:
        """What stands of a kind, counted."""
        return self._told(super().records(kind, programme))

    def facts(self) -> Iterator[AnyFact]:
        """The facts, counted."""
        return self._told(super().facts())

    def lasting(self, kind: str) -> Iterator[tuple[AnyFact, Lasting]]:
        """The facts of a kind that stand or may stand later, counted."""
        return self._told(super().lasting(kind))

    def _told(self, read: Iterator[T]) -> Iterator[T]:
        for each in read:
            yield each
            self._done += 1
            if self._progress is not None:
                self._progress(self._done)
