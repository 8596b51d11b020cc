"""Weighted sums over all documents at once (*cộng điểm song song theo bit*).

A sum is held as planes: bit d of plane p is bit p of the score of document d. Adding a term to
8,192 scores is a handful of operations on two integers. Nothing is estimated and nothing pruned.
"""

from __future__ import annotations

from collections.abc import Iterable

from proccat.search.bitmaps import SEGMENT, Bitmap, offsets

Planes = dict[int, list[int]]
"""Segment → planes, the lowest bit first."""


def total(weighted: Iterable[tuple[Bitmap, int]]) -> Planes:
    """The score (*điểm*) of each document: the sum of the whole weights of its bitmaps."""
    columns: dict[int, list[list[int]]] = {}
    for bitmap, weight in weighted:
        for segment, bits in bitmap.items():
            column = columns.setdefault(segment, [])
            while len(column) < weight.bit_length():
                column.append([])
            rest, place = weight, 0
            while rest:
                if rest & 1:
                    column[place].append(bits)
                rest >>= 1
                place += 1
    return {segment: _carry_save(column) for segment, column in columns.items()}


def _carry_save(columns: list[list[int]]) -> list[int]:
    """Reduces each column of equal worth to one integer; what carries goes to the next column."""
    planes: list[int] = []
    place = 0
    while place < len(columns):
        column = columns[place]
        carries: list[int] = []
        while len(column) >= 3:
            a, b, c = column.pop(), column.pop(), column.pop()
            odd = a ^ b
            column.append(odd ^ c)
            carries.append(a & b | odd & c)
        if len(column) == 2:
            a, b = column.pop(), column.pop()
            column.append(a ^ b)
            carries.append(a & b)
        carries = [carry for carry in carries if carry]
        if carries:
            if place + 1 == len(columns):
                columns.append([])
            columns[place + 1].extend(carries)
        planes.append(column[0] if column else 0)
        place += 1
    return planes


def top(planes: Planes, among: Bitmap, k: int) -> list[tuple[int, int]]:
    """The k best documents (*k kết quả đầu*) of a set with scores, best first, ties by number.

    Read off the planes from above: at each plane either enough candidates have the bit, and the
    others are out, or too few have it, and they are in.
    """
    if k <= 0:
        return []
    sure: Bitmap = {}
    tied = dict(among)
    height = max((len(planes.get(segment, ())) for segment in among), default=0)
    left = k
    for place in range(height - 1, -1, -1):
        having = {
            segment: bits & planes[segment][place]
            for segment, bits in tied.items()
            if len(planes.get(segment, ())) > place
        }
        found = sum(bits.bit_count() for bits in having.values())
        if found >= left:
            tied = {segment: bits for segment, bits in having.items() if bits}
        elif found:
            left -= found
            for segment, bits in having.items():
                sure[segment] = sure.get(segment, 0) | bits
                tied[segment] &= ~bits
    chosen = [(segment, offset) for segment in sorted(sure) for offset in offsets(sure[segment])]
    for segment in sorted(tied):
        for offset in offsets(tied[segment]):
            if not left:
                break
            chosen.append((segment, offset))
            left -= 1
    scored = [
        (segment * SEGMENT + offset, _score(planes.get(segment, []), offset))
        for segment, offset in chosen
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def _score(planes: list[int], offset: int) -> int:
    return sum((plane >> offset & 1) << place for place, plane in enumerate(planes))
