"""Running SQL with the driver's errors turned into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from proccat.errors import CatalogueFormatError, ProccatError, StorageError


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn the driver's errors into ours: a damaged file, or one that cannot be used now."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _ours(error, what) from error
    except ProccatError:
        raise
    except OSError as error:
        raise StorageError(f"{what}: {error.strerror or error}") from error


def _ours(error: sqlite3.DatabaseError, what: str) -> ProccatError | sqlite3.DatabaseError:
    """The error of ours for one of the driver's; its own where the fault is in our code."""
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
        except sqlite3.DatabaseError as error:
            raise _ours(error, self._what) from error

    def one(self, statement: str, given: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        rows = self.rows(statement, given)
        return rows[0] if rows else None

    def run(self, statement: str, given: Sequence[object] = ()) -> int:
        """Run a statement; the row id of what it inserted, else 0."""
        try:
            return self._connection.execute(statement, given).lastrowid or 0
        except sqlite3.DatabaseError as error:
            raise _ours(error, self._what) from error

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row."""
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.DatabaseError as error:
            raise _ours(error, self._what) from error
