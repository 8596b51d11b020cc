"""What a person gets from a search (*kết quả tra cứu*): a page of hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import ClassVar

import attrs

from proccat.errors import InvalidDocumentError
from proccat.search.ranking import Ranking
from proccat.search.snippets import cut, snippet


@attrs.frozen
class Hit:
    """A procedure that was found (*thủ tục tìm được*).

    Attributes:
        code: its code; of a draft, its key.
        name: its name, verbatim.
        score: how well it fits; comparable within one search only.
        field: its field (*lĩnh vực*).
        status: the status that stands, None if none does.
        replaced_by: codes of what came instead of a replaced or abolished procedure.
        subject: its identity in the catalogue.
    """

    SHOWN: ClassVar = (
        "code", "name", "score", "snippet", "field", "status", "replaced_by", "subject"
    )  # fmt: skip

    code: str
    name: str
    score: float
    field: str | None
    status: str | None
    replaced_by: tuple[str, ...]
    subject: str
    _words: Set[str] = attrs.field(repr=False, eq=False)
    _describe: Callable[[], str | None] = attrs.field(repr=False, eq=False)

    @property
    def snippet(self) -> str:
        """A passage of the original text (*trích đoạn*), the words found in [brackets].

        Of the name, or of the description where the name shows nothing of the query.
        """
        shown = snippet(self.name, self._words)
        if shown is None:
            described = self._describe()
            shown = snippet(described, self._words) if described else None
        return cut(self.name) if shown is None else shown


@attrs.frozen
class Page:
    """A page of hits (*trang kết quả*), best first; iterating gives the hits.

    Attributes:
        hits: the hits of this page.
        next: what to give as ``after=`` for the next page, None on the last.
    """

    hits: tuple[Hit, ...]
    next: str | None
    _ranking: Ranking = attrs.field(repr=False, eq=False)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def total(self) -> int:
        """How many procedures match: with all the words, or of a question with any."""
        return self._ranking.total

    def facets(self, name: str) -> tuple[tuple[str, int], ...]:
        """Counts of the matches by ``"field"``, ``"agency"`` or ``"level"``, most first."""
        return self._ranking.facets(name)


def offset_of(after: str | None) -> int:
    """Where a page begins.

    Raises:
        InvalidDocumentError: ``after`` did not come from a page.
    """
    if after is None:
        return 0
    if not after.isascii() or not after.isdigit() or len(after) > 9:
        raise InvalidDocumentError(f"after: {after[:40]!r} did not come from a page's .next")
    return int(after)
