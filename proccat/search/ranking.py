"""What a search gives (*kết quả tra cứu*): hits, the set they come from, counts by filter value."""

from __future__ import annotations

from typing import Final

import attrs

from proccat.search.bitmaps import Bitmap, count, count_and, or_
from proccat.search.store import PostingStore
from proccat.search.terms import VALUE
from proccat.text import fold

FACETS: Final = ("field", "agency", "level")
"""The names by which hits can be filtered and counted (*lĩnh vực, cơ quan, cấp thực hiện*)."""


@attrs.frozen
class Ranking:
    """Hits in order (*kết quả tra cứu*).

    Attributes:
        hits: (ord, score), best first, ties by ord, so that the order is total.
        matched: the documents that `total` counts: with all the words that are no frames if any
            document has them, else with any of these words.
    """

    hits: tuple[tuple[int, float], ...]
    matched: Bitmap
    _store: PostingStore = attrs.field(repr=False, eq=False)

    @property
    def total(self) -> int:
        """How many documents match (*tổng số kết quả*)."""
        return count(self.matched)

    def facets(self, name: str) -> tuple[tuple[str, int], ...]:
        """Counts of the matches by filter value (*theo lĩnh vực, cơ quan hoặc cấp*), most first.

        Values that differ only in tones, case or blanks are one, shown as most documents write it.
        """
        if name not in FACETS:
            raise ValueError(f"no facet {name!r}; there are {', '.join(FACETS)}")
        prefix = f"{VALUE}{name}:"
        written: dict[str, list[tuple[str, Bitmap]]] = {}
        for term, bitmap in self._store.bitmaps(self._store.starting(prefix)).items():
            value = term.removeprefix(prefix)
            written.setdefault(fold(value), []).append((value, bitmap))
        counted = []
        for spellings in written.values():
            value, _ = min(spellings, key=lambda pair: (-count(pair[1]), pair[0]))
            having = count_and(self.matched, or_(*(bitmap for _, bitmap in spellings)))
            if having:
                counted.append((value, having))
        return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))
