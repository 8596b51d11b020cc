"""The exact scorer (*xếp hạng chính xác*): reads the names of a few documents and orders those.

Each idea gives a name a share between 0 and 1; `weights.EXACT` says how much each share counts. The
sum goes on top of what the first phase gave. Sets have no order, so that shares are summed exactly:
the same names give the same scores everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import fsum
from operator import mul
from typing import Final

from proccat.search import terms
from proccat.search.names import Name
from proccat.search.query import Query, Word
from proccat.search.weights import ACTIONS, EXACT

SHARES: Final = ("coverage", "head", "pairs", "order", "kept", "unasked", "field")
"""How much of what the name says was asked for; the same of its first syllables, which say what is
done; how much of the query's pairs it has; how much of its neighbours stands in the query near each
other, in order; whether it begins with an action that was asked for, *cấp lại*, *gia hạn*; with no
other action than was asked for; how much of what is asked stands not only in the field."""


class Scorer:
    """What is asked (*câu hỏi*), ready to be held against names."""

    def __init__(self, query: Query, rarity: Mapping[str, float]) -> None:
        self._weights: dict[str, float] = {}
        for word in query.words:
            share = EXACT.frame if word.frame else word.share
            weight = share * rarity.get(terms.FOLDED + word.folded, 0.0)
            self._weights[word.folded] = max(weight, self._weights.get(word.folded, 0.0))
        self._asked = frozenset(self._weights)
        says = {word: rarity.get(terms.FOLDED + word, 0.0) for word in self._asked}
        self._possible = sum(self._weights.values())
        self._pairs = {
            pair: share * rarity.get(terms.PAIR + pair, 0.0) for pair, share in query.pairs if share
        }
        self._asked_pairs = frozenset(self._pairs)
        self._all_pairs = sum(self._pairs.values()) or 1.0
        self._following = query.following
        self._actions = query.following & ACTIONS
        self._near = query.near
        self._shorts = {
            word.folded: self._spelt(word, rarity) for word in query.words if word.abbreviates
        }
        self._says = says | {pair: sum(map(says.__getitem__, pair.split())) for pair in query.near}

    def _spelt(
        self, word: Word, rarity: Mapping[str, float]
    ) -> tuple[frozenset[str], frozenset[str], float]:
        """What a name with an abbreviation says: words, neighbours, how much more than itself."""
        run = word.spelt
        more = sum([rarity.get(terms.FOLDED + each, 0.0) for each in run])
        short = rarity.get(terms.FOLDED + word.folded, 0.0)
        return frozenset(run), frozenset(map(" ".join, pairwise(run))), more - short

    def score(self, name: Name) -> float:
        """What a name brings beyond the first phase (*điểm*), never negative."""
        brought: float = sum(map(mul, EXACT.shares, self.shares(name)))
        return self._possible * brought

    def parts(self, name: Name) -> dict[str, float]:
        """The same, share by share (*điểm từng phần*)."""
        shares = zip(SHARES, EXACT.shares, self.shares(name), strict=True)
        return {label: self._possible * weight * share for label, weight, share in shares}

    def shares(self, name: Name) -> tuple[float, ...]:
        """The shares of one name, in the order of `SHARES`; in one place, as fifty are read."""
        words, total, head, pairs, again, begins, around = name
        asked, says = self._asked, self._says.__getitem__
        if not self._shorts.keys().isdisjoint(words):
            for short in self._shorts.keys() & words:
                spelt, neighbours, more = self._shorts[short]
                words, pairs, total = words | spelt, pairs | neighbours, total + more
        held, near, known = asked & words, self._near & pairs, self._asked_pairs & pairs
        said, in_order = fsum(map(says, held)), fsum(map(says, near))
        if again:
            said = fsum([said, *map(says, filter(held.__contains__, again))])
            in_order = fsum([in_order, *map(says, filter(near.__contains__, again))])
        only = 0.0
        if not asked.isdisjoint(around):
            only = fsum(map(self._weights.__getitem__, asked.intersection(around)))
        return (
            said / total,
            sum(map(head.__getitem__, asked.intersection(head))),
            fsum(map(self._pairs.__getitem__, known)) / self._all_pairs,
            in_order / (2 * total),
            0.0 if self._actions and self._actions.isdisjoint(begins) else 1.0,
            1.0 / (1 + len(begins - self._following)) if begins else 1.0,
            1.0 - only / (self._possible or 1.0),
        )
