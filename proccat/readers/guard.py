"""Cells that a spreadsheet would run or change, guarded when written and unguarded when read back.

The guard is one apostrophe in front, which Excel shows as it stands in a CSV. What is guarded, and
what already begins with apostrophes before such a text, gets one more, so that taking one off
gives the text back exactly: for every text, ``unguard(guard(text)) == text``.
"""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(r"'*\s*[\d.,:/%()\s-]*\d[\d.,:/%()\s-]*(?:[eE]\d+)?\s*")


def guard(text: str, *, numbers: bool = False) -> str:
    """A text that no spreadsheet takes for a formula (*công thức*).

    Args:
        text: any text.
        numbers: whether what looks like a number, a date or a time (``1.000010``, ``12/2024``) is
            guarded too, for Excel, which would change it on opening.
    """
    return f"'{text}" if _needs(text, numbers) else text


def unguard(text: str, *, numbers: bool = False) -> str:
    """The text that was guarded (*bỏ dấu bảo vệ*), exactly; another as it is."""
    return text[1:] if text.startswith("'") and _needs(text, numbers) else text


def _needs(text: str, numbers: bool) -> bool:
    if _FORMULA.match(text):
        return True
    return numbers and _NUMBER.fullmatch(text) is not None
