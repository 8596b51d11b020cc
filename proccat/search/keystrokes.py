"""Keys typed while no Vietnamese keyboard was on (*kiểu gõ Telex, VNI*): *keets* is kết."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from proccat.text import fold, is_syllable, nfc, syllables

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TELEX_TONES: Final = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES: Final = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_ROOF: Final = {"a": "â", "e": "ê", "o": "ô"}
_HORN: Final = {"o": "ơ", "u": "ư"}
_BREVE: Final = {"a": "ă"}
_STROKE: Final = {"d": "đ"}
_VNI_MARKS: Final = {"6": _ROOF, "7": _HORN, "8": _BREVE, "9": _STROKE}
_VOWELS: Final = frozenset("aăâeêioôơuưy")


def decoded(typed: str) -> str | None:
    """The syllable that keys stand for (*giải mã phím gõ*), with its tone; None if for none.

    Args:
        typed: one word in lower case, as the keys gave it.

    Returns:
        The syllable, its tone on the older place (hòa); None for a word that holds no key of either
        way of typing, or gives no syllable.
    """
    if not typed.isascii() or not typed.isalnum():
        return None
    letters, tone = (_vni if any(map(str.isdigit, typed)) else _telex)(typed)
    plain = "".join(letters)
    if (plain == typed and not tone) or not is_syllable(fold(plain)):
        return None
    voiced = [at for at, letter in enumerate(letters) if letter in _VOWELS]
    if plain.endswith("y") and len(voiced) == 1:  # ký is kí to us, not to who reads it
        return nfc(plain + tone)
    at = voiced[0] + 1
    return "".join(syllables(plain[:at] + tone + plain[at:]))


def _telex(typed: str) -> tuple[list[str], str]:
    """The letters that Telex makes of keys, and the tone."""
    letters: list[str] = []
    tone = ""
    for key in typed:
        voiced = not _VOWELS.isdisjoint(letters)
        if voiced and key in _TELEX_TONES:
            tone = _TELEX_TONES[key]
        elif key == "w":
            if not _mark(letters, _HORN | _BREVE):
                letters.append("ư")
        elif key not in letters or not _mark(letters, {key: (_ROOF | _STROKE).get(key, key)}):
            letters.append(key)
    return letters, tone


def _vni(typed: str) -> tuple[list[str], str]:
    """The letters that VNI makes of keys, and the tone; a number that is no key stays."""
    letters: list[str] = []
    tone = ""
    for key in typed:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif not _mark(letters, _VNI_MARKS.get(key, {})):
            letters.append(key)
    return letters, tone


def _mark(letters: list[str], marks: Mapping[str, str]) -> bool:
    """Put a mark on the last letter that can bear it, of *uo* on both; whether there is any."""
    for at in range(len(letters) - 1, -1, -1):
        marked = marks.get(letters[at], letters[at])
        if marked != letters[at]:
            letters[at] = marked
            if marked == "ơ" and at and letters[at - 1] == "u" and letters[:at] != ["q", "u"]:
                letters[at - 1] = "ư"
            return True
    return False
