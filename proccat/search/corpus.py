"""The live documents of an index (*tập văn bản đang hiệu lực*), with what was read of them kept.

Everything that search reads passes here: each term's documents with its rarity, the tokens of
names, the values of filters. It is kept until the store says that something was written, and
never more than a fixed number of bytes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from proccat.batching import batched
from proccat.errors import index_damaged
from proccat.search import terms
from proccat.search.kept import Kept
from proccat.search.names import Name, named
from proccat.search.query import Query
from proccat.search.store import PostingStore
from proccat.search.weighing import Weighing, weighed
from proccat.text import fold

_KEPT_BYTES: Final = 32 << 20
"""Postings of one corpus held in memory, in bytes."""
_KEPT_NAMES: Final = 16_384
"""Names of one corpus held in memory."""
_KEPT_WORDS: Final = 16_384
"""Words of names of which it is held in memory how much they say."""
_KEPT_LEARNT: Final = 4_096
"""Abbreviations whose meaning is held in memory."""
_KEPT_TERMS: Final = 16_384
"""Terms of queries held in memory as they were understood: many people type the same."""
_KEPT_PHRASES: Final = 4 << 20
"""Documents of phrases of one corpus held in memory, in bytes."""
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


class _Whole(NamedTuple):
    """The documents that have entries and are live, how many these are, how short their names."""

    among: int
    documents: int
    brevity: tuple[int, ...]


class Corpus:
    """The live documents (*văn bản đang hiệu lực*) of a store at one version of it.

    Attributes:
        version: of the store, when this was read.
        learnt: what abbreviations were found to stand for.
        understood: queries as they were read by what the documents know.
        phrases: the documents that hold some words in a row.
    """

    def __init__(self, store: PostingStore, live: int | None, version: Hashable) -> None:
        self._store = store
        self._live = live
        self.version = version
        self._known: _Whole | None = None
        self._postings: Kept[str, Posting] = Kept(_KEPT_BYTES, _bytes_of)
        self._says: Kept[str, float] = Kept(_KEPT_WORDS)
        self._names: Kept[int, Name] = Kept(_KEPT_NAMES)
        self.learnt: Kept[str, tuple[str, ...]] = Kept(_KEPT_LEARNT)
        self.understood: Kept[str, Weighing] = Kept(_KEPT_TERMS, _terms_of)
        self.phrases: Kept[tuple[str, ...], int] = Kept(_KEPT_PHRASES, _bytes_of_bits)
        self._values: dict[str, Mapping[str, Value]] = {}

    @property
    def among(self) -> int:
        """The documents that have entries and are live (*văn bản đang hiệu lực*)."""
        return self._whole().among

    @property
    def brevity(self) -> tuple[int, ...]:
        """Planes of what short names gain (*tên ngắn*), in quarters of a halving."""
        return self._whole().brevity

    def _whole(self) -> _Whole:
        return self._known or self._read(())[1]

    def _read(self, wanted: Sequence[str]) -> tuple[Mapping[str, int], _Whole]:
        """The documents of some terms, and when first asked, what is told of all of them."""
        if self._known is not None:
            return self._store.bitmaps(wanted), self._known
        read = self._store.bitmaps([*wanted, terms.EVERY, *terms.LENGTHS])
        every = read.get(terms.EVERY, 0)
        among = every if self._live is None else every & self._live
        brevity = tuple([read.get(term, 0) & among for term in terms.LENGTHS])
        self._known = _Whole(among, among.bit_count(), brevity)
        return read, self._known

    def postings(self, wanted: Iterable[str]) -> dict[str, Posting]:
        """Each of the terms (*từ chỉ mục*) with its live documents; without any, the empty set."""
        found, missing = self._postings.find(wanted)
        if missing:
            read, (among, documents, _) = self._read(missing)
            for term in missing:
                bits = read.get(term, 0) & among
                if term[0] == terms.BEGINNING:
                    bits = self._beginning(term[1:])
                having = bits.bit_count()
                posting = Posting(bits, rarity(documents, having)) if having else _NOTHING
                self._postings.put(term, posting)
                found[term] = posting
        return found

    def all_of(self, wanted: Iterable[str], among: int | None = None) -> int:
        """Those of some documents, or of all, that have every one of the terms (*có mọi từ*)."""
        bits = self.among if among is None else among
        for posting in self.postings(wanted).values():
            bits &= posting.bits
        return bits

    def any_of(self, wanted: Iterable[str]) -> int:
        """The documents that have one of the terms (*có một trong các từ*)."""
        bits = 0
        for posting in self.postings(wanted).values():
            bits |= posting.bits
        return bits

    def weighing(self, query: Query) -> Weighing:
        """A query with what its terms weigh among these documents (*trọng số của câu hỏi*)."""
        found = self.postings(query.needed).items()
        return weighed(query, {term: says for term, (bits, says) in found if bits})

    def names(self, ords: Collection[int]) -> dict[int, Name]:
        """The tokens of the names of documents (*tên thủ tục*)."""
        found, missing = self._names.find(ords)
        if missing:
            texts = self.tokens(missing)
            folded = {number: tuple(fold(name).split()) for number, (name, _) in texts.items()}
            rare = self._rarities({word for each in folded.values() for word in each})
            for number, (_, around) in texts.items():
                words = folded[number]
                weights = [rare[terms.FOLDED + word] for word in words]
                found[number] = name = named(around, words, weights)
                self._names.put(number, name)
        return found

    def _rarities(self, words: Iterable[str]) -> dict[str, float]:
        """How much each word of a name says, by its term; no documents are kept, they are many."""
        found, missing = self._says.find([terms.FOLDED + word for word in words])
        if missing:
            read, unread = self._postings.find(missing)
            found |= {term: posting.rarity for term, posting in read.items()}
            whole = self._whole()
            counts = self._store.counts(unread, whole.among)
            for term in unread:
                having = counts.get(term, 0)
                found[term] = says = rarity(whole.documents, having) if having else 0.0
                self._says.put(term, says)
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
        return self.any_of(value.terms)


def _bytes_of(posting: Posting) -> int:
    return _bytes_of_bits(posting.bits)


def _bytes_of_bits(bits: int) -> int:
    return _OVERHEAD + bits.bit_length() // 8


def _terms_of(weighing: Weighing) -> int:
    return 1 + len(weighing.rarity)


def rarity(documents: int, having: int) -> float:
    """How much a term says (*độ hiếm, idf*): nearly 0 if every document has it."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))
