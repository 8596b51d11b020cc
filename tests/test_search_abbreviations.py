"""Laws of what abbreviations are learnt to stand for, where no file says it."""

from __future__ import annotations

import pytest
from strategies import indexed

from proccat.search.abbreviations import spell_out
from proccat.search.index import IndexEntry
from proccat.search.query import parse
from proccat.search.synonyms import Synonyms

NAMES = (
    *[f"Khai thác dữ liệu khí tượng thủy văn {place}" for place in ("biển", "sông", "hồ")],
    *["Công bố khai thác tuyến vận tải"] * 4,
    *[f"Thông báo khi {what}" for what in ("nghỉ", "mất", "hỏng", "đổi", "bán", "thuê", "cho")],
    "Giao tài nguyên và môi trường",
    "Nộp phí tài nguyên và môi trường biển",
    *["Xác nhận hàng có nguồn gốc rõ ràng"] * 5,
    *["Giải quyết khiếu nại lần đầu"] * 5,
    "Bảo hộ người lao động",
    "Đào tạo người lao động",
)
CORPUS = indexed(
    IndexEntry(number, f"1.{number:06}", name, None, (), (), "")
    for number, name in enumerate(NAMES)
).corpus(None)


def learnt(letters: str) -> str:
    """The words that are asked for beside an abbreviation."""
    query = spell_out(parse(letters), CORPUS, Synonyms.of({}))
    return " ".join(word.token for word in query.words if word.inferred)


@pytest.mark.parametrize(
    ("letters", "meant"),
    [
        ("KTTV", "khí tượng thủy văn"),
        ("NLĐ", "người lao động"),
        ("TNMT", "tài nguyên và môi trường"),
        ("CNG", ""),
        ("ICAO", ""),
    ],
)
def test_a_phrase_of_its_own_is_learnt(letters: str, meant: str) -> None:
    """Neighbours that keep together, with their tones; no part of a longer phrase, no loose link.

    *Khi* is everywhere, *khí* only beside *tượng*; *nại lần đầu* is cut out of *khiếu nại lần đầu*;
    *có nguồn gốc* begins with a link; an *và* may be left out.
    """
    assert learnt(letters) == meant
