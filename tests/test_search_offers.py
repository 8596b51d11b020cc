"""Laws of what is offered: a slip put right, and what goes on as somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import memory

from proccat import Catalogue, Procedure

NAMES = (
    "Thủ tục đăng ký kết hôn",
    "Thủ tục đăng ký kết hôn lưu động",
    "Thủ tục đăng ký khai sinh",
    "Thủ tục đăng ký lại khai sinh",
    "Cấp mới giấy phép lái xe",
    "Đổi giấy phép lái xe do ngành Giao thông vận tải cấp",
    "Giao khu vực biển",
    "Gia hạn giao khu vực biển",
    "Đăng ký thế chấp quyền sử dụng đất",
    "Hộ tịch",
)


@pytest.fixture(scope="module")
def filled() -> Iterator[Catalogue]:
    """A catalogue of a few names."""
    with memory() as catalogue:
        for number, name in enumerate(NAMES):
            document = Procedure(code=f"1.{number:06d}", name=name)
            catalogue.record(document, actor="a", on=date(2026, 9, 1))
        yield catalogue


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dang ky ket hom", "dang ky ket hon"),
        ("Đăng ký kết hom", "Đăng ký kết hôn"),
        ("giấy phpe lái xe", "giấy phép lái xe"),
        ("đăng ký Khia sinh", "đăng ký Khai sinh"),
        ("Làm thế nào để đăng ký kết hônn?", "Làm thế nào để đăng ký kết hôn?"),
        ('"giấy phép lái xxe"', '"giấy phép lái xe"'),
        ("đăng ký kếthôn", "đăng ký kết hôn"),
        ("dang ky khaisinh", "dang ky khai sinh"),
        ("ĐĂNG KÝ KẾT HOM", "ĐĂNG KÝ KẾT HÔN"),
        ("giấy phéo lái xe", "giấy phép lái xe"),
        ("keets hoon", "kết hôn"),
        ("DDAWNG KYS KEETS HOON", "ĐĂNG KÝ KẾT HÔN"),
        ("d9a8ng ky1 ke61t ho6n", "đăng ký kết hôn"),
        ("dang ky ket hoon", "dang ky ket hôn"),
        ("Giaays phepf lais xe", "Giấy phép lái xe"),
    ],
)
def test_a_slip_is_offered_put_right(filled: Catalogue, typed: str, meant: str) -> None:
    """A syllable nothing knows becomes the nearest that fits its neighbours, toned as typed."""
    assert filled.search(typed).did_you_mean == meant


def test_an_offer_is_not_applied(filled: Catalogue) -> None:
    """The hits are those of the query as it was typed: fewer words of theirs are known."""
    page = filled.search("dang ky ket hom")
    assert page.did_you_mean is not None
    typed, meant = page.hits[0], filled.search(page.did_you_mean).hits[0]
    assert "hôn]" not in typed.snippet
    assert "hôn]" in meant.snippet


@pytest.mark.parametrize(
    "typed",
    [
        "đăng ký kết hôn", "GPLX", "", "zzzzzzzz", "68/2020/QH1", "🙂",
        "Ông Hom hỏi làm thế nào để con được mang họ mẹ khi đăng ký?",
        "ACB giấy phép", "dang ky ket h",
    ],
)  # fmt: skip
def test_what_is_right_or_beyond_help_is_left(filled: Catalogue, typed: str) -> None:
    """Nothing is offered where all words are known, or nothing near is.

    Nor for names and abbreviations, what a question speaks of besides, or a word half typed.
    """
    assert filled.search(typed).did_you_mean is None


@given(
    st.lists(
        st.sampled_from(["đăng", "ky", "ket", "hom", "kêtt", "hon", "sinhh", "khai", "zz"]),
        max_size=5,
    )
)
def test_an_offer_finds_more(filled: Catalogue, words: list[str]) -> None:
    """More texts hold all words of what is offered than hold those that were typed."""
    page = filled.search(" ".join(words))
    if page.did_you_mean is not None:
        assert page.did_you_mean != " ".join(words)
        meant = filled.search(page.did_you_mean)
        assert not meant.partial
        assert page.partial or not page.hits or meant.total > page.total


def test_completions_are_names_that_go_on_so(filled: Catalogue) -> None:
    """Untoned, half a word, with "thủ tục" or without: names that go on so, the shorter first."""
    expected = ("Đăng ký kết hôn", "Đăng ký kết hôn lưu động")
    for typed in ("dang ky k", "Đăng ký k", "thu tuc dang ky ke", "ĐĂNG KÝ KẾT"):
        assert [each for each in filled.suggest(typed) if "kết" in each] == [*expected], typed
    assert filled.suggest("dang k")[0] in ("Đăng ký kết hôn", "Đăng ký khai sinh")
    assert filled.suggest("dang k", 1) == filled.suggest("dang k")[:1]
    assert filled.suggest("khai sinh")[0].endswith("khai sinh")
    with memory() as other:
        for number, name in enumerate(("Giá đất", "Giám định", "Đánh giá đất")):
            other.record(Procedure(code=f"1.{number:06}", name=name), actor="a")
        assert other.suggest("gia") == ("Giá đất", "Giám định", "Đánh giá đất")
        assert other.suggest("gia ") == ("Giá đất", "Đánh giá đất")
    assert filled.suggest("hôn ") == ("Đăng ký kết hôn", "Đăng ký kết hôn lưu động")
    assert filled.suggest("hôn đăng") == ("Đăng ký kết hôn", "Đăng ký kết hôn lưu động")


@pytest.mark.parametrize("typed", ["", " ", "?", "🙂", "zzz", "\0", "ạ" * 9999, '"', "-"])
def test_nothing_to_complete_is_no_error(filled: Catalogue, typed: str) -> None:
    """What has no words, or begins no name, has no completion."""
    assert filled.suggest(typed) == ()


def test_a_phrase_that_many_names_share_is_offered(catalogue: Catalogue) -> None:
    """After the names that begin so come the words with which many go on."""
    for number in range(8):
        name = f"Cấp lại giấy phép hành nghề số{number}"
        catalogue.record(Procedure(code=f"1.{number:06d}", name=name), actor="a")
    offered = catalogue.suggest("giay ph")
    assert offered[0] == "Giấy phép hành nghề"
    assert "Cấp lại giấy phép hành nghề số0" in offered


def test_tones_that_were_typed_are_in_what_goes_on(filled: Catalogue) -> None:
    """Names with other tones are left out, unless there are no others."""
    assert filled.suggest("khai sinh")[0] == "Đăng ký khai sinh"
    assert filled.suggest("gia h") == ("Gia hạn giao khu vực biển",)
    assert filled.suggest("giao khu vực bié") == filled.suggest("giao khu vuc bie")
    assert filled.suggest("giao khu vực bi") == filled.suggest("giao khu vuc bi")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("1.000004", "Cấp mới giấy phép lái xe"),
        ("1.00000", "Hộ tịch"),
        ("GPLX", "Cấp mới giấy phép lái xe"),
        ("gplx", "Cấp mới giấy phép lái xe"),
        ("đổi GPLX", "Đổi giấy phép lái xe do ngành Giao thông vận tải cấp"),
        ("bằng lái xe", "Cấp mới giấy phép lái xe"),
        ("xin đăng ký kết", "Đăng ký kết hôn"),
    ],
)
def test_what_no_name_begins_with_is_said_otherwise(
    filled: Catalogue, typed: str, first: str
) -> None:
    """Codes half typed, abbreviations, everyday words, a first word that is in no name."""
    assert filled.suggest(typed)[0] == first


def test_a_phrase_is_offered_whole(catalogue: Catalogue) -> None:
    """No phrase ends where nearly all names go on with one and the same word, or with a link."""
    with catalogue.transaction():
        for number in range(12):
            goods = ("rượu", "gạo", "xăng")[number % 3]
            name = f"Cấp giấy phép kinh doanh của {goods} số{number}"
            catalogue.record(Procedure(code=f"1.{number:06d}", name=name), actor="a")
    offered = catalogue.suggest("giay ph")
    assert offered[0] == "Giấy phép kinh doanh"
    phrases = [each for each in offered if "số" not in each]
    assert not any(each.endswith((" của", " kinh", "phép")) for each in phrases)
