"""Finding procedures (*tra cứu thủ tục*): a query and filters in, a page of hits out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date

from proccat import text as texts
from proccat.documents import Procedure
from proccat.documents.agency import Level
from proccat.documents.base import Stated
from proccat.documents.labels import from_label
from proccat.errors import InvalidDocumentError
from proccat.facts import Recorded
from proccat.lifecycle import LIFECYCLES, Lifecycle
from proccat.search.bitmaps import Bitmap, and_, from_ords
from proccat.search.index import Index
from proccat.search.page import Hit, Page, offset_of
from proccat.search.snippets import marks, snippet
from proccat.storage.sqlite import SqliteStore

Values = str | Sequence[str] | None
"""One value of a filter, several of which one must hold, or no filter."""


class Finder:
    """Searches the editions of one store at any date."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._live: tuple[date, int, Bitmap] | None = None

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
        index = Index(self._store.postings)
        known = {
            name: self._known_values(index, name, _several(given))
            for name, given in filters.items()
            if given is not None
        }
        offset = offset_of(after)
        ranking = index.search(
            query,
            limit=limit + 1,
            live=self._among(day, seq, status, stage, programme),
            filters=known,
            offset=offset,
        )
        hits = self._hits(query, ranking.hits[:limit], day, seq)
        more = len(ranking.hits) > limit
        return Page(hits, str(offset + limit) if more else None, ranking)

    def _known_values(self, index: Index, name: str, given: tuple[str, ...]) -> tuple[str, ...]:
        known = {texts.fold(value): value for value in index.known(name)}
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
                f"{'; '.join(known[each] for each in near)}"
            )
        return given

    def _among(
        self, day: date, seq: int, status: Values, stage: Values, programme: str | None
    ) -> Bitmap:
        among = self._live_editions(day, seq)
        projections = self._store.projections
        if status is not None:
            wanted = _statuses(LIFECYCLES["procedure"], "status", status)
            among = and_(among, from_ords(projections.ords_with_status(wanted, day, seq)))
        if stage is not None or programme is not None:
            stages = None if stage is None else _statuses(LIFECYCLES["item"], "stage", stage)
            ords = projections.ords_with_item(stages, programme, day, seq)
            among = and_(among, from_ords(ords))
        return among

    def _live_editions(self, day: date, seq: int) -> Bitmap:
        """The editions that stand; kept as long as no text was recorded or taken back since."""
        if self._live is not None and self._live[0] == day:
            _, known, bitmap = self._live
            low, high = sorted((known, seq))
            if low == high or not self._store.log.texts_changed(low, high):
                return bitmap
        bitmap = from_ords(self._store.projections.live_ords("procedure", day, seq))
        if not self._store.writing:  # what may still be undone is not kept
            self._live = (day, seq, bitmap)
        return bitmap

    def _hits(
        self, query: str, ranked: Sequence[tuple[int, float]], day: date, seq: int
    ) -> tuple[Hit, ...]:
        rows = self._store.projections.rows_of([ord_ for ord_, _ in ranked])
        hits = []
        for ord_, score in ranked:
            fact = rows[ord_]
            procedure = fact.document if isinstance(fact, Recorded) else None
            assert isinstance(procedure, Procedure)  # only procedures are indexed
            row = self._store.projections.row(fact.subject, day, seq)
            status = row.status if row else None
            hits.append(
                Hit(
                    code=procedure.code or procedure.key,
                    name=procedure.name,
                    score=score,
                    snippet=_snippet(procedure, query),
                    field=procedure.field.name if procedure.field else None,
                    status=status.to if status else None,
                    replaced_by=status.successors if status else (),
                    subject=fact.subject,
                )
            )
        return tuple(hits)


def _snippet(procedure: Procedure, query: str) -> str:
    """A passage where the query is: of the name, or of the description where the name has none."""
    described = procedure.description
    if (
        not marks(procedure.name, query)
        and described is not None
        and not isinstance(described, Stated)
        and marks(described, query)
    ):
        return snippet(described, query)
    return snippet(procedure.name, query)


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
