"""What is kept in memory stays within its bound, however it is shared, and gives what was put."""

from __future__ import annotations

from operator import itemgetter

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from proccat.search.kept import Kept, KeptShared

PARTS = st.frozensets(st.integers(1, 12), max_size=3)
MOST = 80
"""So much that any value fits into a half of it: the largest takes 34."""


@attrs.frozen
class Made:
    """What takes one, and for each of its parts what that part is."""

    parts: frozenset[int]
    size: int = 1

    def settle(self) -> None:
        """Nothing can be dropped."""

    @property
    def sets(self) -> dict[int, int]:
        return {part: part for part in self.parts}


def taken(values: list[Made]) -> int:
    """Each value one, each part what it takes, once."""
    return len(values) + sum(frozenset[int]().union(*(each.parts for each in values)))


def twice(kept: KeptShared[Made], text: str, made: Made) -> None:
    """Put as by somebody who asks twice."""
    kept.put(text, made)
    assert kept.get(text) is None
    kept.put(text, made)


@example([(key, frozenset({10, 11, 12})) for key in range(90)])
@given(st.lists(st.tuples(st.integers(0, 99), PARTS), max_size=90, unique_by=itemgetter(0)))
def test_no_more_is_kept_than_may_be(puts: list[tuple[int, frozenset[int]]]) -> None:
    """At any time the values that are found take no more than the bound."""
    kept: KeptShared[Made] = KeptShared(MOST)
    latest: dict[str, Made] = {}
    for key, parts in puts:
        made = latest[str(key)] = Made(parts)
        twice(kept, str(key), made)
        assert kept.get(str(key)) is made
        found = {text: here for text in latest if (here := kept.get(text)) is not None}
        assert all(latest[text] is each for text, each in found.items())
        assert taken(list(found.values())) <= MOST


@given(PARTS)
def test_what_is_shared_counts_once(parts: frozenset[int]) -> None:
    """Values that have all their parts in common are kept as if these were one."""
    kept: KeptShared[Made] = KeptShared(2 * (6 + sum(parts)))
    for key in range(6):
        twice(kept, str(key), Made(parts))
    assert all(kept.get(str(key)) for key in range(6))


def test_what_is_asked_once_or_is_long_is_not_kept() -> None:
    """Of a text that comes once, and of one longer than people type, nothing is kept."""
    kept: KeptShared[Made] = KeptShared(MOST)
    long = "x" * 401
    for text in ("once", long, long, long):
        kept.put(text, Made(frozenset()))
    assert kept.get("once") is None
    assert kept.get(long) is None


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 40)), max_size=90))
def test_values_take_no_more_than_the_bound(puts: list[tuple[int, int]]) -> None:
    """At any time the values that are found take no more than the bound, the last among them."""
    kept: Kept[int, tuple[int]] = Kept(MOST, itemgetter(0))
    latest: dict[int, tuple[int]] = {}
    for key, size in puts:
        if kept.get(key) is not None:
            continue
        latest[key] = (size,)
        kept.put(key, latest[key])
        assert kept.get(key) is latest[key]
        found, missing = kept.find(range(100))
        assert {*found, *missing} == set(range(100))
        assert all(latest[key] is each for key, each in found.items())
        assert sum(map(itemgetter(0), found.values())) <= MOST
