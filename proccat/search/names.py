"""Names (*tên thủ tục*) as the exact scorer reads them: words, neighbours, what is done first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
        words: its words, folded.
        total: how much they say together.
        head: how much its first syllables say, as shares.
        pairs: its neighbours.
        again: words and neighbours that it has more than once, each time but the first.
        begins: the actions with which it begins.
        around: the words that are in its field alone.
    """

    words: frozenset[str]
    total: float
    head: Mapping[str, float]
    pairs: frozenset[str]
    again: tuple[str, ...]
    begins: frozenset[str]
    around: tuple[str, ...]


def named(around: str, words: Sequence[str], weights: Sequence[float]) -> Name:
    """A name (*tên thủ tục*) out of its folded words, how much each says, and its field's words."""
    whole = sum(weights[:_HEAD]) or 1.0
    head: dict[str, float] = {}
    for word, weight in zip(words[:_HEAD], weights, strict=False):
        head[word] = head.get(word, 0.0) + weight / whole
    following = [f"{left} {right}" for left, right in pairwise(words)]
    different, pairs = frozenset(words), frozenset(following)
    return Name(
        words=different,
        total=sum(weights) or 1.0,
        head=head,
        pairs=pairs,
        again=(*_repeated(words, different), *_repeated(following, pairs)),
        begins=ACTIONS.intersection(following[: _BEGINNING - 1]),
        around=tuple(word for word in dict.fromkeys(fold(around).split()) if word not in different),
    )


def _repeated(items: Sequence[str], different: frozenset[str]) -> Iterator[str]:
    """Each item of a sequence but the first of its kind."""
    if len(items) > len(different):
        yield from (Counter(items) - Counter(different)).elements()
