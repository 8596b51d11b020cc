"""What a storage engine must offer the index (*kho chỉ mục*); SQL stays on its side of the line."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol


class PostingStore(Protocol):
    """Terms with their sets of documents, and the tokens of each document (*bảng chỉ mục ngược*).

    Writes happen inside a transaction that the caller has opened; the store never begins or ends
    one. Plain integers, tuples and strings cross this line, so that an engine needs nothing else.
    Nothing read is kept on that side: `version` tells the index how long it may keep it on this.
    """

    def version(self) -> Hashable:
        """Another value whenever something that was read may have changed, by whomever."""
        ...

    def bitmaps(self, terms: Collection[str]) -> Mapping[str, int]:
        """The documents of each term that has any: bit i is document i."""
        ...

    def counts(self, terms: Collection[str], among: int) -> Mapping[str, int]:
        """How many of some documents each term has, of those that have any documents."""
        ...

    def starting(self, prefix: str) -> Sequence[str]:
        """All terms that start so, by code point."""
        ...

    def merge(self, segment: int, postings: Mapping[str, Sequence[int]]) -> None:
        """Adds documents (ascending offsets inside one segment) to terms: one write a term."""
        ...

    def put_docs(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Keeps (ord, name tokens, field tokens); the tokens are joined by spaces."""
        ...

    def docs(self, ords: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """Name and field tokens of those of the documents that are there."""
        ...

    def segments(self) -> Sequence[int]:
        """The segments that hold anything, postings or documents, ascending."""
        ...

    def scan(self, segment: int) -> Iterator[tuple[str, int | None]]:
        """Each (term, bits) of one segment, bit 0 its first document; None where no set is stored.

        For verification.
        """
        ...

    def scan_docs(self, segment: int) -> Iterator[tuple[int, str, str]]:
        """Each (ord, name tokens, field tokens) of one segment."""
        ...

    def clear(self) -> None:
        """Empties the index."""
        ...

    def forget(self) -> None:
        """What was written is undone: what was read since is void."""
        ...
