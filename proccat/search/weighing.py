"""What the words of a query weigh (*trọng số của câu hỏi*) among the documents there are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import pairwise

import attrs

from proccat.search import terms
from proccat.search.exact import Scorer
from proccat.search.planes import rounded
from proccat.search.query import Query
from proccat.search.weights import WEIGHTS


@attrs.frozen(slots=False)  # as query.Word
class Weighing:
    """A query with what its terms weigh (*câu hỏi đã định trọng số*), ready to be scored by.

    Attributes:
        query: what is asked.
        rarity: how much each of its terms says that some document has.
        terms: the weight of each of these in whole points, as far as they count.
        whole: points for holding all of a few keywords, and for doing so in name or field.
        step: points of a quarter of a halving of a name's length.
        held: of each word that must be there the ways to hold it: terms that must all be there.
        also: terms of what an abbreviation stands for, with the term of the abbreviation: who holds
            that says the same.
        sure: points of the words that can be held in one way only.
        telling: the other terms with their weights.
    """

    query: Query
    rarity: Mapping[str, float]
    terms: tuple[tuple[str, int], ...]
    whole: int
    step: int
    held: tuple[tuple[tuple[str, ...], ...], ...]
    also: Mapping[str, str]
    sure: int
    telling: tuple[tuple[str, int], ...]

    @cached_property
    def scorer(self) -> Scorer:
        """The exact scorer (*xếp hạng chính xác*) for what is asked."""
        return Scorer(self.query, self.rarity)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The terms of name and field, if a body holds others (*từ trong tên*); else none.

        Those of abbreviations that say the same are among them.
        """
        named = [term for term, _ in self.terms if not term.startswith(terms.BODY)]
        known = len(named) < len(self.terms)
        return tuple(dict.fromkeys([*named, *self.also.values()])) if known else ()

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """The terms of the neighbours that were typed (*cặp âm tiết đã gõ*)."""
        typed = {word.folded for word in self.query.words if not word.inferred}
        pairs = [pair for pair, _ in self.query.pairs if typed.issuperset(pair.split())]
        return tuple([terms.PAIR + pair for pair in pairs])

    @cached_property
    def tones(self) -> Mapping[str, tuple[str, ...]]:
        """Of each pair that was typed with tones the terms of these (*cặp âm tiết có dấu*)."""
        typed: dict[str, tuple[str, ...]] = {}
        query, rarity = self.query, self.rarity
        for folded, toned in zip(pairwise(query.sequence), pairwise(query.toned), strict=True):
            known = tuple([terms.TONED + word for word in toned if terms.TONED + word in rarity])
            pair = terms.PAIR + " ".join(folded)
            if typed.setdefault(pair, known) != known:  # once so, once otherwise
                typed[pair] = ()
        return typed

    @cached_property
    def held_in_names(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The ways to hold each word in name or field (*cách khớp trong tên*)."""
        return tuple(
            [
                tuple([way for way in ways if not way[0].startswith(terms.BODY)])
                for ways in self.held
            ]
        )

    @cached_property
    def said(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The ways to hold each word that was typed with a tone so in a name (*khớp cả dấu*).

        One whose tone no document writes is taken for one whose tone was mistyped.
        """
        held = zip(self.query.required, self.held_in_names, strict=True)
        return tuple(
            [
                ((toned,), *[way for way in ways if way != (terms.FOLDED + word.folded,)])
                for word, ways in held
                if not word.token.isascii() and (toned := terms.TONED + word.token) in self.rarity
            ]
        )

    @cached_property
    def aside(self) -> tuple[str, ...]:
        """Of each word that must be there, as typed, the term of fields that alone say it."""
        return tuple([terms.ASIDE + word.token for word in self.query.required])

    @cached_property
    def codes(self) -> tuple[tuple[str, ...], ...]:
        """The ways to have the code that was typed (*mã thủ tục*)."""
        codes = [terms.CODE + code for code in self.query.codes]
        return tuple([(code,) for code in codes if code in self.rarity])


def weighed(query: Query, rarity: Mapping[str, float]) -> Weighing:
    """A query (*câu hỏi*) with the weights of its terms.

    Args:
        query: what is asked.
        rarity: how much each of its `needed` terms says that some document has.
    """
    known = [(term, factor * rarity[term]) for term, factor in query.factors if term in rarity]
    if any(term.startswith(terms.BODY) for term, _ in known):
        known = [(term, worth * _alone(term, rarity)) for term, worth in known]
    weights = [(term, _points(worth)) for term, worth in known]
    possible = sum([worth for _, worth in known])
    step = _points(WEIGHTS.brevity * math.sqrt(possible) / 4, WEIGHTS.digits - 1)
    held = [tuple([way for way in word.ways if _is_known(way, rarity)]) for word in query.required]
    only = {ways[0][0] for ways in held if len(ways) == 1 == len(ways[0])}
    return Weighing(
        query=query,
        rarity=rarity,
        terms=tuple(weights),
        whole=_points(WEIGHTS.whole * possible),
        step=step,
        held=tuple(held),
        also=_also(query, rarity),
        sure=sum([weight for term, weight in weights if term in only]),
        telling=tuple([(term, weight) for term, weight in weights if term not in only]),
    )


def _alone(term: str, rarity: Mapping[str, float]) -> float:
    """How much more a word of a body says that no name holds."""
    alone = term.startswith(terms.BODY) and term.replace(terms.BODY, terms.FOLDED, 1) not in rarity
    return WEIGHTS.body_alone / WEIGHTS.body if alone else 1.0


def _also(query: Query, rarity: Mapping[str, float]) -> dict[str, str]:
    also: dict[str, str] = {}
    for word in query.words:
        short = terms.FOLDED + word.folded
        if word.abbreviates and short in rarity:
            spelt = {*word.spelt}
            meant = [
                term for each in query.words if each.folded in spelt for term, _ in each.factors
            ]
            meant += (
                terms.PAIR + pair for pair, _ in query.pairs if spelt.issuperset(pair.split())
            )
            also.update(dict.fromkeys(meant, short))
    return also


def _is_known(way: tuple[str, ...], rarity: Mapping[str, float]) -> bool:
    return way[0] in rarity and (len(way) == 1 or all(part in rarity for part in way))


@lru_cache(maxsize=16_384)
def _points(worth: float, digits: int = WEIGHTS.digits) -> int:
    return rounded(WEIGHTS.scale * worth, digits)
