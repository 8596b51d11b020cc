"""Laws of snippets."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proccat.search.query import parse
from proccat.search.snippets import as_html, cut
from proccat.search.snippets import snippet as passage


def wanted(query: str) -> frozenset[str]:
    """The words of a query that are marked."""
    return parse(query).marked


def snippet(text: str, query: str, width: int = 160) -> str:
    """What a hit shows of a text."""
    return passage(text, wanted(query), width=width) or cut(text, width=width)


LONG = (
    "Người có yêu cầu nộp hồ sơ tại Ủy ban nhân dân cấp xã. " * 6
    + "Hai bên nam, nữ cùng có mặt để đăng ký kết hôn và ký vào Sổ hộ tịch. "
    + "Công chức tư pháp trao giấy chứng nhận. " * 6
)


@pytest.mark.parametrize("query", ["kết hôn", "ket hon", "KẾT HÔN", "kết hôn là gì?"])
def test_the_passage_shows_the_match(query: str) -> None:
    """With or without tones, the passage holds the words, marked, between two cuts."""
    shown = snippet(LONG, query)
    assert "[kết hôn]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown.replace("[", "").replace("]", "").strip("…") in LONG


def test_tones_that_were_typed_are_marked_alone() -> None:
    """Words with other tones are marked only where none is as typed."""
    text = "Kiểm tra ở sở, cơ sở"
    assert snippet(text, "sở") == "Kiểm tra ở [sở], cơ [sở]"
    assert snippet("Thuê đất, thuế đất", "thuế") == "Thuê đất, [thuế] đất"
    assert snippet("Thuê đất, thuế đất", "thue") == "[Thuê] đất, [thuế] đất"
    assert snippet("Thuê đất", "thuế") == "[Thuê] đất"


def test_the_passage_with_most_words_wins() -> None:
    """Two of the words together beat one of them earlier."""
    assert "[đăng ký kết hôn]" in snippet("Ký tên. " * 40 + LONG, "đăng ký kết hôn")


def test_decomposed_text_is_shown_as_it_stands() -> None:
    """Marks fall on letters with their combining marks; nothing is recomposed."""
    text = unicodedata.normalize("NFD", "Đăng ký kết hôn")
    assert snippet(text, "hôn") == text.replace(
        unicodedata.normalize("NFD", "hôn"), f"[{unicodedata.normalize('NFD', 'hôn')}]"
    )


def test_codes_are_marked_whole() -> None:
    """A code is one mark, typed with or without its dots."""
    assert snippet("Mã 1.004873 cũ", "1.004873") == "Mã [1.004873] cũ"
    assert snippet("Mã 1.004873 cũ", "1004873") == "Mã [1.004873] cũ"


WORDS = st.lists(st.sampled_from(["kết", "hôn", "giấy", "1.004873", "ạ" * 90]), max_size=80)


@given(
    WORDS.map(" ".join) | st.text(alphabet=st.characters(exclude_characters="[]…")),
    st.sampled_from(["ket hon", "giấy", "", "zz"]),
    st.integers(20, 200),
)
def test_a_snippet_is_a_piece_of_the_text(text: str, query: str, width: int) -> None:
    """Without marks and cuts it is a piece of the original, and no longer than asked."""
    bare = snippet(text, query, width).replace("[", "").replace("]", "")
    assert len(bare) <= width
    assert bare.removeprefix("…").removesuffix("…") in text


@given(st.lists(st.sampled_from(["kết", "hôn", "giấy", "nam"]), max_size=80), st.integers(20, 99))
def test_words_stay_whole(words: list[str], width: int) -> None:
    """Cuts fall between words."""
    bare = snippet(" ".join(words), "hon", width)
    for character in "[]…":
        bare = bare.replace(character, " ")
    assert set(bare.split()) <= set(words)


@pytest.mark.parametrize("text", ["", " ", "🙂", "ạ" * 40_000])
def test_odd_texts_have_snippets(text: str) -> None:
    """Empty, wordless and endless texts are no trouble."""
    assert len(snippet(text, "ạ")) <= 162


@pytest.mark.parametrize("query", ["ket hon", "giấy", "script", ""])
@given(
    st.lists(
        st.sampled_from(["kết", "<img src=x onerror=alert(1)>", "</script>", "giấy", "&amp;", '"'])
    ).map(" ".join)
    | st.text()
)
def test_html_holds_no_tag_but_the_marks(query: str, text: str) -> None:
    """Whatever a name holds; read as a page it is the passage that is shown as text."""
    html = passage(text, wanted(query), as_html) or cut(text, as_html)
    marks = re.sub("</?mark>", "", html)
    assert "<" not in marks
    assert ">" not in marks
    shown = passage(text, wanted(query)) or cut(text)
    assert unescape(html.replace("<mark>", "[").replace("</mark>", "]")) == shown
