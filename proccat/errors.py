"""What can go wrong, in one tree.

::

    ProccatError
    ├── InvalidDocumentError (ValueError)      a document or an argument that cannot be accepted
    ├── NotFoundError (LookupError)            nothing of that name is known on that date
    │   ├── UnknownProcedureError
    │   ├── UnknownItemError
    │   ├── UnknownProgrammeError
    │   ├── UnknownAgencyError
    │   └── UnknownDocumentError
    ├── TransitionError (ValueError)           the lifecycle does not allow it; says what is allowed
    ├── ConflictError                          somebody else was first (expected, found)
    ├── PolicyError (PermissionError)          the policy refused; says which rule
    ├── CatalogueFormatError                   a foreign, newer or damaged file, left as it was
    ├── StorageError (OSError)                 the file cannot be read or written now
    ├── LoadError (ValueError)                 a file that could not be loaded, with its problems
    ├── ExportError (ValueError)               an export that could not be written
    └── MissingExtraError (ImportError)        an optional library is needed; names the extra

A fault in *input data* is not an exception but a value: see :class:`Problem`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import attrs

Severity = Literal["error", "warning"]


@attrs.frozen
class Problem:
    """A fault found in data (*lỗi dữ liệu*), as a value that a load or a check reports.

    Attributes:
        where: file and row, as a person would look it up: ``"list.xlsx!R17"``, ``"a.jsonl:3"``.
        path: place inside the record, ``"$.fees[0].value"``; empty if it is the whole record.
        message: what was wrong and what would be right.
        severity: ``"error"`` (the record was left out) or ``"warning"`` (it was taken).
    """

    where: str
    path: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.where} {self.path}".strip()
        return f"{self.severity}: {place}: {self.message}" if place else self.message


class ProccatError(Exception):
    """The root of every error that proccat raises on purpose."""


class InvalidDocumentError(ProccatError, ValueError):
    """A document or argument that cannot be accepted, with the fields at fault.

    Attributes:
        problems: one :class:`Problem` for each fault.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NotFoundError(ProccatError, LookupError):
    """Nothing of that name is known on that date.

    Attributes:
        name: what was asked for.
        candidates: names that may have been meant.
    """

    def __init__(self, message: str, name: str = "", candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.candidates = tuple(candidates)


class UnknownProcedureError(NotFoundError):
    """No procedure (*thủ tục hành chính*) of that code is known."""


class UnknownItemError(NotFoundError):
    """No item of a simplification plan (*nội dung phương án*) of that id is known."""


class UnknownProgrammeError(NotFoundError):
    """No programme (*chương trình*) or plan of that id is known."""


class UnknownAgencyError(NotFoundError):
    """No agency (*cơ quan*) of that name is known, or several are."""


class UnknownDocumentError(NotFoundError):
    """No legal document (*văn bản*) of that number is known, or several are."""


class TransitionError(ProccatError, ValueError):
    """The lifecycle does not allow this status; nothing was written.

    Attributes:
        subject: whose status it is.
        current: what stands on the first day of the refused status, None if nothing.
        to: the refused status.
        allowed: the statuses that may follow ``current``.
    """

    def __init__(
        self,
        message: str,
        *,
        subject: str = "",
        current: str | None = None,
        to: str = "",
        allowed: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.subject = subject
        self.current = current
        self.to = to
        self.allowed = tuple(allowed)


class ConflictError(ProccatError):
    """Somebody else was first, or the same identity means two things.

    Attributes:
        expected: what the caller believed (a version, a payload), if that was it.
        found: what the catalogue holds.
    """

    def __init__(self, message: str, *, expected: object = None, found: object = None) -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found


class PolicyError(ProccatError, PermissionError):
    """The policy refused the act; nothing was written.

    Attributes:
        rule: the name of the rule that refused.
    """

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule


class CatalogueFormatError(ProccatError):
    """The file is no catalogue, newer than this library, or damaged; it was left as it was."""


class StorageError(ProccatError, OSError):
    """The file cannot be read or written now (locked, read-only, disk full); nothing changed."""


class LoadError(ProccatError, ValueError):
    """A file could not be loaded; nothing of it was recorded.

    Attributes:
        problems: what was wrong, with file, row and path.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class ExportError(ProccatError, ValueError):
    """An export could not be written; the old file, if any, is still there."""


class MissingExtraError(ProccatError, ImportError):
    """An optional library is not installed; the message names the extra to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}': pip install 'proccat[{extra}]'")
        self.extra = extra


def index_damaged() -> CatalogueFormatError:
    """The error for a search index that lacks what it must hold."""
    return CatalogueFormatError("search index: is damaged; rebuild() mends it")


def unknown(kind: str) -> type[NotFoundError]:
    """The error for a subject of a kind that is not known."""
    return _UNKNOWN.get(kind, NotFoundError)


_UNKNOWN: Mapping[str, type[NotFoundError]] = MappingProxyType(
    {
        "procedure": UnknownProcedureError,
        "item": UnknownItemError,
        "programme": UnknownProgrammeError,
        "plan": UnknownProgrammeError,
        "agency": UnknownAgencyError,
        "document": UnknownDocumentError,
    }
)

REFUSALS: tuple[type[ProccatError], ...] = (
    InvalidDocumentError,
    NotFoundError,
    TransitionError,
    ConflictError,
    PolicyError,
)
"""The errors that concern one record alone, so that a load reports them and goes on."""
