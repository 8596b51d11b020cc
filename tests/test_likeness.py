"""Likeness of names: what two names share, and what tells them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat.search.likeness import likeness

NAMES = st.lists(
    st.sampled_from(
        [
            "đăng",
            "ký",
            "kết",
            "hôn",
            "khai",
            "sinh",
            "gia",
            "hạn",
            "giao",
            "cấp",
            "lại",
            "giấy",
            "phép",
            "thủ",
            "tục",
        ]
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(NAMES)
def test_a_name_is_like_itself(name: str) -> None:
    """However it is cased and spaced, with "thủ tục" before it or not: the same, word for word."""
    found = likeness(name, f"Thủ tục  {name.upper()}" if not name.startswith("thủ tục") else name)
    assert (found.score, found.same) == (1.0, True)


@given(NAMES, NAMES)
def test_likeness_goes_both_ways(first: str, second: str) -> None:
    """The score lies between 0 and 1; it is 1 exactly for the same words."""
    found = likeness(first, second)
    assert 0 <= found.score <= 1
    assert (found.score == 1) == found.same


@pytest.mark.parametrize(
    ("first", "second", "here", "there"),
    [
        ("Gia hạn giao khu vực biển", "Giao khu vực biển", ("gia hạn",), ()),
        ("Cấp giấy phép", "Thu hồi giấy phép", ("cấp",), ("thu hồi",)),
        ("Cấp lại giấy phép", "Cấp đổi giấy phép", ("lại",), ("đổi",)),
        ("Gia hạn giấy phép", "Giá hạn giấy phép", ("gia",), ("giá",)),
        ("Thủ tục đăng ký kết hôn", "Đăng kí kết hôn", (), ()),
        ("Hoà giải", "Hòa giải", (), ()),
    ],
)
def test_what_tells_two_names_apart(
    first: str, second: str, here: tuple[str, ...], there: tuple[str, ...]
) -> None:
    """The words that only one of them has, run by run; a spelling of the same word is none."""
    found = likeness(first, second)
    assert (found.here, found.there) == (here, there)


@pytest.mark.parametrize("name", ["", "   ", "…", "\u0301", "x" * 5000])
def test_odd_names_are_compared_too(name: str) -> None:
    """Nothing in a name makes the comparison fail; a name without words is like nothing."""
    found = likeness(name, "Đăng ký kết hôn")
    assert found.score == 0
