"""What is kept in memory stays within its bound, however it is shared, and gives what was put."""

from __future__ import annotations

from operator import itemgetter

from hypothesis import example, given
from hypothesis import strategies as st

from proccat.search.corpus import Kept

PARTS = st.frozensets(st.integers(1, 12), max_size=3)
MOST = 80
"""So much that any value fits into a half of it: the largest takes 34."""


def parts_of(value: tuple[int, frozenset[int]]) -> dict[int, int]:
    return {part: part for part in value[1]}


def taken(values: list[tuple[int, frozenset[int]]]) -> int:
    """Each value one, each part what it takes, once."""
    return len(values) + sum(frozenset().union(*(parts for _, parts in values)))


@example([(key, frozenset({10, 11, 12})) for key in range(90)])
@given(st.lists(st.tuples(st.integers(0, 99), PARTS), max_size=90, unique_by=itemgetter(0)))
def test_no_more_is_kept_than_may_be(puts: list[tuple[int, frozenset[int]]]) -> None:
    """At any time the values that are found take no more than the bound."""
    kept: Kept[int, tuple[int, frozenset[int]]] = Kept(MOST, shares=parts_of)
    latest: dict[int, tuple[int, frozenset[int]]] = {}
    for value in puts:
        latest[value[0]] = value
        kept.put(value[0], value)
        assert kept.get(value[0]) == value
        found, missing = kept.find(range(100))
        assert {*found, *missing} == set(range(100))
        assert all(latest[key] == each for key, each in found.items())
        assert taken(list(found.values())) <= MOST


@given(PARTS)
def test_what_is_shared_counts_once(parts: frozenset[int]) -> None:
    """Values that have all their parts in common are kept as if these were one."""
    kept: Kept[int, tuple[int, frozenset[int]]] = Kept(2 * (6 + sum(parts)), shares=parts_of)
    for key in range(6):
        kept.put(key, (key, parts))
    assert kept.find(range(6))[1] == []
