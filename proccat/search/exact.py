"""The exact scorer (*xếp hạng chính xác*): reads the names of a few documents and orders those.

Each idea is a function from a name to a share between 0 and 1; `weights.EXACT` says how much each
share counts. The sum goes on top of what the first phase gave. Sets have no order, so that shares
are summed exactly: the same names give the same scores everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from proccat.search import terms
from proccat.search.names import Name
from proccat.search.query import Query
from proccat.search.weights import ACTIONS, EXACT


class Scorer:
    """What is asked, ready to be held against names."""

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
            pair: rarity.get(terms.PAIR + pair, 0.0) for pair, frame in query.pairs if not frame
        }
        self._asked_pairs = frozenset(self._pairs)
        self._all_pairs = sum(self._pairs.values()) or 1.0
        self._following = query.following
        self._actions = query.following & ACTIONS
        self._near = query.near
        self._says = says | {pair: sum(map(says.__getitem__, pair.split())) for pair in query.near}

    def score(self, name: Name) -> float:
        """What a name brings beyond the first phase (*điểm*), never negative."""
        shares = zip(EXACT.shares, self.features(name), strict=True)
        return self._possible * sum([weight * share for weight, share in shares])

    def parts(self, name: Name) -> dict[str, float]:
        """The same, share by share (*điểm từng phần*)."""
        labels = ("coverage", "head", "pairs", "order", "kept", "unasked", "field")
        shares = zip(labels, EXACT.shares, self.features(name), strict=True)
        return {label: self._possible * weight * share for label, weight, share in shares}

    def features(self, name: Name) -> tuple[float, ...]:
        """The shares in the order of `ExactWeights.shares`."""
        return (
            self.coverage(name),
            self.head(name),
            self.pairs(name),
            self.order(name),
            self.kept(name),
            self.unasked(name),
            self.field(name),
        )

    def coverage(self, name: Name) -> float:
        """How much of what the name says was asked for."""
        return self._said(self._asked & name.words, name) / name.total

    def head(self, name: Name) -> float:
        """The same of the first syllables, which say what is done."""
        held = self._asked.intersection(name.head)
        return fsum(map(name.head.__getitem__, held)) if held else 0.0

    def pairs(self, name: Name) -> float:
        """How much of the query's pairs the name has."""
        held = self._asked_pairs & name.pairs
        return fsum(map(self._pairs.__getitem__, held)) / self._all_pairs if held else 0.0

    def order(self, name: Name) -> float:
        """How much of the name's neighbours stands in the query near each other, in order."""
        return self._said(self._near & name.pairs, name) / (2 * name.total)

    def kept(self, name: Name) -> float:
        """Whether the name begins with an action that was asked for: *cấp lại*, *gia hạn*."""
        return 0.0 if self._actions and self._actions.isdisjoint(name.begins) else 1.0

    def unasked(self, name: Name) -> float:
        """Whether the name begins with no other action than was asked for."""
        return 1.0 / (1 + len(name.begins - self._following)) if name.begins else 1.0

    def field(self, name: Name) -> float:
        """How much of what is asked stands not only in the field of the procedure."""
        if self._asked.isdisjoint(name.around):
            return 1.0
        only = fsum(map(self._weights.__getitem__, self._asked.intersection(name.around)))
        return 1.0 - only / (self._possible or 1.0)

    def _said(self, held: frozenset[str], name: Name) -> float:
        """How much those words or pairs say, as often as the name has them."""
        if not held:
            return 0.0
        says = self._says
        if not name.again:
            return fsum(map(says.__getitem__, held))
        return fsum([says[each] for each in (*held, *name.again) if each in held])
