"""Everyday words (*từ ngữ thường ngày*) and what offices write instead, from a file.

`synonyms.tsv` lies beside this module; each line is a phrase, a tab, and the official words.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import attrs

from proccat.errors import LoadError
from proccat.held import is_held
from proccat.search.bitmaps import at_least
from proccat.search.corpus import Corpus
from proccat.search.query import Query, Word
from proccat.search.terms import FOLDED, PAIR, TONED, pairs
from proccat.search.weights import MOST_KEYWORDS, MOST_WORDS, WEIGHTS
from proccat.text import fold, syllables

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]

_CERTAIN: Final = 3
"""Phrases of so many syllables (*giấy khai sinh*) mean one thing, even in a long question."""
_OFTEN: Final = 5
"""Names that use an everyday phrase before it is taken as it was typed."""
_FILE: Final = Path(__file__).with_name("synonyms.tsv")


@attrs.frozen
class Synonyms:
    """Everyday phrases and the official words (*từ đồng nghĩa*), ready to be looked up.

    Attributes:
        toned: by the phrase as written.
        folded: by the phrase without tones.
        longest: by its first word, toned or folded, syllables of the longest phrase that begins so.
    """

    toned: Phrases
    folded: Phrases
    longest: Mapping[str, int]

    @classmethod
    def of(cls, phrases: Phrases) -> Self:
        """The same phrases, ready to be looked up (*bảng từ đồng nghĩa*)."""
        folded = {tuple(map(fold, phrase)): official for phrase, official in phrases.items()}
        longest: dict[str, int] = {}
        for phrase in (*phrases, *folded):
            longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
        return cls(phrases, folded, longest)

    def single(self, token: str) -> tuple[str, ...]:
        """What one word stands for (*chữ viết tắt*), with its tones or without; empty if nothing.

        An abbreviation is one word that is no syllable.
        """
        return self.toned.get((token,)) or self.folded.get((fold(token),), ())

    def spelt_out(self, text: str) -> str:
        """The syllables of a text with its abbreviations spelt out (*viết đầy đủ*), folded."""
        words = [word for token in syllables(text) for word in self.single(token) or (token,)]
        return fold(" ".join(words))

    def with_file(self, path: str | os.PathLike[str]) -> Self:
        """These and those of a file (*bổ sung từ đồng nghĩa*), which win where both know a phrase.

        Args:
            path: UTF-8; each line a phrase, a tab and the official words; ``#`` begins a note.

        Raises:
            LoadError: the file cannot be read, or a line is none; the message says which.
        """
        if is_held(Path(path)):
            raise LoadError(f"{path}: is a catalogue that is open, and no file of words")
        try:
            lines = Path(path).read_text("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise LoadError(f"{path}: is no UTF-8 text; save it as UTF-8") from None
        except (OSError, ValueError) as error:
            raise LoadError(f"{path}: cannot be read as synonyms: {error}") from error
        known: dict[tuple[str, ...], int] = {}
        for at, line in enumerate(lines, 1):
            sides = [syllables(side) for side in line.split("\t")]
            if not line.strip() or line.startswith("#"):
                continue
            if len(sides) != 2 or not all(sides):
                raise LoadError(f"{path}:{at}: write a phrase, a tab and the official words")
            if known.setdefault(sides[0], at) != at:
                raise LoadError(f"{path}:{at}: line {known[sides[0]]} says the same phrase")
        return self.of({**self.toned, **read(lines)})


def read(lines: Iterable[str]) -> Phrases:
    """The phrases of a file (*bảng từ đồng nghĩa*): toned tokens → toned tokens."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines:
        everyday, tab, official = line.partition("\t")
        if tab and not line.startswith("#"):
            found[syllables(everyday)] = syllables(official)
    return found


@lru_cache(maxsize=1)
def shipped() -> Synonyms:
    """The phrases of the package (*bảng từ đồng nghĩa kèm theo*)."""
    return Synonyms.of(read(_FILE.read_text("utf-8").splitlines()))


def with_official_words(query: Query, synonyms: Synonyms, corpus: Corpus) -> Query:
    """A query with what offices write for its everyday words (*từ đồng nghĩa*) added.

    A document that holds all the official words counts as if it held the everyday ones; where names
    use these themselves, those that do lead. Of a long question the other words say enough, and a
    short phrase more often leads astray.
    """
    least = 1 if len(query.required) <= MOST_KEYWORDS else _CERTAIN
    found = [each for each in phrases(query, synonyms) if len(each[0]) >= least]
    if not found:
        return query
    words = {word.token: word for word in query.words}
    added_pairs = dict(query.pairs)
    for everyday, official in found:
        frames = all(words[token].frame for token in everyday)
        if frames or len(words) + len(official) > MOST_WORDS:
            continue
        spelt = tuple(map(fold, official))
        share = 1.0
        if at_least(_saying(everyday, corpus), _OFTEN):
            share = WEIGHTS.synonym * min(1.0, len(everyday) / len(official))
        for token in everyday:
            words[token] = attrs.evolve(words[token], spelt=words[token].spelt or spelt)
        for token in official:
            guess = Word(token, fold(token), frame=False, inferred=True, share=share)
            words.setdefault(token, guess)
        for pair in pairs(official):
            added_pairs.setdefault(pair, share)
    return attrs.evolve(query, words=tuple(words.values()), pairs=tuple(added_pairs.items()))


def _saying(everyday: Sequence[str], corpus: Corpus) -> int:
    """The documents whose names or fields hold a phrase as it was typed."""
    wanted = [PAIR + pair for pair in pairs(everyday)] or [FOLDED + fold(everyday[0])]
    wanted += [TONED + token for token in everyday if not token.isascii()]
    return corpus.all_of(wanted)


def phrases(query: Query, synonyms: Synonyms) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Everyday phrases (*từ ngữ thường ngày*), as typed, each with the official words.

    The longest counts. Where tones are typed they count: lấy is no lậy.
    """
    toned = any(not word.token.isascii() for word in query.words)
    known = synonyms.toned if toned else synonyms.folded
    sequence = query.toned if toned else query.sequence
    at = 0
    while at < len(sequence):
        longest = synonyms.longest.get(sequence[at], 0)
        for size in range(min(longest, len(sequence) - at), 0, -1):
            official = known.get(sequence[at : at + size])
            if official is not None:
                yield query.toned[at : at + size], official
                at += size
                break
        else:
            at += 1
