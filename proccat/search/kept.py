"""Bounded memories (*bộ nhớ đệm*): what is asked for again stays, the rest goes.

Each is held in two halves. What is asked for moves to the younger one; when that is full, the older
is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, Protocol, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")
_S = TypeVar("_S", bound="Sharing")

_LONGEST: Final = 400
"""Characters of the longest text under which anything is kept."""
_ASKED_ONCE: Final = 16_384
"""Texts of which it is known that they were asked."""


class Kept(Generic[_K, _V]):
    """Values by their keys (*ghi nhớ theo khóa*).

    Args:
        most: what may be kept, in the unit of `size`.
        size: how much a value takes; without it, values are counted.
    """

    def __init__(self, most: int, size: Callable[[_V], int] = lambda _: 1) -> None:
        self._most = most // 2
        self._size = size
        self._young: dict[_K, _V] = {}
        self._old: dict[_K, _V] = {}
        self._held = 0

    def find(self, wanted: Iterable[_K]) -> tuple[dict[_K, _V], list[_K]]:
        """What is here of what is wanted, and what is not (*tra bộ nhớ*)."""
        young, old = self._young, self._old
        found: dict[_K, _V] = {}
        missing: list[_K] = []
        for key in wanted:
            value = young.get(key)
            if value is None:
                value = old.get(key)
                if value is None:
                    missing.append(key)
                    continue
                self._keep(key, value)
            found[key] = value
        return found, missing

    def get(self, key: _K) -> _V | None:
        """A value that is here (*tra bộ nhớ*), else None."""
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self._keep(key, value)
        return value

    def put(self, key: _K, value: _V) -> None:
        """Keeps a value that is not here (*ghi nhớ*)."""
        self._keep(key, value)

    def _keep(self, key: _K, value: _V) -> None:
        self._held += self._size(value)
        if self._held > self._most:
            self._turn()
            self._held = self._size(value)
        self._young[key] = value

    def _turn(self) -> None:
        """Begin a new younger half."""
        self._young, self._old = {}, self._young


class Sharing(Protocol):
    """What has sets in common with others."""

    def settle(self) -> None:
        """It is going to be kept: what can be worked out again is dropped."""
        ...

    @property
    def size(self) -> int:
        """Bytes that it takes beside its sets."""
        ...

    @property
    def sets(self) -> Mapping[int, int]:
        """Its sets by `id`, and the bytes that each takes."""
        ...


class KeptShared(Kept[str, _S]):
    """What was made of texts (*ghi nhớ câu hỏi*): sets that several have in common count once.

    Most texts are asked once and never again: what is made of one is kept when it is asked twice.

    Args:
        most: bytes that may be kept.
    """

    def __init__(self, most: int) -> None:
        super().__init__(most, self._taken)
        self._asked: set[int] = set()
        self._sets: dict[int, int] = {}

    def put(self, key: str, value: _S) -> None:
        """Keeps what was made of a text that is not here (*ghi nhớ*), if it was asked before."""
        if len(key) > _LONGEST:
            return
        asked = hash(key)
        if asked in self._asked:
            value.settle()
            self._keep(key, value)
            return
        if len(self._asked) == _ASKED_ONCE:
            self._asked.clear()
        self._asked.add(asked)

    def _keep(self, key: str, value: _S) -> None:
        super()._keep(key, value)
        self._sets.update(value.sets)

    def _taken(self, value: _S) -> int:
        sets = value.sets.items()
        return value.size + sum([part for each, part in sets if each not in self._sets])

    def _turn(self) -> None:
        super()._turn()
        self._sets.clear()
