"""Finding procedures (*tra cứu thủ tục*): a query and filters in, a page of hits out."""

from __future__ import annotations

import difflib
from collections import OrderedDict
from collections.abc import Sequence, Set
from datetime import date
from functools import partial
from typing import Final

from proccat import text as texts
from proccat.documents import Procedure
from proccat.documents.agency import Level
from proccat.documents.base import Stated
from proccat.documents.labels import from_label
from proccat.errors import InvalidDocumentError
from proccat.facts import Recorded
from proccat.lifecycle import LIFECYCLES, Lifecycle
from proccat.search.bitmaps import from_ords
from proccat.search.index import Index
from proccat.search.page import Hit, Page, offset_of
from proccat.search.snippets import wanted
from proccat.storage.projections import HitRow
from proccat.storage.sqlite import SqliteStore

_LIVE_KEPT: Final = 8
"""Days and points of knowledge of which the live editions are kept: 12 kB for 100,000 each."""

Values = str | Sequence[str] | None
"""One value of a filter, several of which one must hold, or no filter."""


class Finder:
    """Searches the editions of one store at any date."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._index = Index(store.postings)
        self._live: OrderedDict[tuple[date, int], int] = OrderedDict()

    def find(
        self,
        query: str,
        day: date,
        seq: int,
        *,
        limit: int = 20,
        filters: dict[str, Values],
        status: Values = None,
        stage: Values = None,
        programme: str | None = None,
        after: str | None = None,
    ) -> Page:
        """The procedures that answer a query at a date; see :meth:`proccat.Snapshot.search`."""
        if not 1 <= limit <= 1000:
            raise InvalidDocumentError(f"limit: {limit} is not between 1 and 1000")
        known = {
            name: self._known_values(name, _several(given))
            for name, given in filters.items()
            if given is not None
        }
        offset = offset_of(after)
        ranking = self._index.search(
            query,
            limit=limit + 1,
            live=self._live_editions(day, seq),
            within=self._within(day, seq, status, stage, programme),
            filters=known,
            offset=offset,
        )
        hits = self._hits(query, ranking.hits[:limit], day, seq)
        more = len(ranking.hits) > limit
        return Page(hits, str(offset + limit) if more else None, ranking)

    def _known_values(self, name: str, given: tuple[str, ...]) -> tuple[str, ...]:
        known = self._index.known(name)
        if name == "level":
            given = tuple(from_label(Level, value) or value for value in given)
        for value in given:
            folded = texts.fold(texts.squash(value))
            if folded in known:
                continue
            if not known:
                raise InvalidDocumentError(f"{name}: no text of this catalogue states one")
            near = difflib.get_close_matches(folded, known, n=5, cutoff=0.5) or sorted(known)[:5]
            raise InvalidDocumentError(
                f"{name}: {value!r} is not known; of {len(known)} the nearest are "
                f"{'; '.join(known[each].written for each in near)}"
            )
        return given

    def _within(
        self, day: date, seq: int, status: Values, stage: Values, programme: str | None
    ) -> int | None:
        """The editions whose status and items are as asked; None if nothing was asked."""
        within: int | None = None
        projections = self._store.projections
        if status is not None:
            wanted = _statuses(LIFECYCLES["procedure"], "status", status)
            within = from_ords(projections.ords_with_status(wanted, day, seq))
        if stage is not None or programme is not None:
            stages = None if stage is None else _statuses(LIFECYCLES["item"], "stage", stage)
            having = from_ords(projections.ords_with_item(stages, programme, day, seq))
            within = having if within is None else within & having
        return within

    def _live_editions(self, day: date, seq: int) -> int:
        """The editions that stand; kept as long as no text was recorded or taken back since."""
        for (known_day, known), bitmap in self._live.items():
            if known_day != day:
                continue
            low, high = sorted((known, seq))
            if low == high or not self._store.log.texts_changed(low, high):
                self._live.move_to_end((known_day, known))
                return bitmap
        bitmap = from_ords(self._store.projections.live_ords("procedure", day, seq))
        if not self._store.writing:  # what may still be undone is not kept
            self._live[day, seq] = bitmap
            if len(self._live) > _LIVE_KEPT:
                self._live.popitem(last=False)
        return bitmap

    def _hits(
        self, query: str, ranked: Sequence[tuple[int, float]], day: date, seq: int
    ) -> tuple[Hit, ...]:
        rows = self._store.projections.hit_rows([ord_ for ord_, _ in ranked], day, seq)
        words = wanted(query)
        return tuple(self._hit(rows[ord_], score, words) for ord_, score in ranked)

    def _hit(self, row: HitRow, score: float, words: Set[str]) -> Hit:
        return Hit(
            code=row.code or row.subject.removeprefix("procedure:"),
            name=row.name,
            score=score,
            field=row.field,
            status=row.status,
            replaced_by=row.successors,
            subject=row.subject,
            words=words,
            describe=partial(self._description, row.fact),
        )

    def _description(self, fact: int) -> str | None:
        """The description in a text, read only where the name shows nothing of the query."""
        found = self._store.log.fact(fact)
        document = found.document if isinstance(found, Recorded) else None
        described = document.description if isinstance(document, Procedure) else None
        return None if isinstance(described, Stated) else described


def _several(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _statuses(lifecycle: Lifecycle, name: str, given: str | Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(lifecycle.key_of(status) or status for status in _several(given))
    for status in wanted:
        if status not in lifecycle.statuses:
            raise InvalidDocumentError(
                f"{name}: {status!r} is not known; there are {', '.join(lifecycle.statuses)}"
            )
    return wanted
