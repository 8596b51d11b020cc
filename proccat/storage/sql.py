"""Running SQL with the driver's errors turned into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from proccat.errors import CatalogueFormatError, StorageError


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn the driver's errors into ours: a damaged file, or one that cannot be used now."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(f"{what}: {error}") from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
            raise
        raise CatalogueFormatError(f"{what}: is damaged: {error}") from error
    except PermissionError as error:
        raise StorageError(f"{what}: {error.strerror}") from error


class Sql:
    """Statements on one connection; rows are fetched whole, so that no cursor stays open."""

    def __init__(self, connection: sqlite3.Connection, what: str) -> None:
        self._connection = connection
        self._what = what

    def rows(self, statement: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with translated(self._what):
            return self._connection.execute(statement, given).fetchall()

    def one(self, statement: str, given: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with translated(self._what):
            row: tuple[Any, ...] | None = self._connection.execute(statement, given).fetchone()
            return row

    def run(self, statement: str, given: Sequence[object] = ()) -> int:
        """Run a statement; the row id of what it inserted, else 0."""
        with translated(self._what):
            return self._connection.execute(statement, given).lastrowid or 0

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row."""
        with translated(self._what):
            self._connection.executemany(statement, rows)
