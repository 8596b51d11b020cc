"""Laws of bitmaps and of sums over them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import postings_connection

from proccat.search import best_first, planes
from proccat.search.bitmaps import SEGMENT, from_ords, iter_ords, lowest
from proccat.storage.postings import SqlitePostings
from proccat.storage.sql import Sql

ORDS = st.sets(st.integers(0, 40) | st.integers(SEGMENT - 3, SEGMENT + 3) | st.just(5 * SEGMENT))


@given(ORDS, ORDS)
def test_bitmaps_are_sets(left: set[int], right: set[int]) -> None:
    """Bitmaps do what Python's sets do, and equal sets are equal bitmaps."""
    a, b = from_ords(left), from_ords(sorted(right, reverse=True))
    assert list(iter_ords(a)) == sorted(left)
    assert a & b == from_ords(left & right)
    assert a | b == from_ords(left | right)
    assert a.bit_count() == len(left)


@given(ORDS, st.integers(1, 60))
def test_the_lowest_of_a_set(ords: set[int], most: int) -> None:
    """The lowest numbers of a set are the first of its numbers in order."""
    if ords:
        assert lowest(from_ords(ords), most) == sorted(ords)[:most]


@given(
    st.lists(st.tuples(ORDS, st.integers(1, 300)), max_size=20),
    ORDS,
    st.integers(0, 60) | st.just(65),
)
def test_top_is_that_of_a_plain_sum(
    weighted: list[tuple[set[int], int]], among: set[int], k: int
) -> None:
    """The k best by planes, or by branch and bound, are those of a plain sum, ties by number."""
    scores = dict.fromkeys(among, 0)
    for ords, weight in weighted:
        for number in ords & among:
            scores[number] += weight
    plain = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    sums = planes.total((from_ords(ords), weight) for ords, weight in weighted)
    assert planes.top(sums, from_ords(among), k) == plain
    parts = [(from_ords(ords), weight) for ords, weight in weighted]
    assert best_first.best(parts, from_ords(among), k) == plain


@given(st.lists(st.sets(st.integers(0, SEGMENT - 1), max_size=150), max_size=5), st.data())
def test_a_posting_is_the_union_of_what_was_merged(
    batches: list[set[int]], data: st.DataObject
) -> None:
    """Lists grow into bits and back to the same set, whatever was merged in which order."""
    connection = postings_connection()
    store = SqlitePostings(Sql(connection, "index"))
    store.put_docs([(0, "", "")])
    for batch in data.draw(st.permutations(batches)):
        if batch:
            store.merge(0, {"f:a": sorted(batch)})
    union = set().union(*batches)
    assert store.bitmaps(["f:a", "f:b"]).get("f:a", 0) == from_ords(union)
    assert list(store.scan(0)) == ([("f:a", from_ords(union))] if union else [])
    connection.close()
