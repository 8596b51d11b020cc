"""Laws of what keys stand for, where no Vietnamese keyboard was on."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat.search.keystrokes import decoded
from proccat.text import fold, is_syllable, syllables

_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX |= {"\u0302": "^", "\u031b": "w", "\u0306": "w"}
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VNI |= {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
_WORDS = syllables(
    "đăng ký kết hôn khai sinh giấy phép lái xe chứng nhận quyền sử dụng đất hộ khẩu thường trú "
    "người nước ngoài thuế thu nhập cá nhân đường thủy nội địa bảo hiểm xã hội hòa giải quốc tịch "
    "tuyển dụng hưởng lương rượu thuốc khuyết tật giếng khoan nghĩa vụ quân sự xuất nhập cảnh quỹ "
    "của gia đình ưu đãi ở ý"
)


def telex(word: str, *, tone_last: bool) -> str:
    """The keys of a word, its tone where it stands or behind all."""
    keys, tone, bearer = "", "", ""
    for character in unicodedata.normalize("NFD", word).replace("đ", "dd"):
        bearer = bearer if unicodedata.combining(character) else character
        key = _TELEX.get(character, character)
        key = bearer if key == "^" else key
        if key in "sfrxj" and unicodedata.combining(character) and tone_last:
            tone = key
        else:
            keys += key
    return keys + tone


def vni(word: str) -> str:
    """The keys of a word."""
    parts = unicodedata.normalize("NFD", word).replace("đ", "d9")
    return "".join(_VNI.get(character, character) for character in parts)


@pytest.mark.parametrize("word", _WORDS)
def test_keys_give_the_word_that_was_meant(word: str) -> None:
    """In Telex, with the tone in its place or last, and in VNI; what has no mark is no key."""
    for typed in (telex(word, tone_last=True), telex(word, tone_last=False), vni(word)):
        if word.isascii():
            assert typed == word
            assert decoded(typed) is None
        else:
            assert syllables(decoded(typed) or "") == syllables(word), typed


@pytest.mark.parametrize("typed", ["duowng", "d9u7o7ng", "duwowng", "duongw", "duo7ng"])
def test_one_key_marks_both_vowels(typed: str) -> None:
    """Ươ is typed with one key or two."""
    assert decoded(typed) in ("dương", "đương")


@given(st.text(st.sampled_from("abcdeghiklmnopqrstuvxywfjz0123456789ăđ🙂. "), max_size=12))
def test_any_text_is_decoded_to_one_syllable_or_none(typed: str) -> None:
    """Whatever is typed; a syllable has no key left in it."""
    found = decoded(typed)
    if found is not None:
        assert is_syllable(fold(found))
        assert found != typed
        assert syllables(found) != ()
        assert decoded(found) is None or found.isascii()
