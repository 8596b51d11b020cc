"""Did you mean (*có phải bạn muốn tìm*): a query with its mistyped syllables put right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from proccat.search.bitmaps import iter_ords
from proccat.search.corpus import Corpus
from proccat.search.keystrokes import decoded
from proccat.search.query import Query, Word
from proccat.search.terms import BODY, FOLDED, PAIR, as_typed
from proccat.text import fold, is_syllable, spans, syllables

_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
_SHORTEST: Final = 2
_LONGEST: Final = 7
"""No syllable of Vietnamese is longer (nghiêng); a slip may add a letter."""
_ALONE: Final = 4
"""Letters of a word by itself, of which so few others are one slip away that it can be told."""
_TOKENS: Final = 200
"""Words of a text that are looked at."""
_NAMES: Final = 50
"""Names that are read to learn how a syllable is written."""
_NEIGHBOURS: Final = 4.0
"""How much a neighbour that is known beside a syllable says, against how common it is."""


def corrected(text: str, asked: Query, corpus: Corpus) -> str | None:
    """The text with each mistyped syllable replaced (*sửa lỗi gõ*); None if none can be.

    Mistyped is a word that no document holds, and no word half typed; in its place comes what its
    keys stand for, if no Vietnamese keyboard was on, else a known syllable one slip away, the
    neighbours deciding which, toned if the text bears tones, or two that names know side by side.
    In place of a syllable of a question, which says much that no name does, and of an
    abbreviation, both neighbours must know it.

    Args:
        text: as it was typed.
        asked: how it was read.
        corpus: the documents among which it was looked for.
    """
    tokens = list(spans(text))[:_TOKENS]
    folded = [fold(token) for token, _, _ in tokens]
    known = corpus.postings({kind + word for word in folded for kind in (FOLDED, BODY)})
    heard = {word for word in folded if known[FOLDED + word].bits or known[BODY + word].bits}
    settled = {word.folded for word in asked.words if word.frame or _goes_on(word, corpus)}
    keyed = {token: _keyed(token, corpus) for token, _, _ in tokens if fold(token) not in heard}
    toned = any(keyed.values()) or any(not token.isascii() for token, _, _ in tokens)
    short = {word.folded for word in asked.words if word.spelt}
    beside = corpus.among
    for word in folded:
        beside &= known[FOLDED + word].bits or beside
    parts: list[str] = []
    at = 0
    for place, (token, start, end) in enumerate(tokens):
        word = folded[place]
        if word in heard or word in settled or start < at or token in asked.stuck:
            continue
        if text[start:end].isupper() and (len(tokens) == 1 or not text.isupper()):
            continue  # a name, or an abbreviation
        before = folded[place - 1] if place else None
        after = folded[place + 1] if place + 1 < len(folded) else None
        around = _Around(before, after, beside)
        sure = word in short or (is_syllable(word) and not asked.is_keywords)
        right = keyed[token] or _syllable(token, around, corpus, sure=sure, toned=toned)
        if right is not None:
            folded[place] = fold(right.split()[-1])
            parts += (text[at:start], _in_case_of(text[start:end], right))
            at = end
    return "".join([*parts, text[at:]]) if parts else None


class _Around(NamedTuple):
    """The word before and the one behind, if any; the documents that hold all other words."""

    before: str | None
    after: str | None
    others: int


def _syllable(
    token: str, around: _Around, corpus: Corpus, *, sure: bool, toned: bool
) -> str | None:
    """What a mistyped word is, as it is written: a known syllable, or two."""
    right = _nearest(fold(token), around, corpus, sure=sure)
    if right is not None:
        return _written(right, around, corpus, token) if toned else right
    two = None if sure else _two(token, corpus)
    return None if two is None else " ".join(two)


def _keyed(token: str, corpus: Corpus) -> str | None:
    """The syllable that its keys stand for, if names know that with its tone."""
    syllable = decoded(token)
    terms = [as_typed(word) for word in syllables(syllable or "")]
    return syllable if corpus.any_of(terms) else None


def _in_case_of(typed: str, written: str) -> str:
    if typed.isupper():
        return written.upper()
    return written.capitalize() if typed[0].isupper() else written


def _goes_on(word: Word, corpus: Corpus) -> bool:
    """Whether a word that may be half typed begins any that is known."""
    return corpus.any_of(word.begun) != 0


def _nearest(word: str, around: _Around, corpus: Corpus, *, sure: bool) -> str | None:
    """The known syllable one slip away that fits best between its neighbours.

    It must be known beside one of them, or to be sure beside both. Documents that hold the other
    words, too, say most.
    """
    if not (_SHORTEST <= len(word) <= _LONGEST + 1 and word.isalpha()):
        return None
    before, after, others = around
    if sure and not (before and after):
        return None
    if not (before or after or len(word) >= _ALONE):
        return None
    likely = sorted({each for each in _slips(word) if is_syllable(each)})
    names = corpus.postings([FOLDED + each for each in likely])
    likely = [each for each in likely if names[FOLDED + each].bits]
    pairs = {each: [PAIR + pair for pair in _pairs_of(before, each, after)] for each in likely}
    beside = corpus.postings([pair for each in pairs.values() for pair in each])
    if before or after:  # a word that is right, but in no name yet, becomes none that is wrong
        known = all if sure else any
        likely = [each for each in likely if known(beside[pair].bits for pair in pairs[each])]

    def fits(each: str) -> tuple[float, str]:
        often = math.log1p(names[FOLDED + each].bits.bit_count())
        near = sum(math.log1p(beside[pair].bits.bit_count()) for pair in pairs[each])
        whole = sum(math.log1p((beside[pair].bits & others).bit_count()) for pair in pairs[each])
        return -(often + _NEIGHBOURS * (near + _NEIGHBOURS * whole)), each

    return min(likely, key=fits, default=None)


def _two(token: str, corpus: Corpus) -> tuple[str, str] | None:
    """The two syllables that a word is made of, a blank forgotten, which most names know so."""
    ways = [(token[:at], token[at:]) for at in range(1, len(token))][: 2 * _LONGEST]
    ways = [
        (one, other) for one, other in ways if is_syllable(fold(one)) and is_syllable(fold(other))
    ]
    pairs = {way: f"{PAIR}{fold(way[0])} {fold(way[1])}" for way in ways}
    found = corpus.postings(pairs.values())
    often = {way: found[pair].bits.bit_count() for way, pair in pairs.items()}
    best = max(ways, key=lambda way: (often[way], way), default=None)
    return best if best is not None and often[best] else None


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


def _written(folded: str, around: _Around, corpus: Corpus, typed: str) -> str:
    """How names write a syllable (*dấu thanh*), those between the same neighbours if there are any.

    The tones and marks that were typed go before what most names write.
    """
    before, after, _ = around
    beside = [PAIR + pair for pair in _pairs_of(before, folded, after)]
    found = corpus.postings([FOLDED + folded, *beside])
    sets = [found[term].bits for term in beside if found[term].bits]
    bits = min(sets, key=int.bit_count, default=0)
    marks = {letter for letter in typed if not letter.isascii()}
    written: Counter[tuple[bool, int, str]] = Counter()
    names = islice(iter_ords(bits or found[FOLDED + folded].bits), _NAMES)
    for texts in corpus.tokens(list(names)).values():
        for left, token, right in _between(" | ".join(texts).split()):
            if fold(token) == folded:
                near = fold(left) == before or fold(right) == after
                written[near, len(marks.intersection(token)), token] += 1
    best = max(written, key=lambda each: (*each[:2], written[each], each[2]), default=None)
    return folded if best is None else best[2]


def _pairs_of(before: str | None, word: str, after: str | None) -> list[str]:
    return [f"{left} {right}" for left, right in ((before, word), (word, after)) if left and right]


def _between(tokens: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each token with the one before and the one behind."""
    return zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
