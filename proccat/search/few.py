"""The few documents that hold all of some keywords, renumbered from 0 (*tập kết quả nhỏ*).

What the integers of a large catalogue cost does not depend on how few documents are meant. Where
these are known, each term is read once at their numbers; its set is then as short as they are many,
so that another page, or the same words asked again, cost next to nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from proccat.search import best_first
from proccat.search.bitmaps import iter_ords


class Few:
    """Some documents with their terms, ready to be ranked again and again (*tập nhỏ*).

    Args:
        documents: the set of them, not empty.
        weighted: the documents of each term, others among them, and its weight in whole points.
    """

    def __init__(self, documents: int, weighted: Sequence[tuple[int, int]]) -> None:
        self._documents = documents
        self._numbers = array("L", iter_ords(documents))
        self._every = (1 << len(self._numbers)) - 1
        self._bytes = array("L", [number >> 3 for number in reversed(self._numbers)])
        self._bits = bytes([number & 7 for number in reversed(self._numbers)])
        self._sure = 0
        worth: dict[int, int] = {}
        for bitmap, weight in weighted:
            having = self._of(bitmap)
            if having == self._every:
                self._sure += weight
            elif having:
                worth[having] = worth.get(having, 0) + weight
        self._weighted = sorted(worth.items(), key=lambda each: -each[1])

    def best(self, among: int, k: int) -> list[tuple[int, int]]:
        """The k best of them (*k kết quả đầu*) that a set has, best first, ties by number."""
        left = self._every if among is self._documents else self._of(among)
        best = best_first.best(self._weighted, left, k)
        return [(self._numbers[at], points + self._sure) for at, points in best]

    def _of(self, bitmap: int) -> int:
        """Those of them that a set has: bit i is the i-th of them."""
        having = bitmap & self._documents
        if not having:
            return 0
        if having == self._documents:
            return self._every
        raw = having.to_bytes(self._bytes[0] + 1, "little")
        places = zip(self._bytes, self._bits, strict=True)  # the last first, as digits are written
        return int(bytes([48 | raw[at] >> bit & 1 for at, bit in places]), 2)
