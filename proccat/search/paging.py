"""Where a page ends (*phân trang*): what ``after=`` carries, so that no page repeats or misses."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Final, Self

import attrs

from proccat.errors import InvalidDocumentError

_WRITTEN: Final = re.compile(
    r"([0-9]{1,9})\.([0-9]{1,15})\.([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9a-f]{8})"
)


@attrs.frozen
class Mark:
    """The end of a page (*điểm cuối trang*), with what pins the order of the whole ranking.

    Attributes:
        offset: hits on this page and those before it.
        seq: the last fact that the first page knew.
        day: the day in law of the first page.
        about: a digest of what was asked.
    """

    offset: int
    seq: int
    day: date
    about: str

    def __str__(self) -> str:
        return f"{self.offset}.{self.seq}.{self.day.isoformat()}.{self.about}"

    @classmethod
    def read(cls, after: str, about: str) -> Self:
        """The mark that a page gave as ``.next`` (*đọc điểm phân trang*).

        Args:
            after: what was given.
            about: the digest of what is asked now.

        Raises:
            InvalidDocumentError: it came from no page, or from one of another search.
        """
        found = _WRITTEN.fullmatch(after)
        try:
            if found is None:
                raise ValueError
            mark = cls(int(found[1]), int(found[2]), date.fromisoformat(found[3]), found[4])
        except ValueError:
            raise InvalidDocumentError(
                f"after: {after[:60]!r} did not come from a page's .next"
            ) from None
        if mark.about != about:
            raise InvalidDocumentError(
                "after: came from a page of another search, or of another snapshot; "
                "ask the same words and filters again"
            )
        return mark


def about(*asked: object) -> str:
    """The digest of what is asked (*dấu của câu tra cứu*): words, kind, filters, and of whom."""
    return sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def limit_of(limit: int, most: int) -> int:
    """How many are wanted (*số kết quả*), if it can be.

    Raises:
        InvalidDocumentError: it is no whole number between 1 and the most.
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= most:
        raise InvalidDocumentError(f"limit: {limit!r} is not between 1 and {most}")
    return limit
