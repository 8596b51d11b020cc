"""Weighted sums over all documents at once (*cộng điểm song song theo bit*).

A sum is held as planes: bit d of plane p is bit p of the score of document d. Adding a term to
all scores is a handful of operations on integers. Nothing is estimated and nothing pruned.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice

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
        if not len(column) & 1:
            column.append(0)
        each = iter(column)
        plane = next(each)
        for one, other in zip(each, each, strict=True):
            odd = plane ^ one
            carry = plane & one | odd & other
            plane = odd ^ other
            if carry:
                carried.append(carry)
        if carried:
            if place + 1 == len(columns):
                columns.append([])
            columns[place + 1] += carried
        planes.append(plane)
    while planes and not planes[-1]:
        planes.pop()
    return planes


def top(planes: list[int], among: int, k: int) -> list[tuple[int, int]]:
    """The k best documents (*k kết quả đầu*) of a set with scores, best first, ties by number.

    Read off the planes from above: at each plane either enough candidates have the bit, and the
    others are out, or too few have it, and they are in.
    """
    if k <= 0:
        return []
    sure, tied, left = 0, among, k
    for plane in reversed(planes):
        having = tied & plane
        found = having.bit_count()
        if found >= left:
            tied = having
        elif found:
            left -= found
            sure |= having
            tied ^= having
    downwards = planes[::-1]
    scored: list[tuple[int, int]] = []
    for number in chain(few_ords(sure), islice(iter_ords(tied), left)):
        one, points = 1 << number, 0
        for plane in downwards:
            points = points << 1 | (plane & one != 0)
        scored.append((number, points))
    return sorted(scored, key=_best_first)


def _best_first(scored: tuple[int, int]) -> tuple[int, int]:
    return -scored[1], scored[0]
