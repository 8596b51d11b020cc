"""What is asked: a query → words and pairs (*câu hỏi → từ khóa*). Nothing in it is syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

import attrs

from proccat.search import terms
from proccat.search.terms import codes, is_compound, without_lead
from proccat.search.weights import (
    AND,
    FOLDED_FRAMES,
    FRAMES,
    LONGEST_FRAMES,
    MOST_KEYWORDS,
    MOST_WORDS,
    NEAR,
    SHORTENED,
    WEIGHTS,
)
from proccat.text import fold, is_syllable, nfc, syllables

_PARTS: Final = re.compile("[./-]")
_DIGIT: Final = re.compile(r"\d")
_TWO_CAPITALS: Final = re.compile(r"(?<![\w./-])[A-ZĐ]{2}(?![\w/-])")
_STUCK: Final = re.compile(r"(?<![^\W_])([A-ZĐ]{2,})([^\W\d_A-ZĐ][^\W\d_]+)(?![^\W_])")
BEGUN: Final = "*"
"""Behind a word to mark that is not typed to its end."""
MOST_CHARACTERS: Final = 10_000
"""A longer query is read no further, so that a book pasted by mistake costs nothing."""


@attrs.frozen(slots=False)  # what is worked out once is several times slower to keep in slots
class Word:
    """One word of a query (*từ khóa*).

    Attributes:
        token: as typed, normalised, with its tone.
        folded: without tones.
        frame: it only frames the question.
        parts: of a code or document number (*số, ký hiệu*) its parts, folded; of a word, none.
        inferred: it was not typed; an abbreviation stands for it.
        share: what is left of its weight where it is a guess.
        spelt: the folded words that it stands for, if these are known.
        abbreviates: whether it is their abbreviation: names that hold it say the same.
        begun: the terms of what it may become, if it is not typed to its end.
        whole: whether it may be meant as it stands, too.
        shorts: the abbreviations, folded, that say it together with words beside it.
    """

    token: str
    folded: str
    frame: bool
    parts: tuple[str, ...] = ()
    inferred: bool = False
    spelt: tuple[str, ...] = ()
    abbreviates: bool = False
    share: float = 1.0
    begun: tuple[str, ...] = ()
    whole: bool = True
    shorts: tuple[str, ...] = ()

    @cached_property
    def factors(self) -> tuple[tuple[str, float], ...]:
        """Each of its terms with its weight (*trọng số*) as a multiple of the term's rarity."""
        return tuple(_factors(self))

    @cached_property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """How a document may hold it (*cách khớp từ*): each time terms that must all be there.

        In name or field, body, code, or by what it is made of.
        """
        if not self.whole:
            return tuple([(begun,) for begun in self.begun[:1]])
        ways: list[tuple[str, ...]] = [(terms.FOLDED + self.folded,), (terms.BODY + self.folded,)]
        if not self.folded.isalpha():
            ways.append((terms.CODE + self.folded,))
        ways += ((begun,) for begun in self.begun[:1])
        ways += ((terms.FOLDED + short,) for short in self.shorts)
        for made_of in filter(None, (self.parts, self.spelt)):
            ways.append(tuple([terms.FOLDED + part for part in made_of]))
        return tuple(ways)


@lru_cache(maxsize=16_384)
def _word(token: str, frame: bool) -> Word:
    folded = fold(token)
    parts = tuple(filter(None, _PARTS.split(folded))) if is_compound(folded) else ()
    return Word(token, folded, frame, parts)


@attrs.frozen(slots=False)  # as Word
class Query:
    """A query as the index reads it (*câu hỏi*).

    Attributes:
        words: its different words.
        toned: all words as they follow.
        sequence: the same, folded.
        pairs: the neighbours among them, and what is left of their weight: nothing where they only
            frame the question.
        codes: the code that was typed.
        open: whether its last word may go on: no blank and no sign follows it.
        capitals: the words of two letters that were typed as abbreviations are.
        stuck: the words that were read as two, a blank forgotten.
    """

    words: tuple[Word, ...]
    toned: tuple[str, ...]
    sequence: tuple[str, ...]
    pairs: tuple[tuple[str, float], ...]
    codes: tuple[str, ...]
    open: bool = False
    capitals: frozenset[str] = frozenset()
    stuck: frozenset[str] = frozenset()

    @cached_property
    def required(self) -> tuple[Word, ...]:
        """The words (*từ khóa*) that a full match holds: those that are no frame, if any."""
        typed = [word for word in self.words if not word.inferred]
        return tuple([word for word in typed if not word.frame] or typed)

    @cached_property
    def marked(self) -> frozenset[str]:
        """The words to mark in texts (*từ cần tô đậm*), and what they stand for.

        With their tones, if any was typed, else folded. Words that only frame a question are left
        out, unless there are no others. A word that is not typed to its end is marked with a star.
        """
        words = self.required + tuple([word for word in self.words if word.inferred])
        return frozenset(
            [word.token for word in words]
            + [part for word in words for part in word.parts]
            + [word.token + BEGUN for word in words if word.begun]
        )

    @cached_property
    def is_keywords(self) -> bool:
        """Whether these are a few keywords (*từ khóa*) and no question."""
        typed = [word for word in self.words if not word.inferred]
        return len(typed) <= MOST_KEYWORDS and not any(word.frame for word in typed)

    @cached_property
    def factors(self) -> tuple[tuple[str, float], ...]:
        """Each of its terms with its weight (*trọng số*) as a multiple of the term's rarity."""
        found = [factor for word in self.words for factor in word.factors]
        if self.is_keywords:
            meant = WEIGHTS.toned_keyword / WEIGHTS.toned
            found = [(term, w * meant if term[:2] == terms.TONED else w) for term, w in found]
        found += [(terms.PAIR + pair, share * WEIGHTS.pair) for pair, share in self.pairs if share]
        found += [(terms.CODE + code, WEIGHTS.code) for code in self.codes]
        return tuple(found)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """All terms that it is weighed by (*từ chỉ mục cần đọc*)."""
        wanted = [term for term, _ in self.factors]
        required = self.required
        if required and required[0].frame:  # nothing but frames was asked
            wanted += (terms.BODY + word.folded for word in required)
        wanted += (terms.FOLDED + word.folded for word in self.words if word.abbreviates)
        if self.is_keywords:
            wanted += (terms.ASIDE + word.token for word in required)
        return tuple(wanted)

    @cached_property
    def initials(self) -> Mapping[str, tuple[str, ...]]:
        """The words, folded, for which a name may write their initials (*chữ cái đầu*)."""
        sequence, frames = self.sequence, {word.folded for word in self.words if word.frame}
        runs: dict[str, tuple[str, ...]] = {}
        letters = "".join([word[0] for word in sequence])
        as_written = "".join(["y" if word == "i" else word[0] for word in sequence])
        for size in SHORTENED:
            for at in range(len(sequence) - size + 1):
                run = sequence[at : at + size]
                if not frames.isdisjoint((run[0], run[-1])):
                    continue
                linked = "".join([word[0] for word in run if word != AND])
                for short in (letters[at : at + size], as_written[at : at + size], linked):
                    if short.isalpha() and not is_syllable(short):
                        runs.setdefault(short, run)
        return runs

    @cached_property
    def following(self) -> frozenset[str]:
        """Each two of its words that follow each other (*cặp từ kề nhau*), typed or meant."""
        return frozenset([*map(" ".join, pairwise(self.sequence)), *dict(self.pairs)])

    @cached_property
    def near(self) -> frozenset[str]:
        """Each two of its words, in order, that stand no further apart than `NEAR`."""
        words = self.sequence
        return frozenset(
            f"{left} {right}"
            for apart in range(1, NEAR + 1)
            for left, right in zip(words, words[apart:], strict=False)
        )


def _factors(word: Word) -> Iterator[tuple[str, float]]:
    folded, share = word.folded, word.share
    for begun, weight in zip(word.begun, (WEIGHTS.folded, WEIGHTS.pair), strict=False):
        yield begun, (WEIGHTS.begun if word.whole else share) * weight
    if not word.whole:
        return
    if word.frame:
        yield terms.FOLDED + folded, WEIGHTS.frame * WEIGHTS.folded
        return
    if word.abbreviates:  # what it stands for is weighed
        yield terms.BODY + folded, share * WEIGHTS.body
        return
    yield terms.FOLDED + folded, share * WEIGHTS.folded
    if not word.token.isascii():
        yield terms.TONED + word.token, share * WEIGHTS.toned
    yield terms.BODY + folded, share * WEIGHTS.body
    if not folded.isalpha():
        yield terms.CODE + folded, WEIGHTS.code
    for part in word.parts:
        yield terms.FOLDED + part, share * WEIGHTS.folded


@lru_cache(maxsize=16)
def parse(text: str, whole: frozenset[str] = frozenset()) -> Query:
    """Reads a query (*câu hỏi*) of any kind: words, a code, a whole question; never raises.

    Args:
        text: what was typed.
        whole: words that are left whole, though a blank may have been forgotten in them.
    """
    text = text[:MOST_CHARACTERS]
    tokens = _tokens(text)
    stuck = frozenset([token for token in tokens if len(apart(token)) > 1]) - whole
    if stuck:
        tokens = [
            part for token in tokens for part in (apart(token) if token in stuck else (token,))
        ]
    sequence = without_lead(_without_parts(tokens))
    folded = [_word(token, False).folded for token in sequence]
    frames = _frames(sequence, folded)
    words: dict[str, Word] = {}
    for token, frame in zip(sequence, frames, strict=True):
        if token in words:
            frame = frame and words[token].frame
        elif len(words) == MOST_WORDS:
            break
        words[token] = _word(token, frame)
    pairs: dict[str, float] = {}
    kept = {word.folded for word in words.values()}
    for i in range(len(folded) - 1):
        left, right = folded[i], folded[i + 1]
        if left not in kept or right not in kept or is_compound(left) or is_compound(right):
            continue
        pair = f"{left} {right}"
        pairs[pair] = 0.0 if frames[i] and frames[i + 1] and not pairs.get(pair) else 1.0
    typed = tuple(codes(text)) if len(text) <= 100 and _DIGIT.search(text) else ()
    known = [token for token in sequence if token in words]
    return Query(
        words=tuple(words.values()),
        toned=tuple(known),
        sequence=tuple([words[token].folded for token in known]),
        pairs=tuple(pairs.items()),
        codes=typed,
        open=len(known) == len(sequence) and text[-1:].isalpha(),
        capitals=_capitals(text),
        stuck=stuck,
    )


def _tokens(text: str) -> Sequence[str]:
    """The syllables of a query, with the blank that was forgotten behind an abbreviation."""
    composed = nfc(text)
    return syllables(composed if text.islower() else _STUCK.sub(_unstuck, composed))


def _unstuck(found: re.Match[str]) -> str:
    """An abbreviation apart from what sticks to it: *TBKTbị*, but not Việt typed as VIệt."""
    whole, rest = fold(found[0]), found[2]
    stuck = rest.islower() and is_syllable(fold(rest)) and not is_syllable(whole)
    return f"{found[1]} {rest}" if stuck else found[0]


@lru_cache(maxsize=16_384)
def apart(token: str) -> tuple[str, ...]:
    """Two syllables with tones typed as one word (*viết dính*), if they part in one way only."""
    if token.isascii() or not token.isalpha() or is_syllable(fold(token)):
        return (token,)
    ways = [
        (token[:at], token[at:])
        for at in range(1, len(token))
        if is_syllable(fold(token[:at])) and is_syllable(fold(token[at:]))
    ]
    return syllables(" ".join(ways[0])) if len(ways) == 1 else (token,)


def _capitals(text: str) -> frozenset[str]:
    """The words of two capitals among words that are none: TP, BH, QĐ."""
    found = () if text.islower() else _TWO_CAPITALS.findall(text)
    if not found or (text.isupper() and len(text.split()) > 1):
        return frozenset()
    return frozenset(map(fold, found))


def _without_parts(tokens: Sequence[str]) -> list[str]:
    """Drops the parts that `syllables` gives after each whole code or document number."""
    kept: list[str] = []
    skip = 0
    for token in tokens:
        if skip:
            skip -= 1
            continue
        kept.append(token)
        if is_compound(token):
            skip = len(_PARTS.split(token))
    return kept


def _frames(tokens: Sequence[str], folded: Sequence[str]) -> list[bool]:
    """Which words belong to a phrase that only frames a question; the longest phrase first.

    Where tones are typed they count: được frames a question, dược is a medicine. Without them
    a phrase must have two syllables.
    """
    toned = any(not token.isascii() for token in tokens)
    words, phrases, shortest = (tokens, FRAMES, 1) if toned else (folded, FOLDED_FRAMES, 2)
    marks = [False] * len(words)
    i = 0
    while i < len(words):
        longest = min(LONGEST_FRAMES.get(words[i], 0), len(words) - i)
        for size in range(longest, shortest - 1, -1):
            if tuple(words[i : i + size]) in phrases:
                marks[i : i + size] = [True] * size
                i += size
                break
        else:
            i += 1
    return marks
