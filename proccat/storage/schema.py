"""The tables of a catalogue file, as named, ordered steps.

Each step is applied once, in order, inside one write transaction (:mod:`proccat.storage.opening`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from proccat.chain import COLUMNS
from proccat.storage.live import DDL as LIVE_DDL
from proccat.storage.postings import DDL as INDEX_DDL

APPLICATION_ID = 0x70726363  # "prcc": tells a catalogue from any other SQLite file
FORMAT_VERSION = 4

steps = Migrations("proccat")

_QUOTED = ", ".join(f'"{name}"' for name in COLUMNS)
_UNCHANGED = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in COLUMNS if name != "body")

_LOG = (
    """
    CREATE TABLE facts (
        "seq" INTEGER PRIMARY KEY,
        "subject" TEXT NOT NULL,
        "version" INTEGER NOT NULL CHECK ("version" >= 1),
        "kind" TEXT NOT NULL CHECK ("kind" IN ('recorded', 'status', 'voided')),
        "format" INTEGER NOT NULL,
        "on" TEXT NOT NULL,
        "effective" TEXT CHECK ("effective" IS NOT NULL OR "kind" = 'voided'),
        "until" TEXT CHECK ("until" >= "effective"),
        "to" TEXT CHECK (("to" IS NOT NULL) = ("kind" = 'status')),
        "voids" INTEGER CHECK (("voids" IS NOT NULL) = ("kind" = 'voided')),
        "corrects" INTEGER,
        "supersedes" INTEGER,
        "successors" TEXT,
        "taken_over" INTEGER,
        "digest" TEXT CHECK (("digest" IS NOT NULL) = ("kind" = 'recorded')),
        "recorded_at" TEXT NOT NULL,
        "actor" TEXT NOT NULL,
        "basis" TEXT,
        "request_id" TEXT,
        "request_digest" TEXT,
        "body" TEXT,
        "body_hash" TEXT NOT NULL,
        "prev_hash" TEXT NOT NULL,
        "hash" TEXT NOT NULL,
        UNIQUE ("subject", "version")
    ) STRICT
    """,
    'CREATE INDEX facts_recorded_at ON facts ("recorded_at")',
    'CREATE INDEX facts_pending ON facts ("effective") WHERE "effective" > "on"',
    'CREATE UNIQUE INDEX facts_voids ON facts ("voids") WHERE "voids" IS NOT NULL',
    """
    CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
    BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END
    """,
    f"""
    CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
    WHEN NOT (NEW."body" IS NULL AND {_UNCHANGED})
    BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END
    """,
)

_PERIOD = """
    "subject" INTEGER NOT NULL,
    "first" TEXT NOT NULL,
    "last" TEXT NOT NULL CHECK ("last" >= "first"),
    "from_seq" INTEGER NOT NULL,
    "to_seq" INTEGER NOT NULL CHECK ("to_seq" > "from_seq"),
"""

_PROJECTIONS = (
    """
    CREATE TABLE subjects (
        "id" INTEGER PRIMARY KEY, "subject" TEXT NOT NULL UNIQUE, "kind" TEXT NOT NULL
    ) STRICT
    """,
    f'CREATE TABLE editions ({_PERIOD} "number" INTEGER NOT NULL, "fact" INTEGER NOT NULL) STRICT',
    'CREATE INDEX editions_subject ON editions ("subject")',
    f'CREATE TABLE standings ({_PERIOD} "status" TEXT NOT NULL, "fact" INTEGER NOT NULL) STRICT',
    'CREATE INDEX standings_subject ON standings ("subject")',
    """
    CREATE TABLE keys (
        "kind" TEXT NOT NULL, "key" TEXT NOT NULL, "subject" INTEGER NOT NULL,
        "seq" INTEGER NOT NULL,
        PRIMARY KEY ("kind", "key", "subject", "seq")
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE procedures (
        "ord" INTEGER PRIMARY KEY, "fact" INTEGER NOT NULL UNIQUE, "subject" INTEGER NOT NULL,
        "code" TEXT, "name" TEXT NOT NULL, "field" TEXT
    ) STRICT
    """,
    """
    CREATE TABLE items (
        "fact" INTEGER PRIMARY KEY, "subject" INTEGER NOT NULL, "programme" TEXT NOT NULL,
        "plan" TEXT, "subject_kind" TEXT NOT NULL, "about" TEXT NOT NULL, "lead" TEXT, "due" TEXT
    ) STRICT
    """,
    'CREATE INDEX items_programme ON items ("programme")',
    'CREATE INDEX items_about ON items ("about")',
    """
    CREATE TABLE requests (
        "request_id" TEXT PRIMARY KEY, "digest" TEXT NOT NULL,
        "first_seq" INTEGER NOT NULL, "last_seq" INTEGER NOT NULL
    ) STRICT
    """,
)

PROJECTIONS = MappingProxyType(
    {
        "subjects": 3,
        "editions": 8,
        "standings": 8,
        "keys": 4,
        "ends": 4,
        "texts": 7,
        "items": 8,
        "requests": 4,
        "live": 3,
    }
)
"""The tables that a rebuild empties and writes again from the log, with the number of columns."""

INSERT_FACT = f"INSERT INTO facts ({_QUOTED}) VALUES ({', '.join('?' * len(COLUMNS))})"
SELECT_FACT = f"SELECT {_QUOTED} FROM facts"


def _empty(db: Database) -> None:
    """Leave the tables empty for whoever opens the file to write them again from the log."""
    tables = {name for kind, name in objects(db) if kind == "table"}
    for table in sorted(tables.intersection((*PROJECTIONS, "postings", "docs"))):
        db.execute(f"DELETE FROM {table}")


@steps()
def first_format(db: Database) -> None:
    """The log, its projections and the search index."""
    for statement in (*_LOG, *_PROJECTIONS, *INDEX_DDL):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@steps()
def second_format(db: Database) -> None:
    """An erasure may follow a void; texts of every kind are indexed; what ends what has a table."""
    for table, value in (("editions", "number INTEGER"), ("standings", "status TEXT")):
        db.execute(f"DROP TABLE {table}")
        db.execute(
            f'CREATE TABLE {table} ({_PERIOD} {value} NOT NULL, "fact" INTEGER NOT NULL, '
            '"until" TEXT) STRICT'
        )
        db.execute(f'CREATE INDEX {table}_subject ON {table} ("subject", "to_seq")')
    db.execute("DROP INDEX facts_recorded_at")
    db.execute("DROP INDEX facts_voids")
    db.execute(
        'CREATE UNIQUE INDEX facts_voids ON facts ("voids", ifnull("supersedes", 0)) '
        'WHERE "voids" IS NOT NULL'
    )
    db.execute("DROP TABLE procedures")
    db.execute(
        """
        CREATE TABLE ends (
            "key" TEXT NOT NULL, "fact" INTEGER NOT NULL, "subject" INTEGER NOT NULL,
            "how" TEXT NOT NULL,
            PRIMARY KEY ("key", "fact", "subject", "how")
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE texts (
            "ord" INTEGER PRIMARY KEY, "fact" INTEGER NOT NULL UNIQUE, "subject" INTEGER NOT NULL,
            "kind" TEXT NOT NULL, "code" TEXT, "title" TEXT NOT NULL, "field" TEXT
        ) STRICT
        """
    )
    _empty(db)
    db.execute("PRAGMA user_version = 2")


@steps()
def third_format(db: Database) -> None:
    """The search index says how short a name is in binary places, which are faster to read."""
    _empty(db)
    db.execute("PRAGMA user_version = 3")


@steps()
def fourth_format(db: Database) -> None:
    """Periods lie side by side by subject; the texts that stand are kept as bits; the segments of
    the search index are larger.
    """
    for table, value in (("editions", "number INTEGER"), ("standings", "status TEXT")):
        db.execute(f"DROP TABLE {table}")
        db.execute(
            f'CREATE TABLE {table} ({_PERIOD} {value} NOT NULL, "fact" INTEGER NOT NULL, '
            '"until" TEXT, PRIMARY KEY ("subject", "to_seq", "first")) STRICT, WITHOUT ROWID'
        )
    for statement in LIVE_DDL:
        db.execute(statement)
    _empty(db)
    db.execute("PRAGMA user_version = 4")


@lru_cache
def expected_objects(version: int) -> Mapping[tuple[str, str], str]:
    """What a catalogue file of a format holds: (type, name) → the SQL that made it."""
    db = Database(memory=True, execute_plugins=False)
    try:
        later = [step.name for step in steps.pending(db)][version:]
        steps.apply(db, stop_before=later)
        return MappingProxyType(objects(db))
    finally:
        db.close()


def objects(db: Database) -> dict[tuple[str, str], str]:
    """Tables, indexes, triggers and views of a file with the SQL that made them."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(kind, name): sql for kind, name, sql in rows}
