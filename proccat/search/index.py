"""The index (*chỉ mục*): entries in, rankings out, and a check that what is stored is right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from typing import Final

from proccat.search import exact, planes, terms
from proccat.search.abbreviations import spell_out
from proccat.search.bitmaps import SEGMENT, Bitmap, and_, count, from_ords, iter_ords, or_
from proccat.search.query import Query, Word, parse
from proccat.search.ranking import FACETS, Ranking
from proccat.search.store import PostingStore
from proccat.search.terms import IndexEntry
from proccat.search.weights import EXACT, LENGTH_CLASSES, WEIGHTS
from proccat.text import fold, squash

__all__ = ["Index", "IndexEntry", "Ranking"]

_CHUNK: Final = 1_000_000
"""Postings held in memory while adding; then what was gathered is written."""


class Index:
    """The search index of a catalogue (*chỉ mục tra cứu thủ tục*) over a posting store."""

    def __init__(self, store: PostingStore) -> None:
        self._store = store

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Indexes editions (*lập chỉ mục*), inside the caller's transaction.

        Each touched pair of term and segment is read and written once, or once a million postings
        in a very large batch, so that memory stays flat.
        """
        gathered: dict[int, dict[str, set[int]]] = {}
        docs: list[tuple[int, str, str]] = []
        held = 0
        for entry in entries:
            segment, offset = divmod(entry.ord, SEGMENT)
            postings = gathered.setdefault(segment, {})
            found, name, field = terms.analyse(entry)
            for term in found:
                postings.setdefault(term, set()).add(offset)
            docs.append((entry.ord, name, field))
            held += len(found)
            if held >= _CHUNK:
                self._write(gathered, docs)
                gathered, docs, held = {}, [], 0
        self._write(gathered, docs)

    def _write(
        self, gathered: Mapping[int, Mapping[str, set[int]]], docs: Sequence[tuple[int, str, str]]
    ) -> None:
        for segment, postings in gathered.items():
            self._store.merge(segment, {term: sorted(at) for term, at in postings.items()})
        if docs:
            self._store.put_docs(docs)

    def clear(self) -> None:
        """Empties the index (*xóa chỉ mục*), inside the caller's transaction."""
        self._store.clear()

    def known(self, name: str) -> tuple[str, ...]:
        """The values of "field", "agency" or "level" (*giá trị lọc*) as written, sorted."""
        prefix = _value_prefix(name)
        return tuple(term.removeprefix(prefix) for term in self._store.starting(prefix))

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        live: Bitmap | None = None,
        filters: Mapping[str, tuple[str, ...]] = {},
        offset: int = 0,
    ) -> Ranking:
        """The best hits for a query of any kind (*tra cứu thủ tục hành chính*).

        Rarity is counted among the live documents (an AND and a count for each term, cheap), so
        that dead editions change no order; filters change no score. For keywords the hits are the
        documents that `matched` counts; for a question they go on to those with any of its words.
        The order is total, so page follows page without gap or repeat.

        Args:
            query: words, a code, a whole question; nothing in it is syntax.
            limit: most hits given; 0 for counts alone.
            live: the documents to look among; None for all.
            filters: "field", "agency", "level" → values, one of which a document must have.
            offset: hits to leave out at the start.

        Raises:
            ValueError: for a negative limit or offset, or an unknown filter name.
        """
        if limit < 0 or offset < 0:
            raise ValueError(f"limit and offset start at 0, found {limit} and {offset}")
        every = self._store.bitmaps([terms.EVERY]).get(terms.EVERY, {})
        among = every if live is None else and_(every, live)
        allowed = self._filtered(among, filters)
        asked = spell_out(parse(query), self._store, among)
        if not asked.words:
            chosen = _slice(allowed, offset, limit)
            return Ranking(tuple((number, 0.0) for number in chosen), allowed, self._store)
        scoring = _Scoring(self._store, asked, among, narrowed=live is not None)
        full = scoring.holding_all()
        partial = scoring.holding_any()
        matched = and_(full or partial, allowed)
        # Keywords mean what they say; of a question, one long name may hold every word by chance.
        ranked = matched if asked.is_keywords else and_(partial, allowed)
        wanted = offset + limit
        if not limit:
            return Ranking((), matched, self._store)
        sums = planes.total(scoring.weighted())
        few = count(full) < EXACT.best
        best = planes.top(sums, ranked, max(wanted, EXACT.best) if few else wanted)
        hits = [(number, points / WEIGHTS.scale) for number, points in best]
        if few:
            head = scoring.exactly(hits[: EXACT.best])
            hits = head + hits[EXACT.best :]
        return Ranking(tuple(hits[offset:wanted]), matched, self._store)

    def _filtered(self, among: Bitmap, filters: Mapping[str, tuple[str, ...]]) -> Bitmap:
        for name, values in filters.items():
            prefix = _value_prefix(name)
            wanted = {fold(squash(value)) for value in values}
            having = [
                term
                for term in self._store.starting(prefix)
                if fold(term.removeprefix(prefix)) in wanted
            ]
            among = and_(among, or_(*self._store.bitmaps(having).values()))
        return among

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
                postings.setdefault(term, []).append(entry.ord)
        for term, bits in self._store.scan(segment):
            right = from_ords(postings.pop(term, ())).get(segment, 0)
            if bits != right:
                wrong = next(iter_ords({segment: bits ^ right}))
                yield f"index term {term!r}: document {wrong} and perhaps others differ"
        for term, ords in sorted(postings.items()):
            yield f"index term {term!r}: missing for document {ords[0]}"
        for number, name, field in self._store.scan_docs(segment):
            if docs.pop(number, None) != [name, field]:
                yield f"index document {number}: stored tokens differ"
        for number in sorted(docs):
            yield f"index document {number}: missing"


class _Scoring:
    """One query over the live documents: bitmaps and rarities of its terms, read in one go."""

    def __init__(self, store: PostingStore, query: Query, among: Bitmap, *, narrowed: bool) -> None:
        self._query = query
        self._store = store
        self._documents = count(among)
        wanted: list[str] = []
        for word in query.words:
            wanted += (terms.FOLDED + word.folded, terms.TONED + word.token)
            wanted += (terms.BODY + word.folded, terms.CODE + word.folded)
            wanted += (terms.FOLDED + part for part in word.parts)
        wanted += (terms.PAIR + pair for pair, _ in query.pairs)
        wanted += (terms.CODE + code for code in query.codes)
        wanted += (f"{terms.LENGTH}{i}" for i in range(len(LENGTH_CLASSES)))
        found = store.bitmaps(wanted)
        self._bitmaps = (
            {term: and_(bitmap, among) for term, bitmap in found.items()} if narrowed else found
        )
        self._rarities = {
            term: exact.rarity(self._documents, count(bitmap))
            for term, bitmap in self._bitmaps.items()
        }

    def _bitmap(self, term: str) -> Bitmap:
        return self._bitmaps.get(term, {})

    def _holding(self, word: Word) -> Bitmap:
        """Documents with a word in name, field, body or code, or with what it is made of."""
        held = [self._bitmap(kind + word.folded) for kind in (terms.FOLDED, terms.BODY, terms.CODE)]
        for made_of in (word.parts, word.spelt):
            if made_of:
                named = [self._bitmap(terms.FOLDED + part) for part in made_of]
                held.append(reduce(and_, named))
        return or_(*held)

    def holding_all(self) -> Bitmap:
        """Documents with all the words that are no frames, or with the code that was typed."""
        together: Bitmap | None = None
        for word in self._query.required:
            held = self._holding(word)
            together = held if together is None else and_(together, held)
        coded = (self._bitmap(terms.CODE + code) for code in self._query.codes)
        return or_(together or {}, *coded)

    def holding_any(self) -> Bitmap:
        """Documents with any of the words that are no frames, or with the code that was typed."""
        coded = (self._bitmap(terms.CODE + code) for code in self._query.codes)
        return or_(*map(self._holding, self._query.required), *coded)

    def weighted(self) -> Iterator[tuple[Bitmap, int]]:
        """What is added up: each bitmap with its weight in score points, a whole number."""
        scale = WEIGHTS.scale
        possible = 0.0
        for term, factor in self._factors():
            bitmap = self._bitmaps.get(term)
            if bitmap:
                worth = factor * self._rarities[term]
                possible += worth
                yield bitmap, max(1, round(scale * worth))
        unit = scale * WEIGHTS.brevity * math.sqrt(possible)
        for i, most in enumerate(LENGTH_CLASSES):
            points = round(unit * math.log2(LENGTH_CLASSES[-1] / most))
            if points:
                yield self._bitmap(f"{terms.LENGTH}{i}"), points

    def _factors(self) -> Iterator[tuple[str, float]]:
        for word in self._query.words:
            share = WEIGHTS.frame if word.frame else 1.0
            if word.inferred:
                share = WEIGHTS.inferred
            yield terms.FOLDED + word.folded, share * WEIGHTS.folded
            yield terms.TONED + word.token, share * WEIGHTS.toned
            yield terms.BODY + word.folded, share * WEIGHTS.body
            yield terms.CODE + word.folded, WEIGHTS.code
            for part in word.parts:
                yield terms.FOLDED + part, share * WEIGHTS.folded
        for pair, frame in self._query.pairs:
            yield terms.PAIR + pair, WEIGHTS.pair * (WEIGHTS.frame if frame else 1.0)
        for code in self._query.codes:
            yield terms.CODE + code, WEIGHTS.code

    def exactly(self, hits: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """The same hits in the order of the exact scorer; what it adds is never negative."""
        docs = self._store.docs([number for number, _ in hits])
        score = exact.scorer(self._query, self._rarities)
        scored = [
            (number, round(points + score(*docs.get(number, ("", ""))), 4))
            for number, points in hits
        ]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))


def _value_prefix(name: str) -> str:
    if name not in FACETS:
        raise ValueError(f"no filter {name!r}; there are {', '.join(FACETS)}")
    return f"{terms.VALUE}{name}:"


def _slice(bitmap: Bitmap, offset: int, limit: int) -> Iterator[int]:
    for at, number in enumerate(iter_ords(bitmap)):
        if at >= offset + limit:
            return
        if at >= offset:
            yield number
