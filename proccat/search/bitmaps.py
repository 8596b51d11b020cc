"""Sets of documents (*tập hồ sơ*) as plain integers, one for each segment of 8,192 documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

SEGMENT: Final = 8_192
"""Documents in a segment: bit i of segment s is document s * 8,192 + i."""

Bitmap: TypeAlias = dict[int, int]
"""Segment → bits. A segment without documents is left out, so equal sets are equal dicts."""


def from_ords(ords: Iterable[int]) -> Bitmap:
    """The set of the documents (*số thứ tự văn bản*) numbered so, in any order, repeats allowed."""
    offsets: dict[int, bytearray] = {}
    for number in ords:
        segment, offset = divmod(number, SEGMENT)
        if segment < 0:
            raise ValueError(f"document numbers start at 0, found {number}")
        if segment not in offsets:
            offsets[segment] = bytearray(SEGMENT // 8)
        offsets[segment][offset >> 3] |= 1 << (offset & 7)
    return {segment: int.from_bytes(raw, "little") for segment, raw in sorted(offsets.items())}


def and_(left: Bitmap, right: Bitmap) -> Bitmap:
    """Documents in both sets (*giao*)."""
    if len(right) < len(left):
        left, right = right, left
    both = ((segment, bits & right.get(segment, 0)) for segment, bits in left.items())
    return {segment: bits for segment, bits in both if bits}


def or_(*bitmaps: Bitmap) -> Bitmap:
    """Documents in any of the sets (*hợp*)."""
    union: Bitmap = {}
    for bitmap in bitmaps:
        for segment, bits in bitmap.items():
            union[segment] = union.get(segment, 0) | bits
    return union


def count(bitmap: Bitmap) -> int:
    """How many documents a set holds (*số lượng*)."""
    return sum(bits.bit_count() for bits in bitmap.values())


def count_and(left: Bitmap, right: Bitmap) -> int:
    """How many documents two sets share (*số phần tử chung*), without making the set."""
    if len(right) < len(left):
        left, right = right, left
    return sum((bits & right.get(segment, 0)).bit_count() for segment, bits in left.items())


def iter_ords(bitmap: Bitmap) -> Iterator[int]:
    """The numbers of the documents in a set, ascending (*theo thứ tự tăng dần*)."""
    for segment in sorted(bitmap):
        base = segment * SEGMENT
        for offset in offsets(bitmap[segment]):
            yield base + offset


def offsets(bits: int) -> Iterator[int]:
    """The places of the ones in an integer, ascending (*vị trí bit*)."""
    raw = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for at, byte in enumerate(raw):
        while byte:
            lowest = byte & -byte
            yield (at << 3) + lowest.bit_length() - 1
            byte ^= lowest
