"""Running SQL with the driver's errors turned into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from proccat.errors import CatalogueFormatError, ProccatError, StorageError

_FAILED = (sqlite3.DatabaseError, UnicodeDecodeError)


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn the driver's errors into ours: a damaged file, or one that cannot be used now."""
    try:
        yield
    except _FAILED as error:
        raise _ours(error, what) from error
    except ProccatError:
        raise
    except OSError as error:
        raise StorageError(f"{what}: {error.strerror or error}") from error


def _ours(
    error: sqlite3.DatabaseError | UnicodeDecodeError, what: str
) -> ProccatError | sqlite3.DatabaseError:
    """The error of ours for one of the driver's; its own where the fault is in our code.

    The driver cannot even read its own message where that quotes a damaged file.
    """
    if isinstance(error, sqlite3.OperationalError):
        return StorageError(f"{what}: {error}")
    if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
        return error
    return CatalogueFormatError(f"{what}: is damaged: {error}")


class Sql:
    """Statements on one connection; rows are fetched whole, so that no cursor stays open."""

    def __init__(self, connection: sqlite3.Connection, what: str) -> None:
        self._connection = connection
        self._what = what

    def rows(
        self, statement: str, given: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """All rows of a query; what is given stands by place or by name."""
        try:
            return self._connection.execute(statement, given).fetchall()
        except _FAILED as error:
            raise _ours(error, self._what) from error

    def one(self, statement: str, given: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        rows = self.rows(statement, given)
        return rows[0] if rows else None

    def number(self, statement: str) -> int:
        """The number that a statement gives in its one row, fetched with the least work."""
        try:
            found: int = self._connection.execute(statement).fetchone()[0]
        except _FAILED as error:
            raise _ours(error, self._what) from error
        return found

    def run(self, statement: str, given: Sequence[object] = ()) -> int:
        """Run a statement; the row id of what it inserted, else 0."""
        try:
            return self._connection.execute(statement, given).lastrowid or 0
        except _FAILED as error:
            raise _ours(error, self._what) from error

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row."""
        try:
            self._connection.executemany(statement, rows)
        except _FAILED as error:
            raise _ours(error, self._what) from error
