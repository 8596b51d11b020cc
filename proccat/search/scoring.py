"""Scoring every document (*chấm điểm mọi văn bản*): a query's terms, weighted and added up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from proccat.search import best_first, planes, terms
from proccat.search.corpus import Corpus
from proccat.search.weighing import Weighing
from proccat.search.weights import EXACT, WEIGHTS


class Scoring:
    """One query over the live documents: the postings of its terms, read in one go."""

    def __init__(self, corpus: Corpus, asked: Weighing) -> None:
        self._asked = asked
        self._corpus = corpus
        self._postings = corpus.postings(asked.known)
        self._held = [self._any(ways) for ways in asked.held]

    def _any(self, ways: tuple[tuple[str, ...], ...]) -> int:
        """The documents that hold all terms of one of these ways."""
        if len(ways) == 1 == len(ways[0]):  # nearly all words
            return self._postings[ways[0][0]].bits
        return reduce(or_, map(self._all, ways)) if ways else 0

    def _all(self, together: tuple[str, ...]) -> int:
        return reduce(and_, [self._postings[term].bits for term in together])

    def holding_all(self) -> int:
        """Documents with all the words that are no frames, or with the code that was typed."""
        together = reduce(and_, self._held) if self._held else self._corpus.among
        return together | self._any(self._asked.codes) if self._asked.codes else together

    def holding_any(self) -> int:
        """Documents with any of the words that are no frames, or with the code that was typed."""
        return reduce(or_, self._held, self._any(self._asked.codes))

    def best(
        self, among: int, wanted: int, *, holding_all: bool = False
    ) -> list[tuple[int, float]]:
        """The best documents (*kết quả đầu*) of a set with their scores, best first.

        Args:
            among: the set.
            wanted: most documents.
            holding_all: whether all of the set hold all words.
        """
        asked, scale = self._asked, WEIGHTS.scale
        if asked.is_short:
            sure, terms_ = (asked.sure, asked.telling) if holding_all else (0, asked.terms)
            best = best_first.best(self._weighted(terms_), among, wanted)
            return [(number, (points + sure) / scale) for number, points in best]
        weighted = self._weighted(asked.terms)
        best = planes.top(planes.total(weighted), among, max(wanted, EXACT.best))
        hits = [(number, points / scale) for number, points in best]
        return self._exactly(hits[: EXACT.best]) + hits[EXACT.best :]

    def points(self, number: int) -> Iterator[tuple[str, float]]:
        """What each term that one document has brings it (*điểm thành phần*); then its brevity."""
        labels = [term for term, _ in self._asked.terms]
        labels += [terms.LENGTH] * len(self._corpus.brevity)
        for label, (bits, weight) in zip(labels, self._weighted(self._asked.terms), strict=True):
            if bits >> number & 1:
                yield label, weight / WEIGHTS.scale

    def shares(self, number: int) -> dict[str, float]:
        """What the exact scorer adds for one document (*điểm xếp hạng*); empty where it adds none.

        Only the best few of a search pass it.
        """
        if self._asked.is_short:
            return {}
        return self._asked.scorer.parts(self._corpus.names([number])[number])

    def _weighted(self, weights: tuple[tuple[str, int], ...]) -> list[tuple[int, int]]:
        """What is added up: each bitmap with its weight in whole points; planes of brevity last."""
        postings, step = self._postings, self._asked.step
        weighted = [(postings[term].bits, weight) for term, weight in weights]
        weighted += [(bits, step << place) for place, bits in enumerate(self._corpus.brevity)]
        return weighted

    def _exactly(self, hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The same hits in the order of the exact scorer; what it adds is never negative."""
        names = self._corpus.names([number for number, _ in hits])
        score = self._asked.scorer.score
        scored = [(number, round(points + score(names[number]), 4)) for number, points in hits]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))
