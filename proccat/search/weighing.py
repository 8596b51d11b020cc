"""What the words of a query weigh (*trọng số của câu hỏi*) among the documents there are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import attrs

from proccat.search import terms
from proccat.search.exact import Scorer
from proccat.search.planes import rounded
from proccat.search.query import Query
from proccat.search.weights import WEIGHTS


@attrs.frozen
class Weighing:
    """A query with what its terms weigh (*câu hỏi đã định trọng số*), ready to be scored by.

    Attributes:
        query: what is asked.
        rarity: how much each of its terms says; 0 where no document has it.
        terms: those that some document has, each with its weight in whole points.
        step: points of a quarter of a halving of a name's length.
        sure: points of the words that can be held in one way only.
        telling: the other terms with their weights.
        held: of each word that must be there the ways to hold it: terms that must all be there.
        codes: the same of the code that was typed.
    """

    query: Query
    rarity: Mapping[str, float]
    terms: tuple[tuple[str, int], ...]
    step: int
    sure: int
    telling: tuple[tuple[str, int], ...]
    held: tuple[tuple[tuple[str, ...], ...], ...]
    codes: tuple[tuple[str, ...], ...]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The terms (*từ chỉ mục*) that some document has."""
        return tuple(term for term, says in self.rarity.items() if says)

    @cached_property
    def scorer(self) -> Scorer:
        """The exact scorer (*xếp hạng chính xác*) for what is asked."""
        return Scorer(self.query, self.rarity)


def needed(query: Query) -> list[str]:
    """All terms (*từ chỉ mục*) that a query is weighed by."""
    wanted = [term for term, _ in query.factors]
    required = query.required
    if required and required[0].frame:  # nothing but frames was asked
        wanted += (terms.BODY + word.folded for word in required)
    return wanted


def weighed(query: Query, rarity: Mapping[str, float]) -> Weighing:
    """A query (*câu hỏi*) with the weights that the rarity of its `needed` terms gives."""
    scale, digits = WEIGHTS.scale, WEIGHTS.digits
    worths = [(term, factor * rarity[term]) for term, factor in query.factors if rarity[term]]
    possible = sum(worth for _, worth in worths)
    weights = tuple([(term, rounded(scale * worth, digits)) for term, worth in worths])
    held = tuple(
        [
            tuple([each for each in word.ways if all(map(rarity.__getitem__, each))])
            for word in query.required
        ]
    )
    only = {ways[0] for ways in held if len(ways) == 1}
    return Weighing(
        query=query,
        rarity=rarity,
        terms=weights,
        step=rounded(scale * WEIGHTS.brevity * math.sqrt(possible) / 4, digits - 1),
        sure=sum(weight for term, weight in weights if (term,) in only),
        telling=tuple([(term, weight) for term, weight in weights if (term,) not in only]),
        held=held,
        codes=tuple((term,) for code in query.codes if rarity[term := terms.CODE + code]),
    )
