"""Who issued a legal document (*cơ quan ban hành*): read out of words, compared as written.

Nobody keeps a list of all bodies, so what might be another spelling of one body is never taken for
another body: *BTP* may be *Bộ Tư pháp*, *tỉnh Lào Cai* may be *UBND tỉnh Lào Cai*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from proccat import text as texts
from proccat.documents.legal import number_end

_SPELT: Final = MappingProxyType({
    "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "cp": "chinh phu",
    "ttg": "thu tuong chinh phu", "tp": "thanh pho", "tw": "trung uong",
})  # fmt: skip
"""Abbreviations that stand for one thing wherever an issuer is named."""

_DAY: Final = r"ngày\s+[0-9]+\s*(?:/|-|\.|\s+tháng\s+)\s*[0-9]+\s*(?:/|-|\.|\s+năm\s+)\s*[0-9]{4}"
_ISSUED: Final = re.compile(
    rf"[\s,(]*(?:(?:được\s+)?(?:ký\s+)?(?:ban\s+hành\s+)?{_DAY}[\s,(]*)?"
    r"(?:(?:do|của)\s+|(?=(?:UBND|HĐND|Ủy\s+ban|Uỷ\s+ban|Hội\s+đồng|tỉnh|thành\s+phố)\s))"
    r"([^\W\d_][^;:()\[\]\d\n]*)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"[\s,]+(?:về|v/v|ngày|số|quy\s+định|ban\s+hành|hướng\s+dẫn|sửa\s+đổi|bổ\s+sung|công\s+bố|"
    r"phê\s+duyệt|thay\s+thế|bãi\s+bỏ|kèm\s+theo|thông\s+qua|cho\s+phép|triển\s+khai|giao|"
    r"có\s+hiệu\s+lực|được|quyết\s+định|nghị\s+quyết|thông\s+tư|nghị\s+định)(?!\w)",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 16
"""Words that go on for longer are no name of a body."""


@lru_cache(maxsize=4096)  # the same documents are cited over and over
def issuer_in(raw: str) -> str | None:
    """The issuer (*cơ quan ban hành*) whom words name behind number and day: *… của UBND tỉnh A*.

    None where they name none there: further on, *của* tells whom the document is about.
    """
    words = texts.squash(raw)
    found = _ISSUED.match(words, number_end(words))
    if found is None:
        return None
    named = _ABOUT.split(found[1], maxsplit=1)[0].strip(" ,.-–")
    return named if named and len(named.split()) <= _MOST_WORDS else None


@lru_cache(maxsize=4096)
def same_issuer(one: str, other: str) -> bool | None:
    """Whether two names mean one issuer (*cùng cơ quan ban hành*); None where that is open.

    Tones, case and the commonest abbreviations do not matter. It is open where a name is short
    for something else, or says no more than a part of the other: *Bộ trưởng Bộ Tư pháp*.
    """
    left, right = _words(one), _words(other)
    if left == right:
        return True
    if _abbreviates(one, left) or _abbreviates(other, right):
        return None
    return None if set(left) <= set(right) or set(right) <= set(left) else False


def _words(name: str) -> tuple[str, ...]:
    """The syllables of a name, abbreviations spelt out; Đắk and Đắc are one."""
    folded = (re.sub("k$", "c", texts.fold(token)) for token in texts.syllables(name))
    return tuple(part for word in folded for part in _SPELT.get(word, word).split())


def _abbreviates(name: str, words: tuple[str, ...]) -> bool:
    """Whether a name is not written out in words."""
    if len(words) < 2:
        return True
    capitals = {texts.fold(word) for word in re.findall(r"[^\W\d_]+", name) if word.isupper()}
    short = capitals - set(_SPELT)
    if len(short) != 1:  # Bộ YT is short, tỉnh LÀO CAI is not
        short = set()
    return any(len(w) > 1 and (w in short or not texts.is_syllable(w)) for w in words)
