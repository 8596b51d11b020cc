"""Names (*tên thủ tục*) as the exact scorer reads them: words, neighbours, what is done first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from proccat.search.weights import ACTIONS
from proccat.text import fold

_HEAD: Final = 2
"""So many first syllables of a name say what is done: *cấp lại*, *đăng ký*, *gia hạn*."""
_BEGINNING: Final = 4
"""Among so many first syllables an action is what the procedure is."""


class Name(NamedTuple):
    """One document's name and field (*tên, lĩnh vực*) as the exact scorer reads them.

    Attributes:
        says: its words, folded, and how much each of them says.
        total: how much they say together.
        head: the same of its first syllables, as shares.
        pairs: its neighbours, and how much they say.
        begins: the actions with which it begins.
        around: the words that are in its field alone.
    """

    says: Mapping[str, float]
    total: float
    head: Mapping[str, float]
    pairs: Mapping[str, float]
    begins: frozenset[str]
    around: tuple[str, ...]


def named(around: str, words: Sequence[str], weights: Sequence[float]) -> Name:
    """A name (*tên thủ tục*) out of its folded words, how much each says, and its field's words."""
    says: dict[str, float] = {}
    for word, weight in zip(words, weights, strict=True):
        says[word] = says.get(word, 0.0) + weight
    whole = sum(weights[:_HEAD]) or 1.0
    head: dict[str, float] = {}
    for word, weight in zip(words[:_HEAD], weights, strict=False):
        head[word] = head.get(word, 0.0) + weight / whole
    following = [f"{left} {right}" for left, right in pairwise(words)]
    pairs: dict[str, float] = {}
    for pair, both in zip(following, pairwise(weights), strict=True):
        pairs[pair] = pairs.get(pair, 0.0) + sum(both)
    return Name(
        says=says,
        total=sum(weights) or 1.0,
        head=head,
        pairs=pairs,
        begins=ACTIONS.intersection(following[: _BEGINNING - 1]),
        around=tuple(word for word in dict.fromkeys(fold(around).split()) if word not in says),
    )
