"""The index (*chỉ mục*): entries in, rankings out, and a check that what is stored is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import Final, NamedTuple

from proccat.search import terms
from proccat.search.abbreviations import officially, spell_out
from proccat.search.beginnings import with_beginnings
from proccat.search.bitmaps import SEGMENT, from_ords, iter_ords
from proccat.search.corpus import Corpus, Value
from proccat.search.correcting import corrected
from proccat.search.kept import KeptShared
from proccat.search.phrases import read
from proccat.search.query import MOST_CHARACTERS, Query, apart, parse
from proccat.search.ranking import FACETS, Ranking
from proccat.search.scoring import Scoring
from proccat.search.store import PostingStore
from proccat.search.synonyms import Synonyms, shipped, with_official_words
from proccat.search.terms import IndexEntry
from proccat.search.weighing import Weighing
from proccat.text import fold, squash

__all__ = ["Index", "IndexEntry", "Ranking"]

_CORPORA: Final = 4
"""Sets of live documents of which what was read is kept: kinds of text, today and in the past."""
_KEPT_BYTES: Final = 32 << 20
"""Queries made ready over one set, in bytes: many people type the same."""
_LONGEST_KEPT: Final = 400
"""Characters of the longest query that is remembered as it was understood."""
_CHUNK: Final = 1_000_000
"""Postings held in memory while adding; then what was gathered is written."""


class _Living(NamedTuple):
    """What is kept of one set of live documents: what was read, and the queries made ready."""

    live: int | None
    corpus: Corpus
    scorings: KeptShared[Scoring]


class Index:
    """The search index of a catalogue (*chỉ mục tra cứu thủ tục*) over a posting store."""

    def __init__(self, store: PostingStore, synonyms: Synonyms | None = None) -> None:
        self._store = store
        self._synonyms = synonyms or shipped()
        self._version: Hashable = None
        self._corpora: list[_Living] = []  # the latest first

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Indexes editions (*lập chỉ mục*), inside the caller's transaction.

        Each touched pair of term and segment is read and written once, or once a million postings
        in a very large batch, so that memory stays flat.
        """
        gathered: dict[int, dict[str, list[int]]] = {}
        docs: list[tuple[int, str, str]] = []
        held, last = 0, -1
        for entry in entries:
            if entry.ord <= last:  # rare: what was gathered must ascend
                self._write(gathered, docs)
                gathered, docs, held = {}, [], 0
            last = entry.ord
            segment, offset = divmod(entry.ord, SEGMENT)
            postings = gathered.get(segment)
            if postings is None:
                postings = gathered[segment] = defaultdict(list)
            found, name, field = terms.analyse(entry)
            for term in found:
                postings[term].append(offset)
            docs.append((entry.ord, name, field))
            held += len(found)
            if held >= _CHUNK:
                self._write(gathered, docs)
                gathered, docs, held = {}, [], 0
        self._write(gathered, docs)

    def _write(
        self,
        gathered: Mapping[int, Mapping[str, Sequence[int]]],
        docs: Sequence[tuple[int, str, str]],
    ) -> None:
        for segment, postings in gathered.items():
            self._store.merge(segment, postings)
        if docs:
            self._store.put_docs(docs)

    def clear(self) -> None:
        """Empties the index (*xóa chỉ mục*), inside the caller's transaction."""
        self._store.clear()

    def known(self, name: str) -> Mapping[str, Value]:
        """The values of "field", "agency" or "level" (*giá trị lọc*) by their folded form."""
        return _known_facet(self.corpus(None), name)

    def said_so(self, name: str, value: str) -> tuple[str, ...]:
        """The values of a filter (*giá trị lọc*) that say the same, abbreviations spelt out."""
        spelt = self._synonyms.spelt_out
        meant = spelt(value)
        known = [each.written for each in self.known(name).values()]
        return tuple([each for each in known if spelt(each) == meant]) if meant else ()

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        live: int | None = None,
        within: int | None = None,
        filters: Mapping[str, tuple[str, ...]] = {},
        offset: int = 0,
    ) -> Ranking:
        """The best hits for a query of any kind (*tra cứu thủ tục hành chính*).

        Rarity is counted among the live documents, so that dead editions change no order, nor do
        `within` and filters in the first phase; of a question the best fifty of what they leave
        pass the exact scorer. For keywords that several names hold the hits are the documents that
        `matched` counts; else they go on to those with any of the words. The order is total, so
        page follows page without gap or repeat.

        Args:
            query: words, a code, a whole question; quotes and a leading minus as `phrases` says.
            limit: most hits given; 0 for counts alone.
            live: the documents to look among; None for all.
            within: of these, the documents that may be hits; None for all.
            filters: "field", "agency", "level" → values, one of which a document must have.
            offset: hits to leave out at the start.

        Raises:
            ValueError: for a negative limit or offset, or an unknown filter name.
        """
        if limit < 0 or offset < 0:
            raise ValueError(f"limit and offset start at 0, found {limit} and {offset}")
        living = self._living(live)
        corpus = living.corpus
        marked = read(query)
        scoring = self._scoring(marked.text, living)
        left = _filtered(corpus, filters)
        if within is not None:
            left &= within
        asked, wanted = scoring.asked.query, offset + limit
        if not asked.words:
            allowed = marked.left(corpus, left)
            chosen = islice(iter_ords(allowed), offset, wanted)
            hits = tuple([(number, 0.0) for number in chosen])
            return Ranking(hits, allowed, left, asked, corpus)
        unfiltered = left is corpus.among
        allowed = marked.left(corpus, scoring.ranked if unfiltered else scoring.ranked & left)
        full = scoring.full if allowed is scoring.ranked else scoring.full & allowed
        matched = full or allowed
        hits = tuple(scoring.best(allowed, wanted)[offset:wanted]) if limit else ()
        near, partial = allowed != matched, not full and allowed != 0
        return Ranking(hits, matched, left, asked, corpus, scoring, near, partial)

    def _scoring(self, text: str, living: _Living) -> Scoring:
        """A query over the live documents, as it was made ready when it was asked before."""
        known = living.scorings.get(text)
        if known is None:
            known = Scoring(living.corpus, self._understood(text, living.corpus))
            living.scorings.put(text, known)
        return known

    def _understood(self, text: str, corpus: Corpus) -> Weighing:
        """What a text asks for, with what abbreviations, beginnings and everyday words mean."""
        known = corpus.understood.get(text)
        if known is None:
            query = _with_known_words_whole(text, corpus)
            shorts = [terms.FOLDED + letters for letters in query.initials]
            corpus.postings([*query.needed, *shorts])  # in one go, mostly all that is asked below
            words = with_beginnings(spell_out(query, corpus, self._synonyms), corpus)
            known = corpus.weighing(with_official_words(words, self._synonyms, corpus))
            if len(text) <= _LONGEST_KEPT:
                corpus.understood.put(text, known)
        return known

    def ways_to_say(self, text: str, corpus: Corpus) -> Iterator[str]:
        """A text as typed, as offices write it, without tones, without its first word."""
        yield text
        official = officially(parse(text), corpus, self._synonyms)
        yield from () if official is None else (official,)
        yield from () if text.isascii() else (fold(text),)
        rest = text.lstrip().partition(" ")[2]
        yield from (rest,) if rest.strip() else ()

    def near(self, name: str, live: int, most: int) -> list[int]:
        """The documents whose names share most with a name (*tên gần giống*), rare words first."""
        corpus = self.corpus(live)
        scoring = Scoring(corpus, corpus.weighing(parse(name)), narrow=False)
        return [number for number, _ in scoring.best(scoring.ranked, most)]

    def corrected(self, query: str, ranking: Ranking) -> str | None:
        """The query with mistyped syllables put right (*sửa lỗi gõ*), if that finds more.

        More of the documents that filters and marks leave hold all its words then; or it is a
        question of which none does, as of most, and one more of its words is known.
        """
        read_again = corrected(query[:MOST_CHARACTERS], ranking.asked, ranking.corpus)
        if read_again is None or ranking.scoring is None:
            return None
        again = Scoring(ranking.corpus, self._understood(read(read_again).text, ranking.corpus))
        before = _holding_all(query, ranking.scoring, ranking)
        after = _holding_all(read_again, again, ranking)
        more = after > before or not (before or ranking.asked.is_keywords)
        return read_again if more else None

    def corpus(self, live: int | None) -> Corpus:
        """What is kept of the live documents (*tập văn bản*), as long as nothing was written."""
        return self._living(live).corpus

    def _living(self, live: int | None) -> _Living:
        version = self._store.version()
        if version != self._version:
            self._corpora.clear()
            self._version = version
        for at, known in enumerate(self._corpora):
            if known.live == live:
                if at:
                    self._corpora.insert(0, self._corpora.pop(at))
                return known
        living = _Living(
            live,
            Corpus(self._store, live, version),
            KeptShared(_KEPT_BYTES),
        )
        self._corpora.insert(0, living)
        del self._corpora[_CORPORA:]
        return living

    def check(self, entries: Iterable[IndexEntry]) -> Iterator[str]:
        """One message for each difference between what is stored and what `entries` would give.

        `entries` are all of them, ascending by `ord`; one segment of them is held at a time
        (*kiểm tra chỉ mục*).
        """
        unseen = set(self._store.segments())
        for segment, group in groupby(entries, key=lambda entry: entry.ord // SEGMENT):
            unseen.discard(segment)
            yield from self._check_segment(segment, group)
        for segment in sorted(unseen):
            yield from self._check_segment(segment, ())

    def _check_segment(self, segment: int, entries: Iterable[IndexEntry]) -> Iterator[str]:
        postings: dict[str, list[int]] = {}
        docs: dict[int, list[str]] = {}
        for entry in entries:
            found, *docs[entry.ord] = terms.analyse(entry)
            for term in found:
                postings.setdefault(term, []).append(entry.ord % SEGMENT)
        for term, bits in self._store.scan(segment):
            right = from_ords(postings.pop(term, ()))
            if bits is None:
                yield f"index term {term!r}: cannot be read"
            elif bits != right:
                wrong = segment * SEGMENT + next(iter_ords(bits ^ right))
                yield f"index term {term!r}: document {wrong} and perhaps others differ"
        for term, ords in sorted(postings.items()):
            yield f"index term {term!r}: missing for document {segment * SEGMENT + ords[0]}"
        for number, name, field in self._store.scan_docs(segment):
            if docs.pop(number, None) != [name, field]:
                yield f"index document {number}: stored tokens differ"
        for number in sorted(docs):
            yield f"index document {number}: missing"


def _with_known_words_whole(text: str, corpus: Corpus) -> Query:
    """The query, no blank put into a word that texts write so: *axít*, *Êđê*.

    Nor into one of which no name knows both parts: *ahép* is *phép*, mistyped.
    """
    query = parse(text)
    if not query.stuck:
        return query
    as_one = {word: [terms.FOLDED + fold(word), terms.BODY + fold(word)] for word in query.stuck}
    as_two = {word: [terms.as_typed(part) for part in apart(word)] for word in query.stuck}
    held = corpus.postings([*chain(*as_one.values(), *as_two.values())])
    whole = [
        word
        for word in query.stuck
        if any(held[term].bits for term in as_one[word])
        or not all(held[term].bits for term in as_two[word])
    ]
    return parse(text, frozenset(whole)) if whole else query


def _holding_all(query: str, scoring: Scoring, ranking: Ranking) -> int:
    """How many of the documents that filters and marks leave hold all words of a query."""
    return read(query).left(ranking.corpus, scoring.full & ranking.allowed).bit_count()


def _filtered(corpus: Corpus, filters: Mapping[str, tuple[str, ...]]) -> int:
    """The live documents that have one of the values of each filter."""
    allowed = corpus.among
    for name, values in filters.items():
        known = _known_facet(corpus, name)
        having = 0
        for value in values:
            found = known.get(fold(squash(value)))
            if found is not None:
                having |= corpus.holding(found)
        allowed &= having
    return allowed


def _known_facet(corpus: Corpus, name: str) -> Mapping[str, Value]:
    if name not in FACETS:
        raise ValueError(f"no filter {name!r}; there are {', '.join(FACETS)}")
    return corpus.values(name)
