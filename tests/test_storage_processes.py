"""Processes: many open a new file at once, many write, and some are killed."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SOAK
from older_formats import FILES
from strategies import kethon

from proccat import Catalogue
from proccat.errors import ExportError, LoadError, StorageError
from proccat.held import is_held

ROOT = Path(__file__).resolve().parent.parent
OPENING = """
import sys
from proccat import Catalogue
with Catalogue.open(sys.argv[1]) as catalogue:
    print(catalogue.verify(deep=True).ok)
"""
READING = OPENING.replace("argv[1]", "argv[1], read_only=True")
WRITING = """
import sys
from proccat import Catalogue, Procedure
from proccat.errors import ConflictError
done = 0
with Catalogue.open(sys.argv[1]) as catalogue:
    while done < int(sys.argv[2]):
        version = catalogue.standing("1.000894").version
        try:
            catalogue.record(
                Procedure(code="1.000894", name=f"{sys.argv[3]} {done}"),
                actor=sys.argv[3], expect=version,
            )
        except ConflictError as error:
            assert error.expected == version and error.found > version, (error.found, version)
            continue
        done += 1
print(done)
"""
TAKING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""
KILLED = """
import sys
from proccat import Catalogue, Procedure
with Catalogue.open(sys.argv[1]) as catalogue:
    for number in range(10_000):
        code = f"1.{number % 50:06}"
        if number % 5 == 4:
            with catalogue.transaction():
                for other in range(4):
                    catalogue.record(Procedure(code=f"2.{other:06}", name="x"), actor="stp")
        else:
            catalogue.record(Procedure(code=code, name=f"Thủ tục {number}"), actor="stp")
        print(catalogue.head(), flush=True)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_six_processes_open_a_new_file_at_once(tmp_path: Path) -> None:
    """All of them succeed, on one file that is whole."""
    for round_ in range(10 if SOAK else 1):
        db = tmp_path / f"{round_}.db"
        running = [start(OPENING, db) for _ in range(6)]
        for process in running:
            out, err = process.communicate(timeout=120)
            assert (process.returncode, out.strip()) == (0, "True"), err
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_many_processes_open_an_older_file_at_once(db: Path) -> None:
    """Whoever comes while another brings it up to date sees the one or the other, no damage."""
    for _ in range(10 if SOAK else 1):
        shutil.copyfile(FILES[0], db)
        running = [start(code, db) for _ in range(6) for code in (OPENING, READING)]
        for process in running:
            out, err = process.communicate(timeout=120)
            assert (process.returncode, out.strip()) == (0, "True"), err


def test_writers_with_expect_lose_nothing(db: Path) -> None:
    """Four writers that expect a version each: as many versions as successes, all verify."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
    each = 60 if SOAK else 12
    running = [start(WRITING, db, each, name) for name in ("a", "b", "c", "d")]
    for process in running:
        out, err = process.communicate(timeout=300)
        assert (process.returncode, out.strip()) == (0, str(each)), err
    with Catalogue.open(db) as catalogue:
        assert catalogue.standing("1.000894").version == 1 + 4 * each
        history = catalogue.history("1.000894")
        assert [fact.version for fact in history] == list(range(1, 2 + 4 * each))
        assert catalogue.verify(deep=True).ok


@pytest.mark.parametrize("kills", [pytest.param(5), pytest.param(100, marks=pytest.mark.soak)])
def test_nothing_acknowledged_is_lost_by_kill_9(db: Path, kills: int) -> None:
    """A writer killed at any moment: what it said was done is there, whole transactions only."""
    Catalogue.open(db).close()
    for kill in range(kills):
        process = start(KILLED, db)
        assert process.stdout is not None
        said = [process.stdout.readline()]
        time.sleep(0.003 * (kill * 7 % 23))
        process.kill()
        said += process.communicate()[0].splitlines()
        heads = [line.strip() for line in said if len(line.strip().partition(":")[2]) == 64]
        with Catalogue.open(db) as catalogue:
            report = catalogue.verify(anchor=heads[-1] if heads else None, deep=True)
            assert report.problems == ()
            together: dict[str, int] = {}
            for fact in catalogue.facts():
                together[fact.recorded_at] = together.get(fact.recorded_at, 0) + 1
            assert set(together.values()) <= {1, 4}


@pytest.mark.parametrize("read_only", [True, False])
def test_opening_a_file_again_ends_no_lock_on_it(db: Path, read_only: bool) -> None:
    """While one thread writes, another may open the file: other processes still wait.

    Whoever opens and closes a file beside SQLite ends all locks that his process holds on it.
    """
    with Catalogue.open(db) as catalogue, catalogue.transaction():
        catalogue.record(kethon(), actor="stp")
        Catalogue.open(db, read_only=read_only).close()
        with Catalogue.open(":memory:") as another:
            for reader in (catalogue, another):
                with pytest.raises(LoadError, match="is a catalogue that is open"):
                    reader.load(db)
            with pytest.raises(LoadError, match="is a catalogue that is open"):
                another.load(db, format="csv", request_id="r")
            with pytest.raises(ExportError, match="is a catalogue that is open"):
                another.export(db, format="csv")
            with pytest.raises(LoadError, match="is a catalogue that is open"):
                Catalogue.open(":memory:", synonyms=db)
        taken = subprocess.run(
            [sys.executable, "-c", TAKING, str(db)], capture_output=True, text=True, check=True
        )
        assert taken.stdout.strip() == "database is locked"


def test_a_folder_with_the_open_catalogue_is_loaded(tmp_path: Path) -> None:
    """Whatever its name, the catalogue is left unread and told of; the other files are loaded."""
    (tmp_path / "one.jsonl").write_text(kethon().to_json(), "utf-8")
    with Catalogue.open(tmp_path / "tthc.sqlite") as catalogue:
        for request in (None, "r"):
            report = catalogue.load(tmp_path, request_id=request)
            assert report.recorded + report.unchanged == 1
            assert [problem.where for problem in report.errors] == ["tthc.sqlite"]


def test_a_catalogue_that_nobody_closed_is_no_longer_held(tmp_path: Path, db: Path) -> None:
    """Once the object is gone its file is a file like others."""
    one, two = Catalogue.open(db), Catalogue.open(db)
    one.close()
    assert is_held(db)
    assert is_held(db.with_name(f"{db.name}-wal"))
    assert not is_held(tmp_path / "absent")
    del two
    gc.collect()
    assert not is_held(db)


FILLING = """if True:
    import os, sqlite3, sys

    db = sqlite3.connect(sys.argv[1], isolation_level=None)
    db.execute("PRAGMA cache_size = 5")
    db.execute("BEGIN IMMEDIATE")
    for number in range(900):
        db.execute("INSERT INTO docs VALUES (?, ?, '')", (number + 100, "chữ " * 100))
    os._exit(9)
"""
"""Writes more than fits into memory, and is killed: the journal tells how to undo it."""


def test_a_file_whose_writer_was_killed_in_a_commit_is_opened(db: Path) -> None:
    """The first page speaks of pages that never came; whoever may write rolls that back."""
    with Catalogue.open(db) as catalogue:
        catalogue.record(kethon(), actor="stp")
        head = catalogue.head()
    start(FILLING, db).communicate()
    with db.open("r+b") as file:
        first = bytearray(file.read(4096))
        pages = db.stat().st_size // 4096 + 50
        first[28:32] = pages.to_bytes(4, "big")
        changes = 1 + int.from_bytes(first[24:28], "big")
        first[24:28] = first[92:96] = changes.to_bytes(4, "big")
        file.seek(0)
        file.write(first)
    assert db.with_name(f"{db.name}-journal").stat().st_size
    with pytest.raises(StorageError):
        Catalogue.open(db, read_only=True)
    for read_only in (False, True):
        with Catalogue.open(db, read_only=read_only) as catalogue:
            assert catalogue.head() == head
            assert catalogue.verify(deep=True).ok
