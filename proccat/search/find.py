"""Finding texts (*tra cứu*): a query and filters in, a page of hits out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from proccat.bitemporal import OPEN_SEQ
from proccat.errors import InvalidDocumentError
from proccat.search.bitmaps import from_ords
from proccat.search.filters import Values, applying, known_values, within
from proccat.search.hits import Hits
from proccat.search.index import Index
from proccat.search.page import Page
from proccat.search.paging import Mark, about, limit_of
from proccat.search.synonyms import Synonyms
from proccat.search.typed import typed
from proccat.storage.sqlite import SqliteStore

_LIVE_KEPT: Final = 16
"""Kinds, days and points of knowledge of which the live texts are kept: 12 kB for 100,000 each."""


class Finder:
    """Searches (*tra cứu*) the texts of one store at any date."""

    def __init__(self, store: SqliteStore, synonyms: Synonyms | None = None) -> None:
        self._store = store
        self.index = Index(store.postings, synonyms)
        self._hits = Hits(store)
        self._live: OrderedDict[tuple[str, date, int], int] = OrderedDict()

    def find(
        self,
        query: str,
        day: date,
        seq: int,
        *,
        kind: str = "procedure",
        limit: int = 20,
        filters: Mapping[str, Values],
        after: str | None = None,
        floating: bool = False,
        explained: bool = False,
    ) -> Page:
        """The texts that answer a query at a date (*tra cứu*); see :meth:`proccat.Snapshot.search`.

        Args:
            query: what a person types.
            day: the day in law.
            seq: the last fact that is known.
            kind: the kind of text.
            limit: most hits.
            filters: by name.
            after: ``.next`` of the page before.
            floating: whether day and seq move on, so that the page before may know less.
            explained: whether hits say why they were found.
        """
        if not isinstance(query, str):
            raise InvalidDocumentError(f"query: is {type(query).__name__}, not text")
        query = typed(query)
        limit = limit_of(limit, 1000)
        given = applying(kind, filters)
        asked, offset = (query, kind, sorted(given.items()), floating), 0
        if after is not None:
            mark = Mark.read(after, about(*asked))
            if mark.seq > seq or not (floating or (mark.day, mark.seq) == (day, seq)):
                raise InvalidDocumentError("after: came from a page of another snapshot")
            offset, day, seq = mark.offset, mark.day, mark.seq
        ranking = self.index.search(
            query,
            limit=limit + 1,
            live=self.live(kind, day, seq),
            within=within(self._store.projections, kind, given, day, seq),
            filters=known_values(self.index, given),
            offset=offset,
        )
        more = len(ranking.hits) > limit
        return Page(
            self._hits.of(ranking, limit, offset, day, seq, explained=explained),
            (lambda: Mark(offset + limit, seq, day, about(*asked))) if more else None,
            ranking,
            partial(self.index.corrected, query, ranking),
        )

    def forget(self) -> None:
        """Drop what was read of a file that was damaged and is mended (*quên bộ nhớ đệm*)."""
        self._live.clear()

    def live(self, kind: str, day: date, seq: int) -> int:
        """The texts of a kind that stand (*văn bản có hiệu lực*).

        Kept as long as no text was recorded or taken back since.
        """
        for (known_kind, known_day, known), bitmap in self._live.items():
            if (known_kind, known_day) != (kind, day):
                continue
            low, high = sorted((known, seq))
            if low == high or not self._store.log.texts_changed(low, high):
                self._live.move_to_end((kind, known_day, known))
                return bitmap
        bitmap = self._standing(kind, day, seq)
        if not self._store.writing:  # what may still be undone is not kept
            self._live[kind, day, seq] = bitmap
            if len(self._live) > _LIVE_KEPT:
                self._live.popitem(last=False)
        return bitmap

    def _standing(self, kind: str, day: date, seq: int) -> int:
        now = self._store.live.at(kind, day)
        # what changed is asked behind it: another process may record in between
        if now is not None and not self._store.log.texts_changed(seq, OPEN_SEQ):
            return now
        return from_ords(self._store.projections.live_ords(kind, day, seq))
