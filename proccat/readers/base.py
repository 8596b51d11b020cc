"""What every reader gives: entries and problems, one after the other, never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import attrs

from proccat.documents import Document, DocumentRef
from proccat.errors import Problem
from proccat.facts import StatusLine


@attrs.frozen
class Entry:
    """One good record of a file (*bản ghi hợp lệ*), not yet recorded anywhere.

    Attributes:
        where: file and place, as a person would look it up: ``"list.xlsx!R17"``, ``"a.jsonl:3"``,
            ``"b.json[4]"``.
        content: the document, or the status line.
        on: the day of the act, where the file says so beside the document.
        effective: first day of legal effect, likewise.
        until: last day of legal effect, likewise.
        basis: the legal documents it rests on, likewise.
        supersedes: whether it ends the sunset it falls into, or first and last day of the one it
            ends, likewise.
        subject: the subject it belongs to where its own key would not tell, likewise.
        partial: whether it speaks only of what it holds, as the row of a table does: what it
            leaves out is not withdrawn.
        warnings: what the reader found odd and took all the same.
    """

    where: str
    content: Document | StatusLine
    on: date | None = None
    effective: date | None = None
    until: date | None = None
    basis: tuple[DocumentRef, ...] = ()
    supersedes: bool | tuple[date, date] = False
    warnings: tuple[Problem, ...] = ()
    subject: str | None = None
    partial: bool = False


class Reader(Protocol):
    """A format that can be read (*định dạng đọc được*)."""

    @property
    def name(self) -> str:
        """The name by which a caller asks for the format."""

    def sniff(self, path: Path, head: bytes) -> float:
        """How sure it is that the file is its own, 0 to 1, from the name and the first bytes."""

    def read(self, path: Path) -> Iterator[Entry | Problem]:
        """The records of the file in order, and what is wrong with those left out.

        Raises:
            LoadError: nothing of the file can be read.
            MissingExtraError: the format needs a library that is not installed.
        """
