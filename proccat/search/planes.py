"""Weighted sums over all documents at once (*cộng điểm song song theo bit*).

A sum is held as planes: bit d of plane p is bit p of the score of document d. Adding a term to
all scores is a handful of operations on integers. Nothing is estimated and nothing pruned.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from proccat.search.bitmaps import few_ords, iter_ords


def total(weighted: Iterable[tuple[int, int]]) -> list[int]:
    """The score (*điểm*) of each document: the sum of the whole weights of its bitmaps.

    The planes come lowest first.
    """
    columns: list[list[int]] = []
    for bitmap, weight in weighted:
        while len(columns) < weight.bit_length():
            columns.append([])
        for place in _places(weight):
            columns[place].append(bitmap)
    return _carry_save(columns)


@lru_cache(maxsize=4_096)
def _places(weight: int) -> tuple[int, ...]:
    return tuple(place for place in range(weight.bit_length()) if weight >> place & 1)


def rounded(weight: float, digits: int) -> int:
    """A whole weight of at most so many binary digits (*làm tròn*), at least 1."""
    whole = int(weight + 0.5) or 1
    spare = whole.bit_length() - digits
    return whole if spare <= 0 else (whole + (1 << spare >> 1)) >> spare << spare


def _carry_save(columns: list[list[int]]) -> list[int]:
    """Reduces each column of equal worth to one integer; what carries goes to the next column."""
    planes: list[int] = []
    for place, column in enumerate(columns):
        carried: list[int] = []
        plane = column.pop() if column else 0
        while len(column) > 1:
            one, other = column.pop(), column.pop()
            odd = plane ^ one
            carried.append(plane & one | odd & other)
            plane = odd ^ other
        if column:
            one = column.pop()
            carried.append(plane & one)
            plane ^= one
        if carried:
            if place + 1 == len(columns):
                columns.append([])
            columns[place + 1] += filter(None, carried)
        planes.append(plane)
    while planes and not planes[-1]:
        planes.pop()
    return planes


def top(planes: list[int], among: int, k: int) -> list[tuple[int, int]]:
    """The k best documents (*k kết quả đầu*) of a set with scores, best first, ties by number.

    Read off the planes from above: at each plane either enough candidates have the bit, and the
    others are out, or too few have it, and they are in. Those still tied have one score down to
    there; of those that are in the planes below are read, all at once.
    """
    if k <= 0:
        return []
    scores: dict[int, int] = {}
    sure, tied, left, shared, just = 0, among, k, 0, False
    for place in range(len(planes) - 1, -1, -1):
        plane, worth = planes[place], 1 << place
        if sure:
            for number in few_ords(sure & plane):
                scores[number] += worth
        having = tied & plane
        if not having:
            continue
        found = left if having == tied else having.bit_count()
        if found >= left:
            just = just if having == tied else found == left
            tied = having
            shared += worth
        else:
            left -= found
            sure |= having
            tied ^= having
            just = False
            scores.update(dict.fromkeys(few_ords(having), shared + worth))
    last = few_ords(tied) if just else islice(iter_ords(tied), left)
    scores.update(dict.fromkeys(last, shared))
    return sorted(scores.items(), key=_best_first)


def _best_first(scored: tuple[int, int]) -> tuple[int, int]:
    return -scored[1], scored[0]
