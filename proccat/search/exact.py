"""The exact scorer (*xếp hạng chính xác*): reads the tokens of a few documents and orders those."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from proccat.search import terms
from proccat.search.query import Query
from proccat.search.weights import EXACT

AVERAGE_NAME = 16
"""Syllables of a name against which length is measured: fixed, so that scores do not drift."""


def rarity(documents: int, having: int) -> float:
    """How much a term says (*độ hiếm, idf*): 0 if every document has it, more the rarer it is."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def score(query: Query, name: str, field: str, rarities: Mapping[str, float]) -> float:
    """BM25 over name and field with tones, pairs and the share of the name that was asked for.

    `rarities` holds the rarity of each of the query's terms (*f:*, *t:*, *p:*). Never negative.
    """
    name_tokens, field_tokens = name.split(), field.split()
    plain = terms.fold_all(name_tokens)
    often = Counter(plain)
    toned = set(name_tokens)
    around = set(terms.fold_all(field_tokens))
    toned.update(field_tokens)
    neighbours = {*terms.pairs(name_tokens), *terms.pairs(field_tokens)}
    k1 = EXACT.saturation
    norm = k1 * (1 - EXACT.length + EXACT.length * len(plain) / AVERAGE_NAME)
    points = possible = 0.0
    asked: set[str] = set()
    for word in query.words:
        weight = rarities.get(terms.FOLDED + word.folded, 0.0)
        weight *= EXACT.frame if word.frame else 1.0
        times = often.get(word.folded, 0) or (word.folded in around) * 0.5
        possible += weight
        if not times:
            continue
        if times >= 1:
            asked.add(word.folded)
        points += weight * times * (k1 + 1) / (times + norm)
        if word.token in toned:
            points += weight * EXACT.toned
    for pair, frame in query.pairs:
        if pair in neighbours:
            weight = rarities.get(terms.PAIR + pair, 0.0)
            points += weight * EXACT.pair * (EXACT.frame if frame else 1.0)
    said = sum(word in asked for word in plain) / max(1, len(plain))
    return points + EXACT.coverage * said * possible
