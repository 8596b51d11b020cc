"""What a person gets from a search (*kết quả tra cứu*): a page of hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from typing import ClassVar

import attrs

from proccat.errors import InvalidDocumentError
from proccat.search.explaining import Explanation
from proccat.search.paging import Mark
from proccat.search.ranking import FACETS, Ranking
from proccat.search.snippets import Pieces, as_html, bracketed, cut, snippet


@attrs.frozen
class Hit:
    """A text that was found (*kết quả tìm được*), mostly a procedure.

    Attributes:
        code: its code; of a draft and of every other kind, its key.
        name: its name, verbatim.
        score: how well it fits; comparable within one search only.
        field: its field (*lĩnh vực*).
        status: the status that stands, None if none does.
        replaced_by: codes of what came instead of a replaced or abolished procedure.
        subject: its identity in the catalogue.
        explanation: why it was found and stands where it does, if that was asked.
    """

    SHOWN: ClassVar = (
        "code", "name", "score", "snippet", "field", "status", "replaced_by", "subject",
        "explanation",
    )  # fmt: skip

    code: str
    name: str
    score: float
    field: str | None
    status: str | None
    replaced_by: tuple[str, ...]
    subject: str
    explanation: Explanation | None
    _words: Set[str] = attrs.field(repr=False, eq=False)
    _fact: int = attrs.field(repr=False, eq=False)
    _said: Callable[[int], Sequence[str]] = attrs.field(repr=False, eq=False)

    @property
    def snippet(self) -> str:
        """A passage of the original text (*trích đoạn*), the words found in [brackets].

        Of the name, or of what else it says where the name shows nothing of the query. It is text:
        what becomes part of a page is `html`.
        """
        return self.marked or self.passage or cut(self.name)

    @property
    def html(self) -> str:
        """The same passage as HTML (*trích đoạn HTML*): escaped, the words found in ``<mark>``."""
        return self._marked(as_html) or self._passage(as_html) or cut(self.name, as_html)

    @property
    def marked(self) -> str | None:
        """The name with the words found in [brackets] (*tên có đánh dấu*), None if it has none."""
        return self._marked(bracketed)

    @property
    def passage(self) -> str | None:
        """A passage of what it says (*trích đoạn nội dung*), the words found in [brackets].

        Of description, steps, dossier and the like. None where the name has any of the words, or
        nothing else has.
        """
        return self._passage(bracketed)

    def _marked(self, shown: Callable[[Pieces], str]) -> str | None:
        return snippet(self.name, self._words, shown)

    def _passage(self, shown: Callable[[Pieces], str]) -> str | None:
        if not self._words or self.marked is not None:
            return None
        found = (snippet(text, self._words, shown) for text in self._said(self._fact))
        return next(filter(None, found), None)


@attrs.frozen
class Page:
    """A page of hits (*trang kết quả*), best first; iterating gives the hits.

    Attributes:
        hits: the hits of this page.
    """

    hits: tuple[Hit, ...]
    _mark: Callable[[], Mark] | None = attrs.field(repr=False, eq=False)
    _ranking: Ranking = attrs.field(repr=False, eq=False)
    _correct: Callable[[], str | None] = attrs.field(repr=False, eq=False)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def next(self) -> str | None:
        """What to give as ``after=`` for the next page (*trang sau*), None on the last."""
        return None if self._mark is None else str(self._mark())

    @property
    def total(self) -> int:
        """How many match (*tổng số kết quả*): with all the words if any text has them, else any."""
        return self._ranking.total

    @property
    def near(self) -> bool:
        """Whether hits go on beyond those that `total` counts (*kết quả gần đúng*).

        Those of a question do, and of keywords that few hold, to texts with some of the words.
        """
        return self._ranking.near

    @property
    def partial(self) -> bool:
        """Whether no text holds all the words (*không có kết quả đủ từ*): `total` counts any."""
        return self._ranking.partial

    @property
    def retoned(self) -> bool:
        """Whether what is found has other tones than were typed (*khác dấu đã gõ*).

        No name has all the words with these: *súng* finds *sung*, if nothing says *súng*.
        """
        return self._ranking.retoned

    @property
    def did_you_mean(self) -> str | None:
        """The query with mistyped syllables put right (*có phải bạn muốn tìm*).

        Only if more texts hold all its words then, or of a question of which none does one more
        word is known; and only offered: the hits are those of the query as it was typed.
        """
        return self._correct()

    def facets(self, name: str) -> tuple[tuple[str, int], ...]:
        """Counts of what `total` counts (*số lượng theo nhóm*), most first.

        By ``"field"``, ``"agency"`` or ``"level"``; there are none of other filters.

        Raises:
            InvalidDocumentError: an unknown name; the message lists the known ones.
        """
        if name not in FACETS:
            shown = repr(name)[:60]
            raise InvalidDocumentError(f"facets: no {shown}; there are {', '.join(FACETS)}")
        return self._ranking.facets(name)
