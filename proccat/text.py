"""Vietnamese text: composition, folding, syllables, and the characters that nobody may bring in.

Everything here is pure and works on any string, whatever is in it. Stored text stays verbatim (*giữ
nguyên văn*); what these functions give is a key beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, TypeVar

T = TypeVar("T")

ZERO_WIDTH: Final = frozenset("\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufeff")
"""Characters that take no room: lawful in prose, refused in codes (soft hyphen, joiners, BOM …)."""

LONGEST_TOKEN: Final = 64
"""A longer run of letters is no word; its beginning stands for it, so that keys stay short."""

BIDI: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that only say which way text runs: refused wherever anything is stored."""
_KEPT_STRETCHES: Final = 1 << 14
_LONGEST_STRETCH: Final = 32
_LONG: Final = 400
"""A longer text with marks is composed a stretch at a time: most of these were met before."""
_MARK: Final = re.compile("[\u0300-\u036f]")
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_NO_WIDTH: Final = dict.fromkeys(map(ord, ZERO_WIDTH))
_WORD: Final = f"[^\\W_](?:[^\\W_]|[\u0300-\u036f{''.join(sorted(ZERO_WIDTH))}])*"
_TOKEN: Final = re.compile(f"{_WORD}(?:[./-]{_WORD})*")
_PART: Final = re.compile(_WORD)
_DIGIT: Final = re.compile(r"\d")

_PLAIN_SYLLABLE: Final = re.compile(
    "(?:ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS: Final = "aăâeêioôơuưy"
_SYLLABLE: Final = re.compile(
    f"(ngh|ng|nh|gh|gi(?=[{_VOWELS}])|qu(?=[{_VOWELS}])|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx]?)"
    f"([{_VOWELS}]{{1,3}})(ng|nh|ch|[cmnpt])?"
)


_LOOKALIKES: Final = {0xF0: "d", 0x111: "d", 0x256: "d", 0x131: "i"}


class _Folding(dict[int, str]):
    """The table behind `fold`, filled as characters are met: each is folded by itself."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize(
            "NFD", unicodedata.normalize("NFD", chr(code)).casefold()
        )
        bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        folded = self[code] = bare.translate(_LOOKALIKES)
        return folded


_FOLDING: Final = _Folding()


class ByStretch(dict[str, T]):
    """What stretches between blanks (*đoạn giữa hai khoảng trắng*) were read as, kept.

    Texts have few different ones, and neither a word nor a composed letter goes over a blank. Of a
    long one, which no text repeats, nothing is kept.

    Args:
        read: what a stretch is read as.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, stretch: str) -> T:
        made = self._read(stretch)
        if len(stretch) <= _LONGEST_STRETCH:
            if len(self) >= _KEPT_STRETCHES:
                self.clear()
            self[stretch] = made
        return made


_COMPOSED: Final = ByStretch(lambda stretch: unicodedata.normalize("NFC", stretch))


def nfc(text: str) -> str:
    """Composed form (*Unicode dựng sẵn*): two spellings of one letter are the same string."""
    if len(text) > _LONG and _MARK.search(text):
        return " ".join(map(_COMPOSED.__getitem__, text.split(" ")))
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Text as typed without tones (*tiếng Việt không dấu*): lower case, no marks, đ as d.

    Texts that differ only in tones, marks, case or composition fold alike, and folding a folded
    text changes nothing. Ð (U+00D0) and Ɖ (U+0189), which look like Đ, are d as well.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def squash(text: str) -> str:
    """One line of text (*chuẩn hóa khoảng trắng*): composed, each run of blanks one space."""
    return " ".join(nfc(text).split())


def slug(text: str) -> str:
    """Text as a key or file name (*chuỗi định danh*): `[a-z0-9-]+`, and `x` if nothing is left."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-") or "x"


def refuse_controls(text: str) -> str:
    """The same text, if no control character (*ký tự điều khiển*) hides or reorders it.

    Raises ValueError with the code point and its position for NUL and the other C0 controls save
    tab and line ends, for lone surrogates, bidirectional controls, U+FFFE and U+FFFF. The message
    never quotes the text.
    """
    found = None if text.isprintable() else _REFUSED.search(text)
    if found is None:
        return text
    character = found.group()
    if "\ud800" <= character <= "\udfff":
        kind = "lone surrogate"
    elif character in BIDI:
        kind = "bidirectional control"
    elif character in "\ufffe\uffff":
        kind = "non-character"
    else:
        kind = "control character"
    raise ValueError(f"{kind} U+{ord(character):04X} at position {found.start()}")


@lru_cache(maxsize=65_536)
def _normal(word: str) -> str:
    """One word for comparison: the tone on its old place (hòa, ủy), a lone y as i (kĩ, lí, quí)."""
    lower = nfc(word.translate(_NO_WIDTH)[: 4 * LONGEST_TOKEN]).lower()
    decomposed = unicodedata.normalize("NFD", lower)
    tones = [c for c in decomposed if c in _TONES]
    if len(tones) > 1:
        return nfc(lower)[:LONGEST_TOKEN]
    bare = nfc("".join(c for c in decomposed if c not in _TONES))
    parts = _SYLLABLE.fullmatch(bare)
    if parts is None:
        return nfc(lower)[:LONGEST_TOKEN]
    onset, vowels, coda = parts.group(1), parts.group(2), parts.group(3) or ""
    if vowels == "y" and not coda:
        vowels = "i"
    if not tones:
        return onset + vowels + coda
    at = _tone_place(vowels, bool(coda))
    return nfc(f"{onset}{vowels[: at + 1]}{tones[0]}{vowels[at + 1 :]}{coda}")


def _tone_place(vowels: str, closed: bool) -> int:
    """Which vowel bears the tone (*vị trí dấu thanh*), by the older habit: hòa, not hoà."""
    marked = [i for i, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if marked:
        return marked[-1]
    if closed:
        return len(vowels) - 1
    return len(vowels) // 2 if len(vowels) == 3 else 0


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Each syllable (*âm tiết*) with its start and end in the text as it stands.

    A number, code or document number with inner dots, strokes or hyphens and at least one digit
    comes as a whole first (`1.004873`, `68/2020/qh14`), then in its parts.
    """
    for found in _TOKEN.finditer(text):
        whole, start = found.group(), found.start()
        if whole.isalnum():
            yield _normal(whole), start, found.end()
            continue
        parts = list(_PART.finditer(whole))
        if len(parts) > 1 and _DIGIT.search(whole):
            joined = "".join(_normal(p.group()) + whole[p.end() : p.end() + 1] for p in parts)[
                :LONGEST_TOKEN
            ]
            yield joined, start, found.end()
        for part in parts:
            yield _normal(part.group()), start + part.start(), start + part.end()


def syllables(text: str) -> tuple[str, ...]:
    """The syllables (*âm tiết*) of a text for comparison: composed, lower case, tones kept.

    hoà and hòa, ủy and uỷ, kỹ and kĩ come out alike. A code or document number comes as a whole
    and then in its parts, as `spans` says.
    """
    found: list[str] = []
    for of_stretch in map(_SYLLABLES.__getitem__, text.split()):
        found += of_stretch
    return tuple(found)


_SYLLABLES: Final = ByStretch(
    lambda stretch: tuple([token for token, _, _ in spans(nfc(stretch))]),
)


@lru_cache(maxsize=65_536)
def is_syllable(folded: str) -> bool:
    """Whether a folded word could be a syllable of Vietnamese (*âm tiết*); gplx could not."""
    return _PLAIN_SYLLABLE.fullmatch(folded) is not None
