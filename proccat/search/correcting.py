"""Did you mean (*có phải bạn muốn tìm*): a query with its mistyped syllables put right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from proccat.search.bitmaps import iter_ords
from proccat.search.corpus import Corpus
from proccat.search.query import Query, Word, apart
from proccat.search.terms import BODY, FOLDED, PAIR
from proccat.text import fold, is_syllable, spans

_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
_SHORTEST: Final = 2
_LONGEST: Final = 7
"""No syllable of Vietnamese is longer (nghiêng); a slip may add a letter."""
_TOKENS: Final = 200
"""Words of a text that are looked at."""
_NAMES: Final = 50
"""Names that are read to learn how a syllable is written."""
_NEIGHBOURS: Final = 4.0
"""How much a neighbour that is known beside a syllable says, against how common it is."""


def corrected(text: str, asked: Query, corpus: Corpus) -> str | None:
    """The text with each mistyped syllable replaced (*sửa lỗi gõ*); None if none can be.

    Mistyped is a word that no document holds, no abbreviation, and no word half typed; in its
    place comes a known syllable one slip away, the neighbours deciding which, toned if the text
    bears tones.

    Args:
        text: as it was typed.
        asked: how it was read.
        corpus: the documents among which it was looked for.
    """
    tokens = list(spans(text))[:_TOKENS]
    folded = [fold(token) for token, _, _ in tokens]
    toned = any(not token.isascii() for token, _, _ in tokens)
    known = corpus.postings({kind + word for word in folded for kind in (FOLDED, BODY)})
    settled = {
        word.folded for word in asked.words if word.frame or word.spelt or _goes_on(word, corpus)
    }
    beside = corpus.among
    for word in folded:
        beside &= known[FOLDED + word].bits or beside
    parts: list[str] = []
    at = 0
    for place, (token, start, end) in enumerate(tokens):
        word = folded[place]
        heard = known[FOLDED + word].bits or known[BODY + word].bits
        if heard or word in settled or start < at or len(apart(token)) > 1:
            continue
        right = _nearest(word, folded[:place][-1:], folded[place + 1 :][:1], beside, corpus)
        if right is None:
            continue
        folded[place] = right
        written = _written(right, folded[:place][-1:], corpus) if toned else right
        parts += (text[at:start], written.capitalize() if text[start].isupper() else written)
        at = end
    return "".join([*parts, text[at:]]) if parts else None


def _goes_on(word: Word, corpus: Corpus) -> bool:
    """Whether a word that may be half typed begins any that is known."""
    return any(posting.bits for posting in corpus.postings(word.begun).values())


def _nearest(
    word: str, before: Sequence[str], after: Sequence[str], others: int, corpus: Corpus
) -> str | None:
    """The known syllable one slip away that fits best between its neighbours.

    It must be known beside one of them. Documents that hold the other words, too, say most.
    """
    if not (_SHORTEST <= len(word) <= _LONGEST + 1 and word.isalpha()):
        return None
    likely = sorted({each for each in _slips(word) if is_syllable(each)})
    names = corpus.postings([FOLDED + each for each in likely])
    likely = [each for each in likely if names[FOLDED + each].bits]
    pairs = {each: [*_pairs(each, before, after)] for each in likely}
    beside = corpus.postings([pair for each in pairs.values() for pair in each])
    if before or after:  # a word that is right, but in no name yet, becomes none that is wrong
        likely = [each for each in likely if any(beside[pair].bits for pair in pairs[each])]

    def fits(each: str) -> tuple[float, str]:
        often = math.log1p(names[FOLDED + each].bits.bit_count())
        near = sum(math.log1p(beside[pair].bits.bit_count()) for pair in pairs[each])
        whole = sum(math.log1p((beside[pair].bits & others).bit_count()) for pair in pairs[each])
        return -(often + _NEIGHBOURS * (near + _NEIGHBOURS * whole)), each

    return min(likely, key=fits, default=None)


def _pairs(word: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield from (f"{PAIR}{left} {word}" for left in before)
    yield from (f"{PAIR}{word} {right}" for right in after)


def _slips(word: str) -> Iterator[str]:
    """Everything one letter away: left out, added, another, or two exchanged."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _written(folded: str, before: Sequence[str], corpus: Corpus) -> str:
    """How most names write a syllable (*dấu thanh*), after the one before it if any does so."""
    terms = [FOLDED + folded, *(f"{PAIR}{left} {folded}" for left in before)]
    found = corpus.postings(terms)
    bits = found[terms[-1]].bits or found[terms[0]].bits
    near = set(before) if found[terms[-1]].bits else set()
    written: Counter[str] = Counter()
    for name, field in corpus.tokens(list(islice(iter_ords(bits), _NAMES))).values():
        for left, token in pairwise(["", *name.split(), "", *field.split()]):
            if fold(token) == folded and (not near or fold(left) in near):
                written[token] += 1
    return min(written, key=lambda token: (-written[token], token), default=folded)
