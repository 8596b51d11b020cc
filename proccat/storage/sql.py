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
    if isinstance(error, sqlite3.ProgrammingError) and "thread" in str(error):
        return StorageError(f"{what}: is used in the thread that opened it; open one in each")
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
        return StorageError(f"{what}: is closed")
    if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
        return error
    return CatalogueFormatError(f"{what}: is damaged: {error}")


def marks(given: Sequence[object]) -> str:
    """The marks of so many values in a statement."""
    return ",".join("?" * len(given))


class Sql:
    """Statements on one connection; rows are fetched whole, so that no cursor stays open.

    What is to be written `later` is written before any other statement, so that nobody can tell.
    Behind a full disk the database itself may undo a transaction: until its owner has noticed,
    nothing runs, for it would be written at once, each statement by itself.
    """

    def __init__(self, connection: sqlite3.Connection, what: str) -> None:
        self._connection = connection
        self._what = what
        self._waiting: dict[str, list[Sequence[object]]] = {}
        self._lost = False  # whether what waited could not be written
        self._within = False  # whether a transaction was begun and not ended by its owner

    def rows(
        self, statement: str, given: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        """All rows of a query; what is given stands by place or by name."""
        if self._within:
            self._prepare()
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
        if self._within:
            self._prepare()
        try:
            return self._connection.execute(statement, given).lastrowid or 0
        except _FAILED as error:
            raise _ours(error, self._what) from error

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row."""
        if self._within:
            self._prepare()
        self._many(statement, rows)

    @property
    def writing(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def later(self, statement: str, row: Sequence[object]) -> None:
        """Run a statement of a transaction for a row, in one go with others, before any other."""
        self._waiting.setdefault(statement, []).append(row)

    def begin(self) -> None:
        """Begin a transaction that writes."""
        self.run("BEGIN IMMEDIATE")
        self._within = True

    def commit(self) -> None:
        """End it; everything is kept."""
        self.run("COMMIT")
        self._within = False

    def roll_back(self) -> None:
        """End it; nothing is kept."""
        self.drop()
        self._within = False
        self._connection.rollback()

    def undo_to(self, savepoint: str) -> None:
        """Undo what was done since a savepoint, and end it; if that fails, undo it all."""
        self.drop()
        try:
            self.run(f"ROLLBACK TO {savepoint}")
            self.run(f"RELEASE {savepoint}")
        except BaseException:
            self._connection.rollback()
            raise

    def drop(self) -> None:
        """Forget what waits, and what was lost: all of it is being undone."""
        self._waiting.clear()
        self._lost = False

    def _prepare(self) -> None:
        """Write what waits; if that fails, nothing more can be done but to undo it all."""
        if self._lost or not self.writing:
            raise StorageError(f"{self._what}: a write failed; nothing of it is committed")
        if not self._waiting:
            return
        self._lost = True
        for statement, rows in self._waiting.items():
            self._many(statement, rows)
        self.drop()

    def _many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._connection.executemany(statement, rows)
        except _FAILED as error:
            raise _ours(error, self._what) from error
