"""The SQLite engine: one connection, its transactions, its parts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from weakref import finalize

from sqlite_utils import Database

from proccat.held import hold, identity, release
from proccat.storage.counting import Counting
from proccat.storage.live import Live
from proccat.storage.log import FactLog
from proccat.storage.opening import MEMORY, connect, is_bare
from proccat.storage.postings import SqlitePostings
from proccat.storage.projections import Projections
from proccat.storage.sql import Sql, translated


class SqliteStore:
    """A catalogue's storage (*kho lưu trữ*) in one SQLite file.

    Attributes:
        path: the file as it was named.
        log: the facts.
        projections: the tables that answer questions.
        live: the texts that stand, as sets of bits.
        counting: the bulk reads of reports.
        postings: the search index.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = str(path)
        self._db: Database = connect(path, read_only=read_only)
        if self.path != MEMORY:
            self._file = Path(path).absolute()
            self._identity = hold(self._file)
            self._release = finalize(self, release, self._identity)
        self._sql = Sql(self._connection, self.path)
        self.log = FactLog(self._sql)
        self.projections = Projections(self._sql)
        self.live = Live(self._sql)
        self.counting = Counting(self._sql)
        self.postings = SqlitePostings(self._sql)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._db.conn

    @property
    def bare(self) -> bool:
        """Whether there are facts, but the tables that show them wait to be written."""
        with translated(self.path):
            return is_bare(self._db)

    def seal(self) -> None:
        """Let nothing more be written through this connection."""
        self._sql.run("PRAGMA query_only = ON")

    @property
    def writing(self) -> bool:
        """Whether a transaction is open."""
        return self._sql.writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction: everything in it, or nothing.

        Raises:
            StorageError: the file cannot be written now.
            CatalogueFormatError: the file turned out to be damaged.
        """
        self._sql.begin()
        try:
            yield
            self._sql.commit()
        except BaseException:
            self._sql.roll_back()
            self.postings.forget()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the file for everything that is read in here."""
        self._sql.run("SAVEPOINT reading")
        try:
            yield
        finally:
            self._sql.run("RELEASE reading")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that can be undone by itself."""
        self._sql.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.writing:  # the database may have ended the transaction by itself
                self._sql.undo_to("part")
            self.postings.forget()
            raise
        self._sql.run("RELEASE part")

    def faults(self, *, deep: bool) -> list[str]:
        """What SQLite itself finds wrong with the file; ``deep`` compares its indexes, too."""
        check = "integrity_check" if deep else "quick_check"
        return [found for (found,) in self._sql.rows(f"PRAGMA {check}(20)") if found != "ok"]

    def is_cut(self) -> bool:
        """Whether the file ends before its last page, which SQLite does not tell of a free one.

        Of one that was moved nothing can be told.
        """
        (mode,) = self._sql.rows("PRAGMA journal_mode")[0]
        if self.writing or mode not in ("truncate", "delete"):
            return False  # pages lie beside the file, or in memory
        if identity(self._file) != self._identity:
            return False
        length = self._sql.number("PRAGMA page_count") * self._sql.number("PRAGMA page_size")
        return self._file.stat().st_size < length

    def backup(self, target: Path) -> None:
        """Copy the whole file, consistent, to an empty place."""
        with translated(str(target)), closing(sqlite3.connect(target)) as copy:
            self._connection.backup(copy)

    def checkpoint(self) -> None:
        """Empty the write-ahead log, if there is one, of what was erased."""
        self._sql.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
        if self.path != MEMORY:
            self._release()
