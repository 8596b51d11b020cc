"""The exact scorer (*xếp hạng chính xác*): reads the names of a few documents and orders those.

Each idea is a function from a name to a share between 0 and 1; `weights.EXACT` says how much each
share counts. The sum goes on top of what the first phase gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from proccat.search import terms
from proccat.search.corpus import Name, Posting
from proccat.search.query import Query
from proccat.search.weights import ACTIONS, EXACT

Pair = tuple[str, str]

_HEAD: Final = 2
"""So many first syllables of a name say what is done: *cấp lại*, *đăng ký*, *gia hạn*."""
_NEAR: Final = 4
"""Neighbours in a name may stand so far apart in a query: *cấp (cho tôi) giấy*."""


class Scorer:
    """What is asked, ready to be held against names."""

    def __init__(self, query: Query, postings: Mapping[str, Posting]) -> None:
        self._asked = {word.folded for word in query.words}
        self._weights: dict[str, float] = {}
        for word in query.words:
            share = EXACT.frame if word.frame else 1.0
            weight = share * postings[terms.FOLDED + word.folded].rarity
            self._weights[word.folded] = max(weight, self._weights.get(word.folded, 0.0))
        self._pairs: dict[Pair, float] = {}
        for pair, frame in query.pairs:
            left, right = pair.split()
            share = EXACT.frame if frame else 1.0
            self._pairs[left, right] = share * postings[terms.PAIR + pair].rarity
        self._all_pairs = sum(self._pairs.values()) or 1.0
        self._places: dict[str, list[int]] = {}
        for place, folded in enumerate(query.sequence):
            self._places.setdefault(folded, []).append(place)
        self._next = set(pairwise(query.sequence))
        self._actions = self._next & ACTIONS
        self.possible = sum(self._weights.values())

    def features(self, name: Name) -> tuple[float, ...]:
        """The shares in the order of `ExactWeights`."""
        return (
            self.coverage(name),
            self.head(name),
            self.pairs(name),
            self.order(name),
            self.kept(name),
            self.unasked(name),
            self.field(name),
        )

    def score(self, name: Name) -> float:
        """What a name brings beyond the first phase (*điểm*), never negative."""
        return self.possible * sum(map(float.__mul__, EXACT.shares, self.features(name)))

    def coverage(self, name: Name) -> float:
        """How much of what the name says was asked for."""
        said = sum(
            weight
            for word, weight in zip(name.words, name.weights, strict=True)
            if word in self._asked
        )
        return said / name.total

    def head(self, name: Name) -> float:
        """The same of the first syllables."""
        whole = sum(name.weights[:_HEAD])
        if not whole:
            return 0.0
        said = zip(name.words[:_HEAD], name.weights, strict=False)
        return sum(weight for word, weight in said if word in self._asked) / whole

    def pairs(self, name: Name) -> float:
        """How much of the query's pairs the name has."""
        held = sum(weight for pair, weight in self._pairs.items() if pair in name.pairs)
        return held / self._all_pairs

    def order(self, name: Name) -> float:
        """How much of the name's neighbours stands in the query near each other, in order."""
        places = self._places
        near = whole = 0.0
        for (left, left_weight), (right, right_weight) in pairwise(
            zip(name.words, name.weights, strict=True)
        ):
            weight = left_weight + right_weight
            whole += weight
            if left in places and right in places and self._follow(left, right):
                near += weight
        return near / whole if whole else 0.0

    def _follow(self, left: str, right: str) -> bool:
        after = self._places[right]
        return any(0 < b - a <= _NEAR for a in self._places[left] for b in after)

    def kept(self, name: Name) -> float:
        """Whether the name has the actions that were asked for: *cấp lại*, *gia hạn*."""
        missing = sum(action not in name.pairs for action in self._actions)
        return 1.0 / (1 + missing)

    def unasked(self, name: Name) -> float:
        """Whether the name begins with no other action than was asked for."""
        others = sum(
            pair in ACTIONS and pair not in self._next for pair in pairwise(name.words[:4])
        )
        return 1.0 / (1 + others)

    def field(self, name: Name) -> float:
        """What is asked and stands in the name itself, not only in its field."""
        only = sum(self._weights.get(word, 0.0) for word in name.around - name.held)
        return 1.0 - only / self.possible if self.possible else 1.0
