"""Sets of documents (*tập hồ sơ*) as plain integers: bit i is document i.

Python's own operators are the algebra: `&`, `|`, `&~`, `bit_count()`. One integer holds the whole
catalogue, so that each of them runs once, in C, however many documents there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

SEGMENT: Final = 30_720
"""Documents in a stored segment: bit i of segment s is document s * 30,720 + i."""

_BEGINNINGS: Final = ((1 << 8_192) - 1, (1 << 4 * 8_192) - 1)
"""Where the lowest of a large set are looked for before all of it is written out."""
_OCCUPIED: Final = re.compile(b"[^\0]")
_STRETCH: Final = 256
_EMPTY: Final = bytes(_STRETCH)


def from_ords(ords: Iterable[int]) -> int:
    """The set of the documents (*số thứ tự văn bản*) numbered so, in any order, repeats allowed."""
    numbers = ords if isinstance(ords, (list, tuple)) else list(ords)
    if not numbers:
        return 0
    if min(numbers) < 0:
        raise ValueError(f"document numbers start at 0, found {min(numbers)}")
    raw = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        raw[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")


def iter_ords(bitmap: int) -> Iterator[int]:
    """The numbers of the documents in a set, ascending (*theo thứ tự tăng dần*)."""
    raw = bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")
    for start in range(0, len(raw), _STRETCH):
        stretch = raw[start : start + _STRETCH]
        if stretch == _EMPTY:  # comparing is much faster than looking for what is not there
            continue
        for found in _OCCUPIED.finditer(stretch):
            at = found.start()
            byte = stretch[at]
            while byte:
                lowest = byte & -byte
                yield (start + at << 3) + lowest.bit_length() - 1
                byte ^= lowest


def few_ords(bitmap: int) -> list[int]:
    """The numbers of the few documents in a set, descending (*tập nhỏ*)."""
    found: list[int] = []
    while bitmap:
        number = bitmap.bit_length() - 1
        found.append(number)
        bitmap ^= 1 << number
    return found


def lowest(bitmap: int, most: int) -> list[int]:
    """The lowest numbers in a set that is not empty, ascending (*số nhỏ nhất*), at most so many."""
    highest = bitmap.bit_length() - 1
    if bitmap == 1 << highest:
        return [highest]
    for mask in _BEGINNINGS:
        begins = bitmap & mask
        if begins and begins.bit_count() >= most:
            return list(islice(iter_ords(begins), most))
    found: list[int] = []
    rest = bitmap
    while rest:
        if len(found) == most:
            return list(islice(iter_ords(bitmap), most))
        number = rest.bit_length() - 1
        found.append(number)
        rest ^= 1 << number
    found.reverse()
    return found


def at_least(bitmap: int, many: int) -> bool:
    """Whether a set has so many members (*có ít nhất*); of a few faster told than counted."""
    for _ in range(many - 1):
        bitmap ^= 1 << bitmap.bit_length() >> 1
    return bitmap != 0
