"""Scoring (*chấm điểm*): which documents a query finds, and the points of the best of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import and_, itemgetter, or_
from typing import Final

from proccat.search import best_first, planes, terms
from proccat.search.bitmaps import at_least
from proccat.search.corpus import Corpus, Posting
from proccat.search.few import Few
from proccat.search.kept import Kept
from proccat.search.weighing import Weighing
from proccat.search.weights import EXACT, SEVERAL, WEIGHTS

_OVERHEAD: Final = 500
"""Bytes that a term takes beside its bits, in what is kept of a query."""
_EACH: Final = 24
"""Bytes that each of a few documents takes by itself."""
_AT_ONCE: Final = 8
"""So few documents are ranked by themselves at once: that costs less than going through sets."""
_SETTLED: Final = 512
"""So few are when they are kept: they are asked for again and again."""
_BROUGHT: Final = 512
"""Documents of which it is remembered what the exact scorer says: pages and filters ask again."""


class Scoring:
    """One query (*câu hỏi*) over the live documents: the postings of its terms, read in one go.

    Keywords mean what they say; of a question, one long name may hold every word by chance.

    Args:
        corpus: the documents.
        asked: the query with what its terms weigh.
        narrow: whether keywords must all be there, as far as there are such documents.

    Attributes:
        asked: the query with what its terms weigh.
        full: documents with all the words that are no frames, or with the code that was typed.
        ranked: the documents that are hits, before filters.
        whole: sets of documents that are worth points as such: where too few names hold all the
            keywords, the documents that do, and those whose names do; else the names that hold them
            all, none in the field alone.
    """

    def __init__(self, corpus: Corpus, asked: Weighing, *, narrow: bool = True) -> None:
        self.asked = asked
        self._corpus = corpus
        self._postings = corpus.postings(asked.rarity)
        held = [self._any(ways) for ways in asked.held]
        coded = self._any(asked.codes)
        self.full = reduce(and_, held) | coded if held else corpus.among
        in_names = self.full
        if asked.named and held:
            in_names = reduce(and_, map(self._any, asked.held_in_names)) | coded
        keywords = narrow and asked.query.is_keywords
        said = self._said(in_names)
        self._narrow = keywords and self._tells(said)
        self.whole: tuple[tuple[int, int], ...] = ()
        if keywords and not self._narrow and self.full and (said or not in_names):
            self.whole = ((self.full, asked.whole), (in_names, asked.whole))
        self.ranked = self.full if self._narrow else reduce(or_, held, coded)
        self._first_phase_tells = self._narrow or len(held) <= EXACT.keywords
        alike = self._narrow and not asked.codes  # all that are ranked hold all words
        self._sure = asked.sure if alike else 0
        weighted = self._weighted(asked.telling if alike else asked.terms)
        self._telling = sorted(weighted, key=itemgetter(1), reverse=True)
        self._leads: tuple[tuple[int, int], ...] = ()
        leading = self._outside_fields(said) if self._narrow else 0
        if leading:  # worth more than all else
            self._leads = ((leading, 1 + sum([weight for _, weight in self._telling])),)
            self.whole = self._leads
        self._few: Few | None = None
        self._brought: Kept[int, float] = Kept(_BROUGHT)

    def _said(self, in_names: int) -> int:
        """Those of the names that hold all words with the tones typed; codes have none."""
        if self.asked.codes:
            return in_names
        return reduce(and_, map(self._any, self.asked.said), in_names)

    def _outside_fields(self, in_names: int) -> int:
        """Those of the names that hold all words, none of them in the field alone."""
        for term in self.asked.aside:
            if term in self.asked.rarity:
                in_names &= ~self._postings[term].bits
        return in_names

    def _tells(self, in_names: int) -> bool:
        """Whether names that hold all keywords are meant: several, or one that holds them in a row.

        One or two words, and codes, mean what they say.
        """
        asked = self.asked
        if len(asked.held) <= 2 or asked.codes or at_least(in_names, SEVERAL):
            return in_names != 0
        for term in asked.pairs:
            in_names &= self._postings[term].bits if term in asked.rarity else 0
        return in_names != 0

    def _any(self, ways: tuple[tuple[str, ...], ...]) -> int:
        """The documents that hold all terms of one of these ways."""
        if len(ways) == 1 == len(ways[0]):  # nearly all words
            return self._postings[ways[0][0]].bits
        return reduce(or_, map(self._all, ways)) if ways else 0

    def _all(self, together: tuple[str, ...]) -> int:
        return reduce(and_, [self._postings[term].bits for term in together])

    @cached_property
    def total(self) -> int:
        """How many documents `full` has (*số văn bản khớp*)."""
        return self.full.bit_count()

    @cached_property
    def _sums(self) -> list[int]:
        """The points of all documents of a question, for each page and filter of it."""
        return planes.total(self._telling)

    def retoned(self, found: int) -> bool:
        """Whether names hold what was typed with tones, but none of them so (*khác dấu đã gõ*)."""
        toned = [word for word in self.asked.query.required if not word.token.isascii()]
        named = self._corpus.all_of([terms.FOLDED + word.folded for word in toned], found)
        return (
            named != 0 == self._corpus.all_of([terms.TONED + word.token for word in toned], named)
        )

    def settle(self) -> None:
        """What is added up once is (*sẵn sàng lưu*), and the terms that gave it are dropped."""
        if not self._first_phase_tells:
            self._sums  # noqa: B018  # worked out now, and kept
        elif self._few is None:
            if not 0 < self._many <= _SETTLED:
                return
            self._few = self._by_themselves()
        self._telling, self._postings = [], {}

    @property
    def size(self) -> int:
        """Bytes that this takes in memory (*dung lượng*) beside its sets of documents."""
        by_themselves = self._many if self._few is not None else 0
        return _OVERHEAD * (1 + len(self.asked.rarity)) + _EACH * by_themselves

    @property
    def sets(self) -> dict[int, int]:
        """Its sets of documents by `id` (*tập văn bản*), in bytes: queries have many in common."""
        sets = [self.full, self.ranked, *[bits for bits, _ in (*self._telling, *self.whole)]]
        sets += [posting.bits for posting in self._postings.values()]
        sets += () if self._first_phase_tells else self._sums
        return {id(bits): bits.bit_length() // 8 for bits in sets}

    def best(self, among: int, wanted: int) -> list[tuple[int, float]]:
        """The best documents (*kết quả đầu*) of some that are ranked with their scores."""
        scale = WEIGHTS.scale
        if self._first_phase_tells:
            best = self._first(among, wanted)
            return [(number, (points + self._sure) / scale) for number, points in best]
        best = planes.top(self._sums, among, max(wanted, EXACT.best))
        hits = [(number, points / scale) for number, points in best]
        return self._exactly(hits[: EXACT.best]) + hits[EXACT.best :]

    def _first(self, among: int, wanted: int) -> list[tuple[int, int]]:
        """The best of some that are ranked, where the first phase has it all."""
        if self._few is None and 0 < self._many <= _AT_ONCE:
            self._few = self._by_themselves()
        if self._few is not None:
            return self._few.best(among, wanted)
        found: list[tuple[int, int]] = []
        for leading, worth in self._leads:  # all of them are better than all others
            part, among = among & leading, among & ~leading
            best = best_first.best(self._telling, part, wanted)
            found = [(number, points + worth) for number, points in best]
        return found + best_first.best(self._telling, among, wanted - len(found))

    def _by_themselves(self) -> Few:
        return Few(self.ranked, [*self._telling, *self._leads])

    @cached_property
    def _many(self) -> int:
        """How many documents are ranked."""
        return self.total if self.ranked is self.full else self.ranked.bit_count()

    def points(self, number: int) -> Iterator[tuple[str, float]]:
        """What each term that one document has brings it (*điểm thành phần*); then its brevity."""
        labels = [term for term, _ in self.asked.terms]
        labels += [terms.LENGTH] * len(self._corpus.brevity)
        labels += [terms.WHOLE] * len(self.whole)
        for label, (bits, weight) in zip(labels, self._weighted(self.asked.terms), strict=True):
            if bits >> number & 1:
                yield label, weight / WEIGHTS.scale

    def shares(self, number: int) -> dict[str, float]:
        """What the exact scorer adds for one document (*điểm xếp hạng*); empty where it adds none.

        Only the best few of a search pass it.
        """
        if self._first_phase_tells:
            return {}
        return self.asked.scorer.parts(self._corpus.names([number])[number])

    def _weighted(self, weights: tuple[tuple[str, int], ...]) -> list[tuple[int, int]]:
        """What is added up: each bitmap with its weight in whole points; planes of brevity."""
        postings = self._postings or self._corpus.postings(self.asked.rarity)
        step = self.asked.step
        weighted = [(self._meant(term, postings), weight) for term, weight in weights]
        if also := self.asked.also:
            weighted = [
                (bits | postings[also[term]].bits if term in also else bits, weight)
                for (bits, weight), (term, _) in zip(weighted, weights, strict=True)
            ]
        brevity = self._corpus.brevity
        if self.asked.named:  # a short name that says nothing of what was asked is no better
            named = reduce(or_, [postings[term].bits for term in self.asked.named])
            named = reduce(or_, [bits for bits, _ in self.whole], named)
            brevity = tuple([bits & named for bits in brevity])
        weighted += [(bits, step << place) for place, bits in enumerate(brevity)]
        return [*weighted, *self.whole]

    def _meant(self, term: str, postings: Mapping[str, Posting]) -> int:
        """The documents of a term; of a pair those with its tones, if any has them.

        Where documents have both tones, but not side by side, other tones are other words.
        """
        bits = meant = postings[term].bits
        tones = self.asked.tones.get(term, ())
        for toned in tones:
            meant &= postings[toned].bits
        if not meant and len(tones) < 2:  # one was mistyped
            return bits
        return bits if meant == bits else meant  # mostly these are one, and shared

    def _exactly(self, hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The same hits in the order of the exact scorer; what it adds is never negative."""
        brought, missing = self._brought.find([number for number, _ in hits])
        score = self.asked.scorer.score
        for number, name in self._corpus.names(missing).items() if missing else ():
            brought[number] = score(name)
            self._brought.put(number, brought[number])
        scored = [(number, round(points + brought[number], 4)) for number, points in hits]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))
