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
        self._factors = query.factors
        self._required = query.required
        wanted = [term for term, _ in self._factors]
        if self._required and self._required[0].frame:  # nothing but frames was asked
            wanted += (terms.BODY + word.folded for word in self._required)
        self._postings = corpus.postings(wanted)
        self._held = [self._holding(word) for word in self._required]

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
        for held in self._held:
            together &= held
        return together | self._coded()

    def holding_any(self) -> int:
        """Documents with any of the words that are no frames, or with the code that was typed."""
        bits = self._coded()
        for held in self._held:
            bits |= held
        return bits

    def best(self, ranked: int, wanted: int, allowed: int) -> list[tuple[int, float]]:
        """The best allowed documents (*kết quả đầu*) of a set with their scores, best first."""
        among, scale = ranked & allowed, WEIGHTS.scale
        weighted, brevity = self._weighted()
        if len(self._required) <= EXACT.keywords:
            best = planes.top_of(weighted, among, wanted, brevity)
            return [(number, points / scale) for number, points in best]
        best = planes.top(planes.total(weighted, brevity), among, max(wanted, EXACT.best))
        hits = [(number, points / scale) for number, points in best]
        return self._exactly(hits[: EXACT.best]) + hits[EXACT.best :]

    def points(self, number: int) -> Iterator[tuple[str, float]]:
        """What each term that one document has brings it (*điểm thành phần*); then its brevity."""
        labels = [term for term, _ in self._factors if self._postings[term].bits]
        weighted, brevity = self._weighted()
        for label, (bits, weight) in zip(labels, weighted, strict=True):
            if bits >> number & 1:
                yield label, weight / WEIGHTS.scale
        for place, plane in enumerate(brevity):
            if plane >> number & 1:
                yield terms.LENGTH, (1 << place) / WEIGHTS.scale

    def shares(self, number: int) -> dict[str, float]:
        """What the exact scorer adds for one document (*điểm xếp hạng*); empty where it adds none.

        Only the best few of a search pass it.
        """
        if len(self._required) <= EXACT.keywords:
            return {}
        scorer = Scorer(self._query, self._postings)
        return scorer.parts(self._corpus.names([number])[number])

    def _weighted(self) -> tuple[list[tuple[int, int]], tuple[int, ...]]:
        """What is added up: each bitmap with its weight in whole points; planes of brevity."""
        scale, digits = WEIGHTS.scale, WEIGHTS.digits
        weighted: list[tuple[int, int]] = []
        possible = 0.0
        for term, factor in self._factors:
            bits, rarity = self._postings[term]
            if bits:
                worth = factor * rarity
                possible += worth
                weighted.append((bits, rounded(scale * worth, digits)))
        unit = rounded(scale * WEIGHTS.brevity * math.sqrt(possible) / 4, digits - 1)
        return weighted, self._corpus.brevity(unit)

    def _exactly(self, hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The same hits in the order of the exact scorer; what it adds is never negative."""
        names = self._corpus.names([number for number, _ in hits])
        score = Scorer(self._query, self._postings).score
        scored = [(number, round(points + score(names[number]), 4)) for number, points in hits]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))
