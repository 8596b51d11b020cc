"""The best few documents of a short query (*nhánh và cận*); the others are never added up.

All documents of a set begin together, as good as the best of them could be. A set is split by one
term after the other, the heaviest first; those that lack it are worse by its weight, and wait. What
waits and may still be best goes on, until enough have their place. No score is estimated.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush, heappushpop
from itertools import repeat
from typing import Final

from proccat.search import planes
from proccat.search.bitmaps import lowest

_MOST: Final = 64
"""Documents wanted, of which more are cheaper to find by adding up all."""
_TERMS: Final = 16
"""Terms; with more of them there are too many sets to go through."""
_SETS: Final = 400
"""Sets that are gone through; a search needs five or six of them."""
_END: Final = (1, 0, 0, 0)
"""Worse than any score."""


def best(weighted: Sequence[tuple[int, int]], among: int, k: int) -> list[tuple[int, int]]:
    """The k best documents (*k kết quả đầu*) of a set with scores, best first, ties by number.

    What waits is held as: points at best, below zero as a heap gives the least first; the next term
    to split by; a set, and those of it that went another way.

    Args:
        weighted: the documents of each term, and its weight in whole points; with the heaviest
            first fewer sets are gone through.
        among: the set.
        k: most documents.
    """
    if k > _MOST or len(weighted) > _TERMS:
        return planes.top(planes.total(weighted), among, k)
    found: list[tuple[int, int]] = []
    terms, reached, tied = len(weighted), 0, 0
    for _, weight in weighted:
        reached += weight
    waiting = [_END]
    following = (-reached, 0, among, 0) if k > 0 else _END
    for _ in range(_SETS):
        points, at, documents, gone = following
        if -points < reached:
            if tied:  # here and below the same lines: a call would cost a tenth of a search
                found += zip(lowest(tied, k - len(found)), repeat(reached))
            if not documents or len(found) == k:
                return found
            reached, tied = -points, 0
        if gone:
            documents ^= gone
        while at < terms:
            bitmap, weight = weighted[at]
            at += 1
            having = documents & bitmap
            if not having:
                points += weight
                if points > waiting[0][0]:
                    following = heappushpop(waiting, (points, at, documents, 0))
                    break
            elif having != documents:
                heappush(waiting, (points + weight, at, documents, having))
                documents = having
        else:
            if -points < reached:
                if tied:
                    found += zip(lowest(tied, k - len(found)), repeat(reached))
                if len(found) == k:
                    return found
                reached, tied = -points, documents
            else:
                tied |= documents
            following = heappop(waiting)
    return planes.top(planes.total(weighted), among, k)
