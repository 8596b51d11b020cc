"""Weighted sums over all documents at once (*cộng điểm song song theo bit*).

A sum is held as planes: bit d of plane p is bit p of the score of document d. Adding a term to
all scores is a handful of operations on integers. Nothing is estimated and nothing pruned.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from proccat.search.bitmaps import iter_ords


def total(weighted: Iterable[tuple[int, int]]) -> list[int]:
    """The score (*điểm*) of each document: the sum of the whole weights of its bitmaps.

    The planes come lowest first.
    """
    columns: list[list[int]] = [[] for _ in range(40)]
    for bitmap, weight in weighted:
        place = 0
        while weight:
            if weight & 1:
                columns[place].append(bitmap)
            weight >>= 1
            place += 1
    return _carry_save(columns)


def _carry_save(columns: list[list[int]]) -> list[int]:
    """Reduces each column of equal worth to one integer; what carries goes to the next column."""
    planes: list[int] = []
    for place, column in enumerate(columns):
        carried: list[int] = []
        while len(column) >= 3:
            a, b, c = column.pop(), column.pop(), column.pop()
            odd = a ^ b
            column.append(odd ^ c)
            carry = a & b | odd & c
            if carry:
                carried.append(carry)
        if len(column) == 2:
            a, b = column
            column[:] = [a ^ b]
            if carry := a & b:
                carried.append(carry)
        if carried:
            if place + 1 == len(columns):
                columns.append([])
            columns[place + 1] += carried
        planes.append(column[0] if column else 0)
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
    chosen = [*iter_ords(sure), *islice(iter_ords(tied), left)]
    scored = [
        (number, sum((plane >> number & 1) << place for place, plane in enumerate(planes)))
        for number in chosen
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))
