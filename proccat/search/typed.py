"""What a person types (*chữ gõ vào*) in plain characters; what is stored stays verbatim."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from proccat.search.query import MOST_CHARACTERS
from proccat.text import BIDI, ZERO_WIDTH

_BLANK: Final = "\u200b"
_INVISIBLE: Final = ZERO_WIDTH | BIDI
_BETWEEN: Final = re.compile(rf"(?<=[^\W\d_]){_BLANK}+(?=[^\W_])|(?<=\d){_BLANK}+(?=[^\W\d_])")
"""Where a web page may break a line between two words; in a number it says nothing."""
_LOOKALIKES: Final = {0xD0: "Đ", 0xF0: "đ", 0x189: "Đ", 0x256: "đ"}
"""Letters that look like đ and are none."""
_LOOKALIKE: Final = re.compile(f"[{''.join(map(chr, _LOOKALIKES))}]")
_VANISHING: Final = dict.fromkeys(map(ord, _INVISIBLE))


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    """The same character in its plain form; m² stays m², as texts have it."""
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>", "<fraction>"))
    return character if raised else unicodedata.normalize("NFKC", character)


def typed(text: str) -> str:
    """A query in plain characters (*chuẩn hóa câu tra cứu*): full-width forms as usual ones.

    A blank without width between two words is a blank; what else takes no room vanishes. ASCII
    and ordinary Vietnamese text comes back as it is. What is longer than a query is cut.
    """
    text = text[:MOST_CHARACTERS]
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFC", "".join(map(_plain, text)))
    if _LOOKALIKE.search(text):
        text = text.translate(_LOOKALIKES)
    if not _INVISIBLE.isdisjoint(text):
        text = _BETWEEN.sub(" ", text).translate(_VANISHING)
    return text
