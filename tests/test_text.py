"""Laws of Vietnamese text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat.text import (
    ZERO_WIDTH,
    fold,
    nfc,
    refuse_controls,
    slug,
    spans,
    squash,
    syllables,
)

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
    "ĐƠƯẠẾ 0123456789./-,?"
)
ANY = st.text() | VIETNAMESE


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@given(ANY)
def test_folding_is_idempotent(text: str) -> None:
    """A folded text folds to itself."""
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folding_forgets_case_composition_and_marks(text: str) -> None:
    """Texts that differ only in case, composition or tones fold alike."""
    bare = "".join(c for c in decomposed(text) if unicodedata.category(c) != "Mn")
    for other in (text.upper(), decomposed(text), nfc(text), bare):
        assert fold(other) == fold(text)


@given(VIETNAMESE)
def test_folded_vietnamese_is_ascii(text: str) -> None:
    """Nothing that Vietnamese writes is left outside ASCII, đ included."""
    assert fold(text).isascii()


PIECES = st.lists(
    st.sampled_from(
        ["ế", "e\u0302\u0301", "\u0301", "\u0323", " ", "\n", "\u00a0", "\u2001", "가", "."]
    )
    | ANY,
    max_size=9,
)


@given(PIECES, st.sampled_from([1, 80, 500]))
def test_composing_is_that_of_unicode_however_long_the_text(pieces: list[str], times: int) -> None:
    """What is composed a stretch at a time is what the whole text composes to."""
    text = "".join(pieces) * times
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(PIECES)
def test_syllables_are_those_of_the_text_as_a_whole(pieces: list[str]) -> None:
    """Whatever blanks stand where, stretch by stretch a text has the tokens of the whole text."""
    text = "".join(pieces)
    assert syllables(text) == tuple(token for token, _, _ in spans(nfc(text)))


@pytest.mark.parametrize("letter", "đĐÐðƉɖ")
def test_every_letter_that_looks_like_d_folds_to_d(letter: str) -> None:
    """Đ, Ð and Ɖ, large and small, are d."""
    assert fold(letter) == "d"


@given(ANY)
def test_syllables_do_not_depend_on_composition(text: str) -> None:
    """NFD and NFC give the same syllables, all of them composed and short."""
    assert syllables(decomposed(text)) == syllables(text)
    assert all(nfc(token) == token and 0 < len(token) <= 64 for token in syllables(text))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("hoà giải", "hòa giải"),
        ("hòan thành", "hoàn thành"),
        ("thuỷ sản", "thủy sản"),
        ("kỹ thuật, lý lịch, quý", "kĩ thuật, lí lịch, quí"),
        ("công ty y tế", "CÔNG TI I TẾ"),
        ("khỏe, xoè", "khoẻ, xòe"),
    ],
)
def test_two_spellings_of_a_syllable_are_one(left: str, right: str) -> None:
    """Where the tone is put, and i or y at the end, make no difference."""
    assert syllables(left) == syllables(right)


@pytest.mark.parametrize("word", ["thúy", "thúi", "ngày", "mây", "giày", "khuya"])
def test_y_inside_a_rhyme_stays(word: str) -> None:
    """Only a y that is the whole rhyme is an i; thúy and thúi stay two words."""
    assert syllables(word) == (word,)


def test_a_code_is_one_token_and_its_parts() -> None:
    """Codes and document numbers stay whole and can be found by their parts."""
    assert syllables("Mã 1.004873") == ("mã", "1.004873", "1", "004873")
    assert syllables("68/2020/QH14") == ("68/2020/qh14", "68", "2020", "qh14")
    assert syllables("QĐ-UBND") == ("qđ", "ubnd")


@given(ANY)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    """Each span cuts a piece of the text that gives the token again."""
    before = 0
    for token, start, end in spans(text):
        assert before <= start < end <= len(text)
        assert syllables(text[start:end])[0] == token
        before = start


@given(ANY)
def test_a_slug_is_safe_and_never_empty(text: str) -> None:
    """A slug has ASCII letters, digits and inner hyphens only, and something."""
    made = slug(text)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(made) == made


def test_slugs_of_nothing_and_of_paths() -> None:
    """What cannot be a name becomes x or plain words."""
    assert slug("…") == "x"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("Đăng ký kết hôn") == "dang-ky-ket-hon"


@given(ANY)
def test_squashed_text_has_single_plain_spaces(text: str) -> None:
    """No blank but single spaces between words is left, and squashing again changes nothing."""
    squashed = squash(text)
    assert squashed.split() == (squashed.split(" ") if squashed else [])
    assert squash(squashed) == squashed


@pytest.mark.parametrize(
    "character", "\x00\x07\x1f\u200e\u200f\u202a\u202e\u2066\u2069\ud800\udfff\ufffe\uffff"
)
def test_hiding_characters_are_refused_by_place(character: str) -> None:
    """The error names code point and position and never quotes the text."""
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X} at position 5") as caught:
        refuse_controls(f"Họ và{character}tên")
    assert "Họ" not in str(caught.value)


@given(VIETNAMESE)
def test_plain_text_passes_unchanged(text: str) -> None:
    """Letters, digits, tabs, line ends and zero-width characters are not controls."""
    lawful = f"{text}\t\r\n\u200d"
    assert refuse_controls(lawful) == lawful


def test_zero_width_characters_are_listed() -> None:
    """Codes can refuse what takes no room, and words do not change by it."""
    assert {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"} <= ZERO_WIDTH
    assert syllables("kết\u200b hô\u00adn") == ("kết", "hôn")
