"""Many things a few hundred at a time (*chia lô*), so that memory and statements stay small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def batched(items: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    """The same items in order (*chia lô*), at most so many at a time."""
    return (items[start : start + most] for start in range(0, len(items), most))
