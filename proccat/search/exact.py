"""The exact scorer (*xếp hạng chính xác*): reads the tokens of a few documents and orders those."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from proccat.search import terms
from proccat.search.query import Query
from proccat.search.weights import EXACT
from proccat.text import fold

AVERAGE_NAME: Final = 16
"""Syllables of a name against which length is measured: fixed, so that scores do not drift."""
_IN_FIELD: Final = 0.5
"""A word in the field alone counts as so many times in the name."""


def rarity(documents: int, having: int) -> float:
    """How much a term says (*độ hiếm, idf*): 0 if every document has it, more the rarer it is."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def scorer(query: Query, rarities: Mapping[str, float]) -> Callable[[str, str], float]:
    """A function from name and field tokens to a score (*điểm*), never negative.

    The score is BM25 over name and field with tones, pairs and the share of the name that was
    asked for. `rarities` holds the rarity of the query's terms; what it lacks no document has.
    """
    words: list[tuple[str, str, float]] = []
    for word in query.words:
        weight = rarities.get(terms.FOLDED + word.folded, 0.0)
        words.append((word.folded, word.token, weight * (EXACT.frame if word.frame else 1.0)))
    pairs: list[tuple[tuple[str, ...], float]] = []
    for pair, frame in query.pairs:
        weight = rarities.get(terms.PAIR + pair, 0.0) * EXACT.pair
        pairs.append((tuple(pair.split()), weight * (EXACT.frame if frame else 1.0)))
    possible = sum(weight for _, _, weight in words)
    k1 = EXACT.saturation

    def score(name: str, field: str) -> float:
        plain, around = fold(name).split(), fold(field).split()
        toned = {*name.split(), *field.split()}
        held = set(plain)
        neighbours = {*pairwise(plain), *pairwise(around)}
        norm = k1 * (1 - EXACT.length + EXACT.length * len(plain) / AVERAGE_NAME)
        asked: set[str] = set()
        points = 0.0
        for folded, token, weight in words:
            if folded in held:
                times: float = plain.count(folded)
                asked.add(folded)
            elif folded in around:
                times = _IN_FIELD
            else:
                continue
            points += weight * times * (k1 + 1) / (times + norm)
            if token in toned:
                points += weight * EXACT.toned
        points += sum(weight for pair, weight in pairs if pair in neighbours)
        said = sum(word in asked for word in plain) / max(1, len(plain))
        return points + EXACT.coverage * said * possible

    return score
