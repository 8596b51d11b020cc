"""Opening a catalogue file safely: what it is, how it is written, who may write.

A file that is no catalogue, newer or damaged is refused before SQLite may touch a byte of it. A
new file is built under another name and linked into place whole, so that any number of processes
may open it at once.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from proccat.errors import CatalogueFormatError, StorageError
from proccat.storage.schema import (
    APPLICATION_ID,
    FORMAT_VERSION,
    expected_objects,
    objects,
    steps,
)
from proccat.storage.sql import translated

MEMORY = ":memory:"
_BUSY_SECONDS = 60.0
_PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = FULL",
    "cache_size = -16384",
    "secure_delete = ON",  # what was erased leaves the file, too
)
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph"})


def connect(path: str | os.PathLike[str], *, read_only: bool = False) -> Database:
    """A connection to the catalogue file at a path, created if it is absent.

    Args:
        path: the file, or ``":memory:"``.
        read_only: never write; the file must exist.

    Raises:
        CatalogueFormatError: the file is no catalogue, newer or damaged; it is left as it was.
        StorageError: it cannot be opened or created.
    """
    with translated(str(path)):
        if str(path) == MEMORY:
            db = _database(sqlite3.connect(MEMORY, isolation_level=None))
            _migrate(db)
            return db
        file = Path(path).absolute()
        if not file.exists():
            if read_only:
                raise StorageError(f"{path}: there is no such file to read")
            _create(file)
        told = _refuse_foreign(file)
        _look_at(file)
        mode = "ro" if read_only else "rw"
        uri = f"{file.as_uri()}?mode={mode}"
        if read_only and not _may_share(file):
            uri += "&immutable=1"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            db = _database(connection)
            if not told:
                _refuse_ids(db, file)
            if not read_only:
                if _wal_is_safe(file):
                    db.execute("PRAGMA journal_mode = WAL")
                else:
                    db.execute("PRAGMA journal_mode = TRUNCATE")
                if steps.pending(db):
                    _migrate(db)
            # once more: the first look may have been in vain, and an older file is migrated now
            current = _refuse_altered(db, file) == FORMAT_VERSION
            return _as_of_now(db) if read_only and (not current or is_bare(db)) else db
        except BaseException:
            connection.close()
            raise


def is_bare(db: Database) -> bool:
    """Whether there are facts, but the tables that show them wait to be written."""
    ((bare,),) = db.execute(
        "SELECT EXISTS (SELECT 1 FROM facts) AND NOT EXISTS (SELECT 1 FROM subjects)"
    )
    return bool(bare)


def _as_of_now(old: Database) -> Database:
    """A copy in memory of an older file that must not be changed, brought up to date."""
    db = _database(sqlite3.connect(MEMORY, isolation_level=None))
    with closing(old.conn):
        old.conn.backup(db.conn)
    _migrate(db)
    return db


def _database(connection: sqlite3.Connection) -> Database:
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


def _migrate(db: Database) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        steps.apply(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _create(file: Path) -> None:
    """Build an empty catalogue beside the place and link it there; another's file wins."""
    if not file.parent.is_dir():
        raise StorageError(f"{file}: the folder {file.parent} does not exist")
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        db = _database(sqlite3.connect(temporary, isolation_level=None))
        try:
            _migrate(db)
        finally:
            db.close()
        temporary.chmod(0o666 & ~_umask())
        with suppress(FileExistsError):  # another process was first: its file is as good
            os.link(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _refuse_foreign(file: Path) -> bool:
    """Refuse what is no catalogue file, or a newer one, by its first page.

    SQLite itself reads it, without locks: see :mod:`proccat.held`.

    Returns:
        Whether it could be told: while another process commits, and behind one that was killed
        then, the first page speaks of pages that are not there yet.
    """
    size = file.stat().st_size
    if size < 100:
        what = "is no database" if size else "is empty"
        raise CatalogueFormatError(f"{file}: {what}; it was left as it was")
    uri = f"{file.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        try:
            _refuse_ids(Database(connection, execute_plugins=False), file)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
                return False
            if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
                raise
            raise CatalogueFormatError(
                f"{file}: is no database; it was left as it was ({error})"
            ) from error
    return True


def _refuse_ids(db: Database, file: Path) -> None:
    """Refuse a database that does not say that it is a catalogue, or of a newer format."""
    ((application,),) = db.execute("PRAGMA application_id")
    ((version,),) = db.execute("PRAGMA user_version")
    if application != APPLICATION_ID:
        raise CatalogueFormatError(f"{file}: is a database, but no catalogue of proccat")
    _refuse_format(version, file)


def _refuse_format(version: int, file: Path) -> None:
    if version < 1:
        raise CatalogueFormatError(f"{file}: is a database, but no catalogue of proccat")
    if version > FORMAT_VERSION:
        raise CatalogueFormatError(
            f"{file}: was written by a newer proccat (format {version}; this one reads up to "
            f"{FORMAT_VERSION}): upgrade proccat"
        )


def _may_share(file: Path) -> bool:
    """Whether SQLite may keep what readers of a file in WAL mode share beside it.

    Where it may not and no log lies there, the file is read as it is: nobody can be writing.
    """
    beside = file.with_name(f"{file.name}-wal")
    return beside.exists() or os.access(file.parent, os.W_OK)


def _look_at(file: Path) -> None:
    """Refuse an altered file before anything may write to it.

    A journal left by a crash hides the content from whoever may not write; then the look comes
    after opening.
    """
    uri = f"{file.as_uri()}?mode=ro{'' if _may_share(file) else '&immutable=1'}"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        try:
            _refuse_altered(_database(connection), file)
        except sqlite3.OperationalError:
            return


def _refuse_altered(db: Database, file: Path) -> int:
    """Refuse a file whose own tables were altered, or that carries planted triggers or views.

    Returns:
        Its format, read in one look with what it holds: another process may just bring it up to
        date.
    """
    db.execute("BEGIN")
    try:
        ((version,),) = db.execute("PRAGMA user_version")
        found = objects(db)
    finally:
        db.rollback()
    _refuse_format(version, file)
    expected = expected_objects(version)
    for kind, name in sorted(expected.keys() - found.keys()):
        raise CatalogueFormatError(f"{file}: is damaged or foreign: {kind} {name} is missing")
    for (kind, name), sql in sorted(found.items()):
        if kind in ("trigger", "view") and (kind, name) not in expected:
            raise CatalogueFormatError(f"{file}: carries a foreign {kind} {name!r}; refused")
        if expected.get((kind, name), sql) != sql:
            raise CatalogueFormatError(f"{file}: is damaged: {kind} {name} was altered")
    return int(version)


def _wal_is_safe(file: Path) -> bool:
    """Whether this SQLite is free of the WAL-reset fault and the disk is a local one."""
    version = sqlite3.sqlite_version_info
    fixed = version >= (3, 51, 3) or any(
        version[:2] == branch and version[2] >= patch
        for branch, patch in {(3, 50): 7, (3, 44): 6}.items()
    )
    return fixed and _is_local(file)


def _is_local(file: Path) -> bool:
    """Whether the file lies on a local disk; not known means no."""
    mounts = Path("/proc/self/mountinfo")
    if not sys.platform.startswith("linux") or not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        mount = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), line.split()[4])
        if len(mount) >= len(best) and file.is_relative_to(mount):
            best, kind = mount, line.partition(" - ")[2].split()[0]
    return bool(kind) and kind not in _REMOTE
