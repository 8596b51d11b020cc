"""The SQLite engine: one connection, its transactions, its parts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from proccat.storage.log import FactLog
from proccat.storage.opening import MEMORY, connect
from proccat.storage.postings import SqlitePostings
from proccat.storage.projections import Projections
from proccat.storage.sql import Sql, translated


class SqliteStore:
    """A catalogue's storage (*kho lưu trữ*) in one SQLite file.

    Attributes:
        path: the file as it was named.
        log: the facts.
        projections: the tables that answer questions.
        postings: the search index.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = str(path)
        self.read_only = read_only
        self._db: Database = connect(path, read_only=read_only)
        sql = Sql(self._connection, self.path)
        self.log = FactLog(sql)
        self.projections = Projections(sql)
        self.postings = SqlitePostings(self._connection)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._db.conn

    @property
    def writing(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction: everything in it, or nothing.

        Raises:
            StorageError: the file cannot be written now.
            CatalogueFormatError: the file turned out to be damaged.
        """
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                self.postings.forget()
                raise

    def backup(self, target: Path) -> None:
        """Copy the whole file, consistent, to an empty place."""
        copy = sqlite3.connect(target)
        try:
            self._connection.backup(copy)
        finally:
            copy.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @classmethod
    def in_memory(cls) -> SqliteStore:
        """A store that lives as long as the object, for checks and trials."""
        return cls(MEMORY)
