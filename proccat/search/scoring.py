"""Scoring every document (*chấm điểm mọi văn bản*): a query's terms, weighted and added up."""

from __future__ import annotations

import math
from collections.abc import Iterator

from proccat.search import planes, terms
from proccat.search.corpus import Corpus
from proccat.search.exact import Scorer
from proccat.search.planes import rounded
from proccat.search.query import Query, Word
from proccat.search.weights import EXACT, WEIGHTS


class Scoring:
    """One query over the live documents: the postings of its terms, read in one go."""

    def __init__(self, corpus: Corpus, query: Query) -> None:
        self._query = query
        self._corpus = corpus
        self._factors = list(_factors(query))
        self._required = query.required
        wanted = [term for term, _ in self._factors]
        if self._required and self._required[0].frame:  # nothing but frames was asked
            wanted += (terms.BODY + word.folded for word in self._required)
        self._postings = corpus.postings(wanted)

    def _holding(self, word: Word) -> int:
        """Documents with a word in name, field, body or code, or with what it is made of."""
        postings, folded = self._postings, word.folded
        held = postings[terms.FOLDED + folded].bits | postings[terms.BODY + folded].bits
        if not folded.isalpha():
            held |= postings[terms.CODE + folded].bits
        if word.begun:
            held |= postings[word.begun[0]].bits
        for made_of in (word.parts, word.spelt):
            if made_of:
                named = self._corpus.among
                for part in made_of:
                    named &= postings[terms.FOLDED + part].bits
                held |= named
        return held

    def _coded(self) -> int:
        bits = 0
        for code in self._query.codes:
            bits |= self._postings[terms.CODE + code].bits
        return bits

    def holding_all(self) -> int:
        """Documents with all the words that are no frames, or with the code that was typed."""
        together = self._corpus.among
        for word in self._required:
            together &= self._holding(word)
            if not together:
                break
        return together | self._coded()

    def holding_any(self) -> int:
        """Documents with any of the words that are no frames, or with the code that was typed."""
        bits = self._coded()
        for word in self._required:
            bits |= self._holding(word)
        return bits

    def best(self, ranked: int, wanted: int, allowed: int) -> list[tuple[int, float]]:
        """The best allowed documents (*kết quả đầu*) of a set with their scores, best first."""
        among, scale = ranked & allowed, WEIGHTS.scale
        if len(self._required) <= EXACT.keywords:
            best = planes.top_of(self._weighted(), among, wanted)
            return [(number, points / scale) for number, points in best]
        best = planes.top(planes.total(self._weighted()), among, max(wanted, EXACT.best))
        hits = [(number, points / scale) for number, points in best]
        return self._exactly(hits[: EXACT.best]) + hits[EXACT.best :]

    def points(self, number: int) -> Iterator[tuple[str, float]]:
        """What each term that one document has brings it (*điểm thành phần*); then its brevity."""
        labels = [term for term, _ in self._factors if self._postings[term].bits]
        labels += (terms.LENGTH for _ in self._corpus.brevity)
        for label, (bits, weight) in zip(labels, self._weighted(), strict=True):
            if bits >> number & 1:
                yield label, weight / WEIGHTS.scale

    def shares(self, number: int) -> dict[str, float]:
        """What the exact scorer adds for one document (*điểm xếp hạng*); empty where it adds none.

        Only the best few of a search pass it.
        """
        if len(self._required) <= EXACT.keywords:
            return {}
        scorer = Scorer(self._query, self._postings)
        return scorer.parts(self._corpus.names([number])[number])

    def _weighted(self) -> Iterator[tuple[int, int]]:
        """What is added up: each bitmap with its weight in score points, a whole number."""
        scale = WEIGHTS.scale
        possible = 0.0
        for term, factor in self._factors:
            bits, rarity = self._postings[term]
            if bits:
                worth = factor * rarity
                possible += worth
                yield bits, rounded(scale * worth, WEIGHTS.digits)
        unit = rounded(scale * WEIGHTS.brevity * math.sqrt(possible) / 4, WEIGHTS.digits - 1)
        for place, plane in enumerate(self._corpus.brevity):
            yield plane, unit << place

    def _exactly(self, hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The same hits in the order of the exact scorer; what it adds is never negative."""
        names = self._corpus.names([number for number, _ in hits])
        score = Scorer(self._query, self._postings).score
        scored = [(number, round(points + score(names[number]), 4)) for number, points in hits]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))


def _factors(query: Query) -> Iterator[tuple[str, float]]:
    """Each term of a query with its weight as a multiple of its rarity."""
    for word in query.words:
        folded = word.folded
        if word.frame:
            yield terms.FOLDED + folded, WEIGHTS.frame * WEIGHTS.folded
            continue
        share = word.share
        yield terms.FOLDED + folded, share * WEIGHTS.folded
        if not word.token.isascii():
            yield terms.TONED + word.token, share * WEIGHTS.toned
        yield terms.BODY + folded, share * WEIGHTS.body
        if not folded.isalpha():
            yield terms.CODE + folded, WEIGHTS.code
        for part in word.parts:
            yield terms.FOLDED + part, share * WEIGHTS.folded
        for begun, weight in zip(word.begun, (WEIGHTS.folded, WEIGHTS.pair), strict=False):
            yield begun, WEIGHTS.begun * weight
    for pair, frame in query.pairs:
        if not frame:
            yield terms.PAIR + pair, WEIGHTS.pair
    for code in query.codes:
        yield terms.CODE + code, WEIGHTS.code
