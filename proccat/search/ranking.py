"""What a search gives (*kết quả tra cứu*): hits, the set they come from, counts by filter value."""

from __future__ import annotations

from operator import itemgetter
from typing import Final

import attrs

from proccat.batching import batched
from proccat.search.corpus import BATCH, Corpus
from proccat.search.query import Query
from proccat.search.scoring import Scoring

FACETS: Final = ("field", "agency", "level")
"""The names by which hits can be filtered and counted (*lĩnh vực, cơ quan, cấp thực hiện*)."""


@attrs.frozen
class Ranking:
    """Hits in order (*kết quả tra cứu*).

    Attributes:
        hits: (ord, score), best first, ties by ord, so that the order is total.
        matched: the set that `total` counts: documents with all the words that are no frames if any
            that filters leave has them, else with any of these words.
        allowed: the documents that filters leave, hits or not.
        asked: the query as it was read.
        corpus: the documents among which it was looked for.
        scoring: what gave the scores, if words were asked for.
        near: whether hits go on beyond `matched`, to those that come near.
        partial: whether no document holds all the words, so that `matched` are those with any.
    """

    hits: tuple[tuple[int, float], ...]
    matched: int
    allowed: int = attrs.field(repr=False)
    asked: Query
    corpus: Corpus = attrs.field(repr=False, eq=False)
    scoring: Scoring | None = attrs.field(default=None, repr=False, eq=False)
    near: bool = False
    partial: bool = False

    @property
    def total(self) -> int:
        """How many documents match (*tổng số kết quả*)."""
        if self.scoring is not None and self.matched is self.scoring.full:
            return self.scoring.total
        return self.matched.bit_count()

    @property
    def retoned(self) -> bool:
        """Whether those of the matches that hold all words have other tones than were typed."""
        if self.scoring is None or self.partial:
            return False
        return self.scoring.retoned(self.matched)

    def facets(self, name: str) -> tuple[tuple[str, int], ...]:
        """Counts of the matches by filter value (*theo lĩnh vực, cơ quan hoặc cấp*), most first.

        Values that differ only in tones, case or blanks are one, shown as most documents write it.
        """
        if name not in FACETS:
            raise ValueError(f"no facet {name!r}; there are {', '.join(FACETS)}")
        counted: list[tuple[str, int]] = []
        for values in batched(list(self.corpus.values(name).values()), BATCH):
            self.corpus.postings([term for value in values for term in value.terms])
            counted += (
                (value.written, (self.matched & self.corpus.holding(value)).bit_count())
                for value in values
            )
        return tuple(sorted(filter(itemgetter(1), counted), key=lambda pair: (-pair[1], pair[0])))
