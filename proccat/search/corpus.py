"""The live documents of an index (*tập văn bản đang hiệu lực*), with what was read of them kept.

Everything that search reads passes here: each term's documents with its rarity, the tokens of
names, the values of filters. It is kept until the store says that something was written, and
never more than a fixed number of bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from proccat.batching import batched
from proccat.errors import index_damaged
from proccat.search import terms
from proccat.search.names import Name, named
from proccat.search.query import Query
from proccat.search.store import PostingStore
from proccat.search.weighing import Weighing, needed, weighed
from proccat.text import fold

_K = TypeVar("_K")
_V = TypeVar("_V")

_KEPT_BYTES: Final = 32 << 20
"""Postings of one corpus held in memory, in bytes."""
_KEPT_NAMES: Final = 16_384
"""Names of one corpus held in memory."""
_KEPT_LEARNT: Final = 4_096
"""Abbreviations whose meaning is held in memory."""
_KEPT_TERMS: Final = 16_384
"""Terms of queries held in memory as they were understood: many people type the same."""
BATCH: Final = 256
"""Terms whose documents are read at once where there may be very many."""
_OVERHEAD: Final = 300
"""Bytes that an entry takes beside its bits."""


class Posting(NamedTuple):
    """A term's live documents (*danh sách văn bản*), and how much it says (*độ hiếm*, idf)."""

    bits: int
    rarity: float


class Value(NamedTuple):
    """A value of a filter (*giá trị lọc*): as most documents write it, and all its spellings."""

    written: str
    terms: tuple[str, ...]


_NOTHING: Final = Posting(0, 0.0)


class Kept(Generic[_K, _V]):
    """A bounded memory in two halves: what is asked for again moves to the younger one.

    Args:
        most: what may be kept, in the unit of `size`.
        size: how much a value takes; without it, values are counted.
        shares: what it has in common with others, by `id`, and how much that takes: it counts once.
    """

    def __init__(
        self,
        most: int,
        size: Callable[[_V], int] = lambda _: 1,
        shares: Callable[[_V], Mapping[int, int]] = lambda _: {},
    ) -> None:
        self._most = most // 2
        self._size = size
        self._shares = shares
        self._young: dict[_K, _V] = {}
        self._old: dict[_K, _V] = {}
        self._shared: dict[int, int] = {}
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
                self.put(key, value)
            found[key] = value
        return found, missing

    def get(self, key: _K) -> _V | None:
        """A value that is here (*tra bộ nhớ*), else None."""
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self.put(key, value)
        return value

    def put(self, key: _K, value: _V) -> None:
        """Keeps a value that is not here (*ghi nhớ*).

        When the younger half is full, the older is dropped.
        """
        size, shared = self._size(value), self._shares(value)
        added = size + sum([part for each, part in shared.items() if each not in self._shared])
        if self._held + added > self._most:
            self._young, self._old, self._shared, self._held = {}, self._young, {}, 0
            added = size + sum(shared.values())
        self._young[key] = value
        self._shared.update(shared)
        self._held += added


class Corpus:
    """The live documents of a store at one version of it.

    Attributes:
        version: of the store, when this was read.
        among: the documents that have entries and are live.
        documents: how many these are.
        brevity: planes of what short names gain, in quarters of a halving.
        learnt: what abbreviations were found to stand for.
        understood: queries as they were read by what the documents know.
    """

    def __init__(self, store: PostingStore, live: int | None, version: Hashable) -> None:
        found = store.bitmaps([terms.EVERY, *terms.LENGTHS])
        every = found.get(terms.EVERY, 0)
        self._store = store
        self.version = version
        self.among = every if live is None else every & live
        self.brevity = tuple([found.get(term, 0) & self.among for term in terms.LENGTHS])
        self.documents = self.among.bit_count()
        self._postings: Kept[str, Posting] = Kept(_KEPT_BYTES, _bytes_of)
        self._names: Kept[int, Name] = Kept(_KEPT_NAMES)
        self.learnt: Kept[str, tuple[str, ...]] = Kept(_KEPT_LEARNT)
        self.understood: Kept[str, Weighing] = Kept(_KEPT_TERMS, _terms_of)
        self._values: dict[str, Mapping[str, Value]] = {}

    def postings(self, wanted: Iterable[str]) -> dict[str, Posting]:
        """Each of the terms (*từ chỉ mục*) with its live documents; without any, the empty set."""
        found, missing = self._postings.find(wanted)
        if missing:
            read = self._store.bitmaps(missing)
            for term in missing:
                bits = read.get(term, 0) & self.among
                if term[0] == terms.BEGINNING:
                    bits = self._beginning(term[1:])
                having = bits.bit_count()
                posting = Posting(bits, rarity(self.documents, having)) if having else _NOTHING
                self._postings.put(term, posting)
                found[term] = posting
        return found

    def weighing(self, query: Query) -> Weighing:
        """A query with what its terms weigh among these documents (*trọng số của câu hỏi*)."""
        found = self.postings(needed(query)).items()
        return weighed(query, {term: says for term, (bits, says) in found if bits})

    def names(self, ords: Collection[int]) -> dict[int, Name]:
        """The tokens of the names of documents (*tên thủ tục*)."""
        found, missing = self._names.find(ords)
        if missing:
            texts = self.tokens(missing)
            folded = {number: tuple(fold(name).split()) for number, (name, _) in texts.items()}
            rare = self.postings({terms.FOLDED + word for each in folded.values() for word in each})
            for number, (_, around) in texts.items():
                words = folded[number]
                weights = [rare[terms.FOLDED + word].rarity for word in words]
                found[number] = name = named(around, words, weights)
                self._names.put(number, name)
        return found

    def _beginning(self, start: str) -> int:
        """The documents of all the terms that start so."""
        bits = 0
        for some in batched(self._store.starting(start), BATCH):
            for each in self._store.bitmaps(some).values():
                bits |= each
        return bits & self.among

    def starting(self, start: str) -> Sequence[str]:
        """All terms of the index that start so (*từ bắt đầu bằng*), of dead documents too."""
        return self._store.starting(start)

    def tokens(self, ords: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """The toned tokens of name and field of documents (*âm tiết của tên và lĩnh vực*).

        Raises:
            CatalogueFormatError: one is missing, though nothing was erased since.
        """
        found = self._store.docs(ords)
        if len(found) < len(ords) and self._store.version() == self.version:
            raise index_damaged()
        return found

    def texts(self, ords: Collection[int]) -> list[str]:
        """The toned tokens of the names of documents, joined by spaces, in order of documents."""
        return [name for _, (name, _) in sorted(self.tokens(ords).items())]

    def values(self, facet: str) -> Mapping[str, Value]:
        """The values of a filter (*giá trị lọc*) by their folded form."""
        known = self._values.get(facet)
        if known is None:
            known = self._values[facet] = self._read_values(f"{terms.VALUE}{facet}:")
        return known

    def _read_values(self, prefix: str) -> Mapping[str, Value]:
        spellings: dict[str, list[str]] = {}
        for term in self._store.starting(prefix):
            spellings.setdefault(fold(term.removeprefix(prefix)), []).append(term)
        several = [term for each in spellings.values() if len(each) > 1 for term in each]
        read = self._store.bitmaps(several).items()
        often = {term: (bits & self.among).bit_count() for term, bits in read}
        known: dict[str, Value] = {}
        for folded, each in spellings.items():
            most = min(each, key=lambda term: (-often.get(term, 0), term))
            known[folded] = Value(most.removeprefix(prefix), tuple(each))
        return known

    def holding(self, value: Value) -> int:
        """The documents that have a value of a filter (*giá trị lọc*), however it is written."""
        bits = 0
        for posting in self.postings(value.terms).values():
            bits |= posting.bits
        return bits


def _bytes_of(posting: Posting) -> int:
    return _OVERHEAD + posting.bits.bit_length() // 8


def _terms_of(weighing: Weighing) -> int:
    return 1 + len(weighing.rarity)


def rarity(documents: int, having: int) -> float:
    """How much a term says (*độ hiếm, idf*): nearly 0 if every document has it."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))
