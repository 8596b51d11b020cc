"""What is indexed of a procedure: document → terms (*từ chỉ mục*).

A term is a kind, a colon and a key, all in one string: `f:ket`, `t:kết`, `p:ket hon`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import attrs

from proccat.search.weights import BREVITY_STEPS, LENGTH_CLASSES
from proccat.text import ByStretch, fold, squash, syllables

FOLDED: Final = "f:"
TONED: Final = "t:"
PAIR: Final = "p:"
BODY: Final = "b:"
ASIDE: Final = "o:"
"""Before a syllable of the field that the name has not, with its tone and without."""
INITIALS: Final = "a:"
CODE: Final = "c:"
LENGTH: Final = "l:"
LENGTHS: Final = tuple(f"{LENGTH}{at}" for at in range(max(BREVITY_STEPS).bit_length()))
"""The binary places of what short names gain, the lowest first."""
VALUE: Final = "="
REFERS: Final = "r:"
BEGINNING: Final = "^"
"""Before a term: all the terms that start so, of which none is stored."""
WHOLE: Final = "&"
"""Stands for all words of a query where its points are told; not stored."""
EVERY: Final = "*"
"""The term that every document has."""

INITIALS_IN_A_TERM: Final = 3
_COMPOUND: Final = frozenset("./-")
_OUTSIDE_CODES: Final = re.compile(r"[^\w./:-]+")
_SEPARATORS: Final = re.compile(r"[\W_]+")


@attrs.frozen
class IndexEntry:
    """What is indexed of one edition of a procedure (*thủ tục hành chính*).

    Attributes:
        ord: append-only number, one an edition.
        code: found as typed, with and without dots.
        name: full weight, with its order, tones, length and initials.
        field: as the name, and a filter value (*lĩnh vực*).
        agencies: filter values, free text as in the document.
        levels: filter values, short keys such as "ministry", "province", "commune".
        body: description, steps, components, keywords joined; low weight.
        refers: keys of what it refers to: numbers of legal documents, the code it is a copy of.
    """

    ord: int
    code: str
    name: str
    field: str | None
    agencies: tuple[str, ...]
    levels: tuple[str, ...]
    body: str
    refers: tuple[str, ...] = ()


def is_compound(token: str) -> bool:
    """Whether a token is a code or document number as a whole (*số, ký hiệu*), parts following."""
    return not _COMPOUND.isdisjoint(token)


def without_lead(words: Sequence[str]) -> Sequence[str]:
    """Syllables without a leading *thủ tục*, which every name might have; at least one stays."""
    while len(words) > 2 and fold(words[0]) == "thu" and fold(words[1]) == "tuc":
        words = words[2:]
    return words


def as_typed(token: str) -> str:
    """The term of a syllable with its tone (*đúng dấu*); of one without, of any tone."""
    return (FOLDED if token.isascii() else TONED) + token


def initials(words: Iterable[str]) -> str:
    """The first letters of folded words (*chữ cái đầu*); y is i, as in *y tế* and *i tế*."""
    return "".join([word[:1] for word in words]).replace("y", "i")


@lru_cache(maxsize=128)
def brevity(size: int) -> tuple[str, ...]:
    """The terms of a name's length (*độ dài tên*) in syllables: the binary places of its gain."""
    steps = (*BREVITY_STEPS, 0)[bisect_left(LENGTH_CLASSES, size)]
    return tuple(term for place, term in enumerate(LENGTHS) if steps >> place & 1)


def codes(code: str) -> Iterator[str]:
    """The forms in which a code (*mã thủ tục*) is typed: as it is and without its separators.

    Blanks and whatever no code has are left out.
    """
    typed = _OUTSIDE_CODES.sub("", fold(code))
    bare = _SEPARATORS.sub("", typed)
    if bare:
        yield typed
    if bare and bare != typed:
        yield bare


@lru_cache(maxsize=16_384)
def value_term(facet: str, value: str) -> str:
    """The term of a filter value (*giá trị lọc*), with the value as it is written."""
    return f"{VALUE}{facet}:{squash(value)}"


class _Forms(NamedTuple):
    """One syllable (*âm tiết*) as the terms that it gives; made once and kept."""

    folded: str
    named: tuple[str, ...]
    body: str
    plain: bool


@lru_cache(maxsize=65_536)
def _forms(token: str) -> _Forms:
    folded = fold(token)
    named = (FOLDED + folded,) if token.isascii() else (FOLDED + folded, TONED + token)
    return _Forms(folded, named, BODY + folded, not is_compound(folded))


_OF_BODY: Final = ByStretch(lambda stretch: {_forms(token).body for token in syllables(stretch)})
"""The terms that a stretch of a body gives."""


def analyse(entry: IndexEntry) -> tuple[set[str], str, str]:
    """Every term (*từ chỉ mục*) of a document once, and its name and field for the exact scorer.

    These two are toned tokens joined by spaces.
    """
    name = without_lead(syllables(entry.name))
    field, of_field, aside = _field(entry.field or "")
    of_name = _of_words(name)
    found = {EVERY, *brevity(len(name)), *of_name, *of_field}
    if aside:
        found.update([ASIDE + each[2:] for each in aside.difference(of_name)])
    letters = initials(_forms(word).folded for word in name)
    for i in range(len(letters) - INITIALS_IN_A_TERM + 1):
        found.add(INITIALS + letters[i : i + INITIALS_IN_A_TERM])
    found.update(CODE + code for code in codes(entry.code))
    found.update(REFERS + key for key in entry.refers)
    if entry.body:
        found.update(*map(_OF_BODY.__getitem__, set(entry.body.split())))
    for agency in entry.agencies:
        if agency.strip():
            found.add(value_term("agency", agency))
    for level in entry.levels:
        if level.strip():
            found.add(value_term("level", level))
    return found, " ".join(name), field


@lru_cache(maxsize=4_096)
def _field(field: str) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """The tokens of a field, joined, its terms, and those of its syllables: many share one."""
    words = syllables(field)
    value = (value_term("field", field),) if field else ()
    alone = frozenset([term for word in words for term in _forms(word).named])
    return " ".join(words), (*_of_words(words), *value), alone


def _of_words(words: Sequence[str]) -> list[str]:
    """The terms of a name or field: each syllable, its tone, the pairs."""
    found: list[str] = []
    plain: list[str] = []
    for word in words:
        forms = _forms(word)
        found += forms.named
        if forms.plain:
            plain.append(forms.folded)
    found += [f"{PAIR}{left} {right}" for left, right in pairwise(plain)]
    return found


def fold_all(words: Sequence[str]) -> list[str]:
    """Each syllable (*âm tiết*) without tones; one folding for all of them."""
    return fold(" ".join(words)).split(" ") if words else []


def pairs(words: Sequence[str]) -> Iterator[str]:
    """Two plain syllables that follow each other (*cặp âm tiết*), folded, a space between."""
    plain = [word for word in fold_all(words) if not is_compound(word)]
    return (f"{left} {right}" for left, right in pairwise(plain))
