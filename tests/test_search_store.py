"""Another store under the same index: what crosses the line is enough for the same order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import indexed
from test_search_ranking import ENTRIES, FAR, QUERIES, entries

from proccat.search.bitmaps import SEGMENT
from proccat.search.explaining import explain
from proccat.search.index import Index


class DictStore:
    """Terms and documents in dictionaries: the least that an engine must do."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._docs: dict[int, tuple[str, str]] = {}
        self._writes = 0

    def version(self) -> int:
        return self._writes

    def bitmaps(self, terms: Collection[str]) -> Mapping[str, int]:
        return {term: self._terms[term] for term in terms if term in self._terms}

    def counts(self, terms: Collection[str], among: int) -> Mapping[str, int]:
        return {term: (bits & among).bit_count() for term, bits in self.bitmaps(terms).items()}

    def starting(self, prefix: str) -> Sequence[str]:
        return sorted(term for term in self._terms if term.startswith(prefix))

    def merge(self, segment: int, postings: Mapping[str, Sequence[int]]) -> None:
        for term, offsets in postings.items():
            for offset in offsets:
                self._terms[term] = self._terms.get(term, 0) | 1 << segment * SEGMENT + offset
        self._writes += 1

    def put_docs(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self._docs |= {number: (name, field) for number, name, field in rows}
        self._writes += 1

    def docs(self, ords: Collection[int]) -> Mapping[int, tuple[str, str]]:
        return {number: self._docs[number] for number in ords if number in self._docs}

    def segments(self) -> Sequence[int]:
        return sorted({number // SEGMENT for number in self._docs})

    def scan(self, segment: int) -> Iterator[tuple[str, int | None]]:
        for term in sorted(self._terms):
            bits = self._terms[term] >> segment * SEGMENT & (1 << SEGMENT) - 1
            if bits:
                yield term, bits

    def scan_docs(self, segment: int) -> Iterator[tuple[int, str, str]]:
        for number in sorted(self._docs):
            if number // SEGMENT == segment:
                yield number, *self._docs[number]

    def clear(self) -> None:
        self._terms.clear()
        self._docs.clear()
        self._writes += 1

    def forget(self) -> None:
        self._writes += 1


NEAR = indexed(ENTRIES)
OTHERS = [Index(DictStore()), Index(DictStore())]
OTHERS[0].add(ENTRIES)
OTHERS[1].add(entries(499))


@settings(max_examples=100)
@given(QUERIES, st.integers(1, 70), st.integers(0, (1 << 180) - 1))
def test_every_store_gives_the_same_order(query: str, limit: int, live: int) -> None:
    """Hits, scores, totals and reasons, over one segment or several, of all texts or some."""
    for ours, other in zip((NEAR, FAR), OTHERS, strict=True):
        for among in (None, live):
            one = ours.search(query, limit=limit, live=among)
            same = other.search(query, limit=limit, live=among)
            assert (same.hits, same.total, same.near, same.partial) == (
                one.hits, one.total, one.near, one.partial,
            )  # fmt: skip
            for place, (number, score) in enumerate(one.hits[:5]):
                assert explain(same, place, score, number) == explain(one, place, score, number)
            assert other.corrected(query, same) == ours.corrected(query, one)


def test_every_store_is_checked_alike() -> None:
    """What is right is told by none, what differs by all, in the same words."""
    assert list(OTHERS[1].check(entries(499))) == list(FAR.check(entries(499))) == []
    short = ENTRIES[:-1]
    assert list(OTHERS[0].check(short)) == list(NEAR.check(short)) != []
