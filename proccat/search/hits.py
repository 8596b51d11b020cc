"""What a search shows of the texts it ranked (*dòng kết quả*): names, fields, statuses."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Final

from proccat.documents import LegalDocument
from proccat.facts import Recorded
from proccat.search.bodies import body_of
from proccat.search.explaining import explain
from proccat.search.kept import Kept
from proccat.search.page import Hit
from proccat.search.ranking import Ranking
from proccat.storage.projections import HitRow
from proccat.storage.sqlite import SqliteStore

_KEPT_ROWS: Final = 8_192
"""Texts of which what is shown is kept in memory, some 4 MB: many searches find the same."""


class Hits:
    """What the texts of a store show (*dòng kết quả*), kept for one day and point of the log."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._state: Hashable = None
        self._rows: Kept[int, HitRow] = Kept(_KEPT_ROWS)

    def of(
        self, ranking: Ranking, limit: int, offset: int, day: date, seq: int, *, explained: bool
    ) -> tuple[Hit, ...]:
        """The first hits of a ranking (*kết quả tìm được*).

        Args:
            ranking: what was found.
            limit: most hits.
            offset: hits of the pages before.
            day: the day in law.
            seq: the last fact that is known.
            explained: whether hits say why they were found.
        """
        ranked = ranking.hits[:limit]
        state = (ranking.corpus.version, day, seq)
        rows = self._shown([ord_ for ord_, _ in ranked], state)
        words, said = ranking.asked.marked, self._said
        hits: list[Hit] = []
        for place, (ord_, score) in enumerate(ranked, offset):
            subject, fact, code, name, field, status, successors = rows[ord_]
            why = explain(ranking, place, score, ord_) if explained else None
            hits.append(
                Hit(code, name, score, field, status, successors, subject, why,
                    words, fact, said)
            )  # fmt: skip
        return tuple(hits)

    def _shown(self, ords: list[int], state: tuple[Hashable, date, int]) -> dict[int, HitRow]:
        """What is shown of texts; undoing moves the version, so what was undone is not shown."""
        if state != self._state:
            self._rows, self._state = Kept(_KEPT_ROWS), state
        found, missing = self._rows.find(ords)
        if missing:
            for ord_, row in self._store.projections.hit_rows(missing, *state[1:]).items():
                self._rows.put(ord_, row)
                found[ord_] = row
        return found

    def _said(self, fact: int) -> tuple[str, ...]:
        """What a text says beside its name, read only where that shows nothing of the query."""
        found = self._store.log.fact(fact)
        document = found.document if isinstance(found, Recorded) else None
        if document is None:
            return ()
        abstract = document.name if isinstance(document, LegalDocument) else None
        return (*filter(None, (abstract,)), *body_of(document))
